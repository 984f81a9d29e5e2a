import { invalid } from '#shared/contract/errors.ts';
import type { ColumnTarget } from '#shared/contract/imports.ts';
import { canonicalFieldKey } from '#shared/template/field-key.ts';
import type { TableGuess } from '#core/contacts/import/guess-columns.ts';
import { mappedTwice, noPhoneColumn, unknownMappedColumn } from '#core/contacts/import/refusals.ts';

/** Which column becomes what, decided. */
export type ImportPlan = {
  headers: readonly string[];
  /** The row of column names; rows up to it are not read. 0: every row is a contact. */
  headerRow: number;
  phone: number;
  /** -1 when no column holds names. */
  name: number;
  fields: readonly { index: number; key: string }[];
};

/** What somebody said about columns, over the guess. */
export type ColumnChoices = {
  /** Column index (as text) to target. */
  columns: Readonly<Record<string, ColumnTarget>>;
  /** `phone`, `name` or a field key to the text of a header. */
  columnsByHeader: Readonly<Record<string, string>>;
};

/**
 * Settles the mapping: what was chosen first, the guess for the rest. A guessed number or name column
 * that lost its place becomes a field. Throws `no-phone-column`, `unknown-mapped-column`, `mapped-twice`.
 */
export function settlePlan(guess: TableGuess, choices: ColumnChoices): ImportPlan {
  const chosen = chosenTargets(guess.headers, choices);
  const targets = guess.targets.map((target, index) => chosen.get(index) ?? target);
  for (const only of ['phone', 'name'] as const) {
    const wanted = [...chosen].find(([, target]) => target === only)?.[0];
    if (wanted === undefined) continue;
    targets.forEach((target, index) => {
      if (target === only && index !== wanted) targets[index] = { field: freeKey(guess, index) };
    });
  }
  const phone = targets.indexOf('phone');
  if (phone < 0) throw noPhoneColumn(guess.headers);
  const fields = targets.flatMap((target, index) =>
    typeof target === 'string' ? [] : [{ index, key: toKey(target.field) }],
  );
  return {
    headers: guess.headers,
    headerRow: guess.headerRow,
    phone,
    name: targets.indexOf('name'),
    fields: distinct(fields, chosen),
  };
}

function chosenTargets(
  headers: readonly string[],
  choices: ColumnChoices,
): Map<number, ColumnTarget> {
  const chosen = new Map<number, ColumnTarget>();
  const choose = (index: number, target: ColumnTarget) => {
    const same = [...chosen].find(
      ([other, taken]) =>
        other !== index && nameOf(taken) === nameOf(target) && target !== 'ignore',
    );
    if (same) throw mappedTwice(nameOf(target));
    chosen.set(index, target);
  };
  for (const [index, target] of Object.entries(choices.columns)) {
    if (Number(index) >= headers.length) {
      throw unknownMappedColumn(`Column ${Number(index) + 1}`, headers);
    }
    choose(Number(index), plainTarget(target));
  }
  for (const [field, header] of Object.entries(choices.columnsByHeader)) {
    const index = findColumn(headers, header);
    if (index < 0) throw unknownMappedColumn(header, headers);
    choose(index, plainTarget({ field }));
  }
  return chosen;
}

/** `phone` and `name` given as a field mean the number and the name. */
function plainTarget(target: ColumnTarget): ColumnTarget {
  if (typeof target === 'string') return target;
  const key = toKey(target.field);
  return key === 'phone' || key === 'name' ? key : { field: key };
}

function nameOf(target: ColumnTarget): string {
  return typeof target === 'string' ? target : target.field;
}

function toKey(field: string): string {
  const key = canonicalFieldKey(field);
  if (key === '') {
    throw invalid(
      'bad-field-name',
      `"${field}" cannot be a field name. Nothing was imported. Use at least one letter or digit.`,
      { field },
    );
  }
  return key;
}

/** By its exact text, then by its text in any spelling, then by its number (from 1). */
function findColumn(headers: readonly string[], wanted: string): number {
  const exact = headers.indexOf(wanted.trim());
  if (exact >= 0) return exact;
  const key = canonicalFieldKey(wanted);
  const loose = headers.findIndex((header) => canonicalFieldKey(header) === key && key !== '');
  if (loose >= 0) return loose;
  const number = /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1;
  return number < headers.length ? number : -1;
}

function freeKey(guess: TableGuess, index: number): string {
  const key = canonicalFieldKey(guess.headers[index] ?? '') || `column_${index + 1}`;
  return key === 'phone' || key === 'name' ? `${key}_2` : key;
}

/** A guessed key gives way to a chosen one, and a later one to an earlier. */
function distinct(
  fields: readonly { index: number; key: string }[],
  chosen: ReadonlyMap<number, ColumnTarget>,
): { index: number; key: string }[] {
  const taken = new Set(fields.filter(({ index }) => chosen.has(index)).map(({ key }) => key));
  return fields.map(({ index, key }) => {
    if (chosen.has(index)) return { index, key };
    let free = key;
    for (let copy = 2; taken.has(free); copy++) free = `${key}_${copy}`;
    taken.add(free);
    return { index, key: free };
  });
}
