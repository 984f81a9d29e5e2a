import { SENTENCES, type SentenceKey } from '#shared/said/say.ts';

/** A sentence found in a text again. */
export type Said =
  | { key: SentenceKey; values: Readonly<Record<string, string | readonly Said[]>> }
  | { phrase: string }
  /** Several things, each said by itself. */
  | { list: readonly (readonly Said[])[] };

/** Values that are sentences themselves: without them the sentence around them is not understood. */
const SENTENCE_GAPS: ReadonlySet<string> = new Set([
  'reason',
  'meaning',
  'how',
  'least',
  'counted',
]);
/** Values that may be sentences: what is not known stays as it is. */
const LOOSE_GAPS: ReadonlySet<string> = new Set([
  'why',
  'advice',
  'next',
  'attempts',
  'left',
  'thing',
  'things',
]);

type Pattern = { key: SentenceKey; gaps: readonly string[]; whole: RegExp; start: RegExp };

/** Names and lists in people's own words, a full stop within them excepted; every other value is one word. */
const NAME_GAPS: ReadonlySet<string> = new Set([
  'gateway',
  'folder',
  'fields',
  'said',
  'example',
  'amount',
  'price',
  'before',
  'beforePrice',
  'field',
  'choices',
  'placeholder',
]);

/** Stands between the things of a list. */
const BETWEEN_THINGS = '; ';

const HOWS = Object.entries(SENTENCES).flatMap(([key, text]) =>
  key.startsWith('how-') ? [text] : [],
);

const PATTERNS = toPatterns();

/** Longer texts are nobody's sentence; they only cost time. */
const LONGEST = 2_000;

/**
 * The sentences of which a text of the core's consists, or null where one of them is not known: a text by
 * an older Siar, by a gateway or by a person. `isPhrase`: whether a text is known by itself (the meanings and
 * the advice of gateway profiles).
 */
export function readSaid(text: string, isPhrase: (text: string) => boolean): Said[] | null {
  if (text === '' || text.length > LONGEST) return null;
  if (isPhrase(text)) return [{ phrase: text }];
  // First: the gaps of one thing could swallow the next ones.
  const list = readList(text, isPhrase);
  if (list) return [{ list }];
  for (const pattern of PATTERNS) {
    const said = toSaid(pattern, pattern.whole.exec(text), isPhrase);
    if (said) return [said];
  }
  return readSeveral(text, isPhrase);
}

function readList(text: string, isPhrase: (text: string) => boolean): Said[][] | null {
  const things = text.split(BETWEEN_THINGS);
  if (things.length === 1) return null;
  const list: Said[][] = [];
  for (const thing of things) {
    const said = readSaid(thing, isPhrase);
    if (said === null) return null;
    list.push(said);
  }
  return list;
}

function readSeveral(text: string, isPhrase: (text: string) => boolean): Said[] | null {
  for (const pattern of PATTERNS) {
    const match = pattern.start.exec(text);
    if (!match || match[0].length === text.length) continue;
    const first = toSaid(pattern, match, isPhrase);
    const rest = first && readSaid(text.slice(match[0].length + 1), isPhrase);
    if (first && rest) return [first, ...rest];
  }
  for (const { index } of text.matchAll(/\. /g)) {
    const phrase = text.slice(0, index + 1);
    const rest = isPhrase(phrase) ? readSaid(text.slice(index + 2), isPhrase) : null;
    if (rest) return [{ phrase }, ...rest];
  }
  return null;
}

function toSaid(
  { key, gaps }: Pattern,
  match: RegExpExecArray | null,
  isPhrase: (text: string) => boolean,
): Said | null {
  if (!match) return null;
  const values: Record<string, string | readonly Said[]> = {};
  for (const [index, gap] of gaps.entries()) {
    const text = match[index + 1] ?? '';
    // A gap that comes twice is the same both times.
    if (Object.hasOwn(values, gap) && values[gap] !== text) return null;
    const isLoose = LOOSE_GAPS.has(gap);
    const said = isLoose || SENTENCE_GAPS.has(gap) ? readSaid(text, isPhrase) : null;
    if (said === null && SENTENCE_GAPS.has(gap)) return null;
    values[gap] = said ?? text;
  }
  return { key, values };
}

/** Those with the most words of their own first: a gap could swallow another sentence's words. */
function toPatterns(): Pattern[] {
  const entries = Object.entries(SENTENCES).map(([key, text]) => {
    const pieces = text.split(/\{\{(\w+)\}\}/);
    const gaps = pieces.filter((_, index) => index % 2 === 1);
    const source = pieces
      .map((piece, index) => (index % 2 === 1 ? sourceOf(piece) : escape(piece)))
      .join('');
    const words = pieces.reduce(
      (sum, piece, index) => (index % 2 === 1 ? sum : sum + piece.length),
      0,
    );
    return {
      key,
      gaps,
      words,
      whole: new RegExp(`^${source}$`),
      start: new RegExp(`^${source}(?= )`),
    };
  });
  return entries
    .toSorted((a, b) => b.words - a.words)
    .flatMap(({ key, ...pattern }) => (isKey(key) ? [{ key, ...pattern }] : []));
}

function sourceOf(gap: string): string {
  // Nothing but a space stands between a name and how its answer was lost.
  if (gap === 'how') return `(${HOWS.map(withoutGaps).join('|')})`;
  if (NAME_GAPS.has(gap)) return String.raw`((?:(?!\. )[^])+?)`;
  return SENTENCE_GAPS.has(gap) || LOOSE_GAPS.has(gap) ? '([^]+?)' : String.raw`(\S+?)`;
}

function withoutGaps(text: string): string {
  return text
    .split(/\{\{\w+\}\}/)
    .map(escape)
    .join('.+?');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function isKey(key: string): key is SentenceKey {
  return Object.hasOwn(SENTENCES, key);
}
