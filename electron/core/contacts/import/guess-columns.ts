import type { ColumnTarget } from '#shared/contract/imports.ts';
import { canonicalFieldKeys } from '#shared/template/field-key.ts';
import {
  isOwnColumn,
  nameHeaderScore,
  phoneHeaderScore,
} from '#core/contacts/import/header-words.ts';
import { isBlankRow, type SourceRow } from '#core/contacts/import/row-source.ts';

/** The first rows of a file, understood. */
export type TableGuess = {
  hasHeader: boolean;
  /** The row that holds the column names; 0 when there is none. */
  headerRow: number;
  headers: string[];
  /** What each column becomes unless somebody says otherwise. */
  targets: ColumnTarget[];
  /** Column names were found below other rows, which are left out. */
  skippedAbove: number;
};

/** Whether a text reads as a phone number that can receive SMS. */
export type PhoneTest = (text: string) => boolean;

/** A title or two may stand above the column names. */
const HEADER_WITHIN = 10;
const LOOK_AT = 200;

/**
 * Finds the column names and what the columns hold, from names in three languages and from the
 * cells themselves. `hasHeader` overrides the guess about the first row. `width`: columns of the
 * widest row where known.
 */
export function guessTable(
  rows: readonly SourceRow[],
  isPhone: PhoneTest,
  options: { hasHeader?: boolean | undefined; width: number | null },
): TableGuess {
  const filled = rows.filter((row) => !isBlankRow(row));
  const at = options.hasHeader === false ? -1 : findHeader(filled, isPhone, options.hasHeader);
  const header = at >= 0 ? filled[at] : undefined;
  const body = filled.slice(at + 1, at + 1 + LOOK_AT);
  const widest = Math.max(0, ...body.map((row) => row.cells.length));
  const width = header
    ? Math.max(trimmedLength(header.cells), options.width ?? 0)
    : Math.max(widest, options.width ?? 0);
  const headers = Array.from({ length: width }, (_, i) => (header?.cells[i] ?? '').trim());
  return {
    hasHeader: header !== undefined,
    headerRow: header?.number ?? 0,
    headers: headers.map((text, i) => (text === '' ? `Column ${i + 1}` : text)),
    targets: guessTargets(headers, body, isPhone),
    skippedAbove: Math.max(0, at),
  };
}

function trimmedLength(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** Where the header is among the filled rows; -1 when the first row is a contact already. */
function findHeader(
  filled: readonly SourceRow[],
  isPhone: PhoneTest,
  forced: boolean | undefined,
): number {
  const first = filled[0];
  if (!first) return -1;
  const limit = Math.min(HEADER_WITHIN, filled.length);
  for (let i = 0; i < limit; i++) {
    const cells = filled[i]?.cells ?? [];
    if (cells.some((cell) => isPhone(cell.trim()))) break;
    // A title such as "Phone list" alone in its row is not a row of names.
    const names = cells.filter((cell) => cell.trim() !== '').length;
    if (cells.some((cell) => phoneHeaderScore(cell) > 0) && (names > 1 || i === 0)) return i;
  }
  if (forced === true) return 0;
  if (first.cells.some((cell) => isPhone(cell.trim()))) return -1;
  // A refused number in the first row is still no column name.
  return first.cells.some((cell) => cell.replace(/\D/g, '').length >= 7) ? -1 : 0;
}

function guessTargets(
  headers: readonly string[],
  body: readonly SourceRow[],
  isPhone: PhoneTest,
): ColumnTarget[] {
  const columns = headers.map((_, i) =>
    body.map((row) => (row.cells[i] ?? '').trim()).filter((cell) => cell !== ''),
  );
  const phone = best(headers, (header, i) => {
    const cells = columns[i] ?? [];
    const share = cells.length === 0 ? 0 : cells.filter(isPhone).length / cells.length;
    const named = phoneHeaderScore(header);
    if (named < 0) return 0;
    return named > 0 ? named + share * 4 : share >= 0.5 ? share * 2 : 0;
  });
  const anyHeader = headers.some((header) => header !== '');
  const name = best(headers, (header, i) => {
    if (i === phone) return 0;
    return anyHeader ? nameHeaderScore(header) : nameContentScore(columns[i] ?? []);
  });
  const rest = headers.map((_, i) => i).filter((i) => i !== phone && i !== name);
  // Reserved, so that a second column called "name" does not take the place of the name itself.
  const named = ['phone', 'name', ...rest.map((i) => headers[i] ?? '')];
  const keys = canonicalFieldKeys(named).slice(2);
  return headers.map((header, i) => {
    if (i === phone) return 'phone';
    if (i === name) return 'name';
    if (isOwnColumn(header)) return 'ignore';
    // A column without a name is called by its place in the file.
    const key = header === '' ? undefined : keys[rest.indexOf(i)];
    return { field: key ?? `column_${i + 1}` };
  });
}

function best(headers: readonly string[], score: (header: string, index: number) => number) {
  let found = -1;
  let highest = 0;
  headers.forEach((header, index) => {
    const value = score(header, index);
    if (value > highest) {
      highest = value;
      found = index;
    }
  });
  return found;
}

/** Without column names: texts of letters with a blank or in Chinese are names. */
function nameContentScore(cells: readonly string[]): number {
  if (cells.length === 0) return 0;
  const like = cells.filter((cell) => /^[\p{L}\p{M}][\p{L}\p{M}\s.'’@/-]{1,80}$/u.test(cell));
  return like.length / cells.length >= 0.7 ? like.length / cells.length : 0;
}
