/**
 * Scripts written without spaces. FTS5's unicode61 takes a run of them as one word, so a space goes
 * between the characters and a search becomes a phrase: "生日" finds "祝您生日快乐".
 */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** The text as it is put into the search index. */
export function toSearchWords(text: string): string {
  return text.replace(UNSPACED, ' $& ');
}

/**
 * An FTS5 query for what a person typed: every word must be there, the last one as a beginning.
 * Numbers typed as 012-345 6789 or +60 12… are looked for as MSISDN digits. Null when nothing is left to look for.
 */
export function toSearchQuery(typed: string): string | null {
  const phone = toPhonePrefix(typed);
  if (phone) return `"${phone}" *`;
  const words = typed.trim().split(/\s+/u).filter(Boolean).map(toPhrase).filter(Boolean);
  if (words.length === 0) return null;
  return words.map((word, index) => (index === words.length - 1 ? `${word} *` : word)).join(' ');
}

function toPhrase(word: string): string {
  const tokens = toSearchWords(word)
    .replaceAll('"', ' ')
    .trim()
    // Punctuation alone is no token and would make the phrase match nothing.
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return tokens === '' ? '' : `"${tokens}"`;
}

function toPhonePrefix(typed: string): string | null {
  const digits = typed.replace(/[\s\-().+]/g, '');
  if (!/^\d{4,15}$/.test(digits)) return null;
  if (digits.startsWith('00')) return digits.slice(2);
  return digits.startsWith('0') ? `60${digits.slice(1)}` : digits;
}
