import { createHash } from 'node:crypto';
import { safeCell } from '#core/reports/csv-text.ts';

/** The form of receipt written here; `resources/docs/receipt.md` says byte for byte what it means. */
export const RECEIPT_FORM = 'siar-receipt-1';

/** The columns, in the order in which they are hashed. `hash` is last and is not hashed itself. */
export const RECEIPT_COLUMNS = [
  'kind',
  'row',
  'to',
  'name',
  'text',
  'encoding',
  'parts',
  'predicted',
  'charged',
  'state',
  'code',
  'reason',
  'gateway id',
  'queued at',
  'sent at',
  'final at',
  'attempts',
  'hash',
] as const;

/** A column of a receipt. */
export type ReceiptColumn = (typeof RECEIPT_COLUMNS)[number];

/** The hashed cells of one line, in column order, as they stand in the file once unquoted. */
export type ReceiptCells = readonly string[];

const HASHED = RECEIPT_COLUMNS.length - 1;

/**
 * Makes a line's cells from its values; absent ones are empty. A text that a spreadsheet would take for
 * a formula gets the apostrophe that stands in the file: what is hashed is what is written.
 */
export function toCells(
  values: Partial<Record<Exclude<ReceiptColumn, 'hash'>, string | number | null>>,
): string[] {
  return RECEIPT_COLUMNS.slice(0, HASHED).map((column) => {
    const value = column === 'hash' ? null : (values[column] ?? null);
    return value === null ? '' : safeCell(value);
  });
}

/** The bytes of a line: each cell as a netstring (length in bytes, colon, bytes, comma). */
export function encodeCells(cells: ReceiptCells): Buffer {
  return Buffer.concat(
    cells.map((cell) => {
      const bytes = Buffer.from(cell, 'utf8');
      return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')]);
    }),
  );
}

/** A running chain of hashes: each line's covers the one before. */
export class Chain {
  private last = createHash('sha256').update(`${RECEIPT_FORM}\n`).digest();

  /** The hash of the next line, as lower-case hex. */
  add(cells: ReceiptCells): string {
    this.last = createHash('sha256').update(this.last).update(encodeCells(cells)).digest();
    return this.last.toString('hex');
  }
}
