import { canonicalFieldKey } from '#shared/template/field-key.ts';
import type { Expression, FilterCall, Operand } from '#shared/template/expression.ts';
import type { Piece } from '#shared/template/scan.ts';

/** Field values of one recipient, by column name in any spelling. */
export type FieldValues = Readonly<Record<string, string>>;

/** A rendered text, or the fields that have no value (empty with a message: it could not be made). */
export type RenderResult =
  { ok: true; text: string } | { ok: false; missing: string[]; message?: string };

/** Spelling memo for values whose keys are not canonical; bounded because headers come from users. */
const spellings = new Map<string, string>();

function spellingOf(key: string): string {
  let canonical = spellings.get(key);
  if (canonical === undefined) {
    canonical = canonicalFieldKey(key);
    if (spellings.size > 4096) spellings.clear();
    spellings.set(key, canonical);
  }
  return canonical;
}

function isBlank(value: string): boolean {
  return (
    value === '' ||
    ((value.charCodeAt(0) <= 32 || value.charCodeAt(0) > 127) && value.trim() === '')
  );
}

/** The value of a field, whatever the case and separators of its key; blank and absent are ''. */
export function readField(values: FieldValues, key: string): string {
  // The map comes from the outside: `constructor` and its like are inherited, and not text.
  const direct: unknown = values[key];
  if (typeof direct === 'string') return isBlank(direct) ? '' : direct;
  for (const other of Object.keys(values)) {
    if (spellingOf(other) === key) {
      const value = values[other];
      return value === undefined || isBlank(value) ? '' : value;
    }
  }
  return '';
}

type TextFilter = (value: string) => string;

/** A filter as a closure with the meaning it has in liquidjs, or undefined when it needs liquidjs. */
function compileFilter({ name, args }: FilterCall): TextFilter | undefined {
  const [first, ...rest] = args;
  switch (name) {
    case 'upcase':
      return args.length === 0 ? (value) => value.toUpperCase() : undefined;
    case 'downcase':
      return args.length === 0 ? (value) => value.toLowerCase() : undefined;
    case 'capitalize':
      return args.length === 0
        ? (value) => value.charAt(0).toUpperCase() + value.slice(1).toLowerCase()
        : undefined;
    case 'strip':
      return args.length === 0 ? (value) => value.trim() : undefined;
    case 'default': {
      const text = plainText(first);
      if (text === undefined || rest.length > 0) return undefined;
      return (value) => (value === '' ? text : value);
    }
    case 'truncate':
      return compileTruncate(first, rest);
    default:
      return undefined;
  }
}

function plainText(operand: Operand | undefined): string | undefined {
  return operand?.kind === 'string' && !operand.value.includes('\\') ? operand.value : undefined;
}

function compileTruncate(first: Operand | undefined, rest: Operand[]): TextFilter | undefined {
  if (first?.kind !== 'number' || !Number.isInteger(first.value) || first.value < 0)
    return undefined;
  if (rest.length > 1) return undefined;
  const ellipsis = rest.length === 0 ? '...' : plainText(rest[0]);
  if (ellipsis === undefined) return undefined;
  const limit = first.value;
  const kept = Math.max(limit - Array.from(ellipsis).length, 0);
  return (value) => {
    if (value.length <= limit) return value;
    const characters = Array.from(value);
    return characters.length <= limit ? value : characters.slice(0, kept).join('') + ellipsis;
  };
}

/** One output as data: the field it reads, whether a blank is an error, and its filters. */
type Slot = { key: string; required: boolean; filters: TextFilter[] };

function compileSlot(expression: Expression): Slot | undefined {
  if (expression.head.kind !== 'field') return undefined;
  const filters: TextFilter[] = [];
  for (const call of expression.filters) {
    const filter = compileFilter(call);
    if (!filter) return undefined;
    filters.push(filter);
  }
  const required = !expression.filters.some((call) => call.name === 'default');
  return { key: expression.head.key, required, filters };
}

/**
 * Compiles a template of texts and simple outputs to one closure; undefined when it holds anything
 * that only liquidjs can render. `expressions` are the outputs in order.
 */
export function compilePlain(
  pieces: readonly Piece[],
  expressions: ReadonlyMap<Piece, Expression>,
): ((values: FieldValues) => RenderResult) | undefined {
  const texts: string[] = [''];
  const slots: Slot[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      texts[texts.length - 1] += piece.text;
      continue;
    }
    const expression = expressions.get(piece);
    if (piece.kind === 'tag' || piece.trimLeft || piece.trimRight || !expression) return undefined;
    const slot = compileSlot(expression);
    if (!slot) return undefined;
    slots.push(slot);
    texts.push('');
  }
  return (values) => renderSlots(texts, slots, values);
}

function renderSlots(
  texts: readonly string[],
  slots: readonly Slot[],
  values: FieldValues,
): RenderResult {
  let text = texts[0] ?? '';
  let missing: string[] | undefined;
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i];
    if (!slot) continue;
    let value = readField(values, slot.key);
    if (value === '' && slot.required) {
      missing ??= [];
      if (!missing.includes(slot.key)) missing.push(slot.key);
      continue;
    }
    for (const filter of slot.filters) value = filter(value);
    text += value + (texts[i + 1] ?? '');
  }
  return missing ? { ok: false, missing } : { ok: true, text };
}
