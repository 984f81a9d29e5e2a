/**
 * The GSM 03.38 default alphabet and its extension table, as a cost per UTF-16 code unit.
 * CR is left out on purpose: texts carry line breaks as LF alone.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

function buildCosts(): Uint8Array {
  const costs = new Uint8Array(0x1_0000);
  for (const char of BASIC) costs[char.charCodeAt(0)] = 1;
  for (const char of EXTENSION) costs[char.charCodeAt(0)] = 2;
  return costs;
}

/** Septets a UTF-16 code unit costs in GSM-7: 1, 2 (escape pair), or 0 when it cannot be written. */
export const SEPTETS: Uint8Array = buildCosts();

/** Whether every character of the text exists in GSM-7. */
export function isGsm7(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (SEPTETS[text.charCodeAt(i)] === 0) return false;
  return true;
}

/** Replacements people accept without thinking; accents and full-width forms are derived instead. */
const SUGGESTIONS: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['‚', "'"],
  ['‛', "'"],
  ['′', "'"],
  ['`', "'"],
  ['´', "'"],
  ['“', '"'],
  ['”', '"'],
  ['„', '"'],
  ['″', '"'],
  ['«', '"'],
  ['»', '"'],
  ['‐', '-'],
  ['‑', '-'],
  ['‒', '-'],
  ['–', '-'],
  ['—', '-'],
  ['―', '-'],
  ['−', '-'],
  ['…', '...'],
  ['\u00A0', ' '],
  ['\u2007', ' '],
  ['\u202F', ' '],
  ['\t', ' '],
  ['•', '-'],
  ['·', '.'],
  ['×', 'x'],
  ['\u00AD', ''],
  ['\u200B', ''],
  ['\u200C', ''],
  ['\u200D', ''],
  ['\u200E', ''],
  ['\u200F', ''],
  ['\u2060', ''],
  ['\uFE0F', ''],
  ['\uFEFF', ''],
  ['。', '.'],
  ['、', ','],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
]);
const suggestionMemo = new Map<string, string | undefined>();

/** A GSM-7 stand-in for a character that has none, or undefined when nothing reads the same. */
export function suggestReplacement(char: string): string | undefined {
  const listed = SUGGESTIONS.get(char);
  if (listed !== undefined) return listed;
  if (suggestionMemo.has(char)) return suggestionMemo.get(char);
  const plain = char.normalize('NFKD').replace(/\p{M}/gu, '');
  const found = plain !== '' && plain !== char && isGsm7(plain) ? plain : undefined;
  // Scripts with tens of thousands of characters must not grow the memo for ever.
  if (suggestionMemo.size > 4096) suggestionMemo.clear();
  suggestionMemo.set(char, found);
  return found;
}
