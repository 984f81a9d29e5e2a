import { canonicalFieldKey } from '#shared/template/field-key.ts';
import { TemplateError } from '#shared/template/scan.ts';
import { say } from '#shared/said/say.ts';

/** One value in an output: a field, or something written out. */
export type Operand =
  | { kind: 'field'; key: string; raw: string }
  | { kind: 'string'; value: string; raw: string }
  | { kind: 'number'; value: number; raw: string }
  | { kind: 'literal'; raw: string };

/** One `| filter: a, b`. */
export type FilterCall = { name: string; args: Operand[] };

/** The inside of an output: a value and the filters it runs through. */
export type Expression = { head: Operand; filters: FilterCall[] };

const TEXT_FILTERS = [
  'default',
  'upcase',
  'downcase',
  'capitalize',
  'strip',
  'lstrip',
  'rstrip',
  'strip_newlines',
  'truncate',
  'truncatewords',
  'append',
  'prepend',
  'replace',
  'replace_first',
  'remove',
  'remove_first',
  'slice',
  'split',
  'join',
  'first',
  'last',
  'size',
];
const NUMBER_FILTERS = [
  'plus',
  'minus',
  'times',
  'divided_by',
  'modulo',
  'round',
  'ceil',
  'floor',
  'abs',
  'at_least',
  'at_most',
];
/**
 * The filters a template may use. Liquid filters that evaluate an expression given as text are left
 * out: through them a contact's value could act as template code. So are those that read the clock.
 */
const ALLOWED_FILTERS = new Set([...TEXT_FILTERS, ...NUMBER_FILTERS]);
const RESERVED = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank']);

/** Refuses a filter that templates may not use, by name. */
export function assertFilter(name: string, at: number): void {
  if (ALLOWED_FILTERS.has(name)) return;
  throw new TemplateError(at, say('no-such-filter', { said: name }));
}

/** Splits at a mark, but not inside quotes. */
function splitOutsideQuotes(text: string, mark: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === mark) {
      pieces.push(text.slice(start, i));
      start = i + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

function parseOperand(text: string, at: number): Operand {
  const raw = text.trim();
  if (raw === '') {
    throw new TemplateError(at, say('no-field-name', { example: '{{ name }}' }));
  }
  if (/^("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')$/.test(raw)) {
    return { kind: 'string', value: raw.slice(1, -1), raw };
  }
  if (/^-?\d+(\.\d+)?$/.test(raw)) return { kind: 'number', value: Number(raw), raw };
  if (RESERVED.has(raw)) return { kind: 'literal', raw };
  const key = canonicalFieldKey(raw);
  if (key === '' || !/^[\p{L}\p{M}\p{N}_][^"“”|[\]{}<>=!:,']*$/u.test(raw)) {
    throw new TemplateError(at, say('not-a-field', { said: raw, example: '{{ name }}' }));
  }
  return { kind: 'field', key, raw };
}

/** Reads the inside of an output, or the right side of an assignment. Throws `TemplateError`. */
export function parseExpression(text: string, at: number): Expression {
  const [headText = '', ...filterTexts] = splitOutsideQuotes(text, '|');
  const head = parseOperand(headText, at);
  const filters = filterTexts.map((filterText): FilterCall => {
    const match = /^\s*([\p{L}\p{N}_-]+)\s*(?::([\s\S]*))?$/u.exec(filterText);
    if (!match) {
      throw new TemplateError(
        at,
        say('not-a-filter', {
          said: filterText.trim(),
          example: '{{ name | default: "friend" }}',
        }),
      );
    }
    const name = match[1] ?? '';
    assertFilter(name, at);
    const args = match[2] === undefined ? [] : splitOutsideQuotes(match[2], ',');
    return { name, args: args.map((arg) => parseOperand(arg, at)) };
  });
  return { head, filters };
}
