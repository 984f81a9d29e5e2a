/** One thing a row must contain. */
export type SearchTerm =
  /** Text in the name, the number or any field value. */
  | { kind: 'text'; text: string }
  /** A number as people type it: `digits` in the MSISDN, or the text as typed anywhere. */
  | { kind: 'number'; text: string; digits: string };

/** FTS5's trigram index knows nothing shorter. */
const TRIGRAM = 3;
const MAX_WORDS = 8;
const NUMBER_LIKE = /^[+\d\s().\-‐-―]*\d[\d\s().\-‐-―]*$/u;

/**
 * Splits what somebody typed into the terms that must all be there. A text of digits, spaces and
 * dashes is one number: `012-345` finds 6012345…, because the trunk zero, the plus and punctuation
 * are left out of the comparison.
 */
export function searchTerms(search: string): SearchTerm[] {
  const text = search.trim();
  if (text === '') return [];
  const whole = toNumber(text);
  if (whole) return [whole];
  return text
    .split(/\s+/u)
    .slice(0, MAX_WORDS)
    .map((word) => toNumber(word) ?? { kind: 'text', text: word });
}

function toNumber(text: string): SearchTerm | undefined {
  if (!NUMBER_LIKE.test(text)) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits === '' ? undefined : { kind: 'number', text, digits };
}

/** Characters as SQLite counts them. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** As the text stands inside the JSON of a contact's fields. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Whether the trigram index can answer for this term: each of its alternatives is long enough. */
export function isTrigramTerm(term: SearchTerm): boolean {
  return lengthOf(term.text) >= TRIGRAM && (term.kind === 'text' || term.digits.length >= TRIGRAM);
}

/** The FTS5 expression that finds every one of these terms (see isTrigramTerm). */
export function toTrigramQuery(terms: readonly SearchTerm[]): string {
  return terms
    .map((term) =>
      term.kind === 'number'
        ? `(${quote(term.text)} OR msisdn : ${quote(term.digits)})`
        : quote(term.text),
    )
    .join(' AND ');
}

/** A LIKE pattern that finds the text anywhere (escape character `\`). */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** An SQL condition over `c` (contacts) that holds where every term is there, and its parameters. */
export function toCondition(terms: readonly SearchTerm[]): { sql: string; values: string[] } {
  const values: string[] = [];
  const parts = terms.map((term) => {
    const alternatives = [
      "c.name LIKE ? ESCAPE '\\'",
      "c.msisdn LIKE ? ESCAPE '\\'",
      // The cheap test over the whole JSON first; the exact one keeps field names out of it.
      "(c.fields LIKE ? ESCAPE '\\' AND EXISTS (SELECT 1 FROM json_each(c.fields) AS f WHERE f.value LIKE ? ESCAPE '\\'))",
    ];
    const text = likePattern(term.text);
    values.push(text, term.kind === 'number' ? likePattern(term.digits) : text);
    values.push(likePattern(inJson(term.text)), text);
    return `(${alternatives.join(' OR ')})`;
  });
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', values };
}
