/** What a word asks for: no more messages, or messages again. */
export type KeywordKind = 'stop' | 'start';

/** One word or phrase, in the form that `normaliseReply` gives. */
type Keyword = {
  words: string;
  kind: KeywordKind;
  /**
   * `whole`: only as the whole message, because as the beginning of a longer one it mostly means something
   * else (“batal temujanji”: cancel the appointment). `first`: also as its first words.
   */
  match: 'whole' | 'first';
};

const whole = (kind: KeywordKind, ...words: string[]): Keyword[] =>
  words.map((one) => ({ words: one, kind, match: 'whole' }));
const first = (...words: string[]): Keyword[] =>
  words.map((one) => ({ words: one, kind: 'stop', match: 'first' }));

/**
 * Opt-out words that providers in Malaysia name (STOP, STOP ALL, BATAL, BATAL SEMUA: SMSGlobal; OUT: CFM;
 * HENTI: s.dm's guide; UNBLOCK to come back: ClickSend), those that Twilio knows, and their like in Malay
 * and Chinese. The table is the rule: a word that is missing is added here and nowhere else.
 */
const KEYWORDS: readonly Keyword[] = [
  ...first('stop', 'stopall', 'unsubscribe', 'unsub', 'opt out', 'optout', 'remove me'),
  ...first('henti', 'hentikan', 'berhenti', 'batal semua', 'batal langganan'),
  ...first('退订', '退訂', '取消订阅', '取消訂閱', '不要再发', '不要再發', '别再发', '別再發'),
  ...whole('stop', 'batal', 'out', 'cancel', 'end', 'quit', 'revoke', '停止', '取消', 'td'),
  ...whole('start', 'start', 'unstop', 'unblock', 'subscribe', 'resume', 'mula', 'mula semula'),
  ...whole('start', '开始', '開始', '恢复', '恢復'),
];

/** What a message asks for; `check`: it may be a wish to stop, and a person has to look. */
export type ReplyReading = { kind: KeywordKind | 'check'; keyword: string };

/** A longer message that begins with a word of kind `whole` is about something else. */
const MOST_WORDS_TO_CHECK = 4;
const HAN = /\p{Script=Han}/u;

/** A message in lower case, its words apart by one space, without punctuation, symbols and emoji. */
function normaliseReply(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      // An emoji is often followed by the one that asks for its picture (U+FE0F), which is a mark, not a symbol.
      .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .trim()
  );
}

/**
 * Whether a message from a phone asks for no more messages, or for messages again. Only the whole message
 * or its first words count: “please don’t stop” asks for nothing. Where such a word stands elsewhere, or
 * one that may mean something else begins a short message, the answer is `check`; null: nothing of it.
 */
export function readReply(text: string): ReplyReading | null {
  const said = normaliseReply(text);
  if (said === '') return null;
  const exact = KEYWORDS.find(({ words }) => words === said);
  if (exact) return { kind: exact.kind, keyword: exact.words };
  // The longest first: “batal semua” says more than “batal”.
  const begun = KEYWORDS.filter(({ words }) => beginsWith(said, words)).toSorted(
    (a, b) => b.words.length - a.words.length,
  );
  const [sure] = begun.filter(({ match }) => match === 'first');
  if (sure) return { kind: sure.kind, keyword: sure.words };
  const [perhaps] = begun.filter(({ kind }) => kind === 'stop');
  if (perhaps && (HAN.test(said) || said.split(' ').length <= MOST_WORDS_TO_CHECK)) {
    return { kind: 'check', keyword: perhaps.words };
  }
  const inside = KEYWORDS.find(({ words, match }) => match === 'first' && holds(said, words));
  return inside ? { kind: 'check', keyword: inside.words } : null;
}

/** Chinese is written without spaces between its words. */
function beginsWith(said: string, words: string): boolean {
  return said.startsWith(HAN.test(words) ? words : `${words} `);
}

function holds(said: string, words: string): boolean {
  return HAN.test(words) ? said.includes(words) : ` ${said} `.includes(` ${words} `);
}
