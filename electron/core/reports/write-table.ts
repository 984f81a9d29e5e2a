import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { failed } from '#shared/contract/errors.ts';
import { isDiskFull } from '#core/rpc/errors.ts';
import { CSV_START, csvLine } from '#core/reports/csv-text.ts';
import { writeXlsxRows } from '#core/reports/write-xlsx.ts';

/** A column: `number` cells are numbers in a spreadsheet, `text` cells keep zeros and long digits. */
export type TableColumn = { key: string; header: string; kind: 'text' | 'number' };

/** A row by column key; what is absent is an empty cell. */
export type TableRow = Record<string, string | number | null>;

/** What to write and where. `onProgress` is told the rows done so far. */
export type TableOptions = {
  format: 'csv' | 'xlsx';
  path: string;
  columns: readonly TableColumn[];
  rows: Iterable<TableRow> | AsyncIterable<TableRow>;
  signal?: AbortSignal | undefined;
  onProgress?: ((rows: number) => void) | undefined;
};

/** Cells of a row in column order, numbers as numbers and the rest as text. */
type TableCells = (string | number | null)[];

/** Rows between two breaths: other calls get their turn, and a cancel is noticed. */
const YIELD_EVERY = 2000;

/**
 * Writes a table as .csv (UTF-8 with byte order mark, CRLF, formula-safe) or .xlsx (no formula ever).
 * The file appears whole or not at all: it is written beside its place and renamed at the end.
 * Throws SiarError `disk-full`, `cannot-write`, or `cancelled` when the signal fired.
 */
export async function writeTable(options: TableOptions): Promise<{ rows: number }> {
  const temporary = `${options.path}.part-${randomBytes(4).toString('hex')}`;
  const stream = createWriteStream(temporary, { highWaterMark: 256 * 1024 });
  const closed = new Promise<void>((resolve) => {
    stream.once('close', () => resolve());
  });
  const broken = new Promise<never>((_resolve, reject) => {
    stream.on('error', reject);
  });
  try {
    const cells = cellsOf(options, stream);
    const writing =
      options.format === 'csv'
        ? writeCsvRows(options, stream, cells)
        : writeXlsxRows(options, stream, cells);
    const rows = await Promise.race([broken, writing]);
    await Promise.race([broken, closed]);
    await rename(temporary, options.path);
    return { rows };
  } catch (error) {
    stream.destroy();
    await closed;
    await rm(temporary, { force: true });
    throw explainWriteError(error, options.path);
  }
}

async function* cellsOf(options: TableOptions, stream: WriteStream): AsyncGenerator<TableCells[]> {
  let batch: TableCells[] = [];
  let rows = 0;
  for await (const row of options.rows) {
    batch.push(options.columns.map((column) => toCell(row[column.key], column.kind)));
    if (batch.length < YIELD_EVERY) continue;
    yield batch;
    rows += batch.length;
    batch = [];
    options.onProgress?.(rows);
    await setImmediate();
    // A stream that broke has no use for more rows.
    if (options.signal?.aborted || stream.destroyed) throw cancelled();
  }
  if (options.signal?.aborted) throw cancelled();
  yield batch;
  options.onProgress?.(rows + batch.length);
}

function toCell(value: string | number | null | undefined, kind: TableColumn['kind']) {
  if (value === null || value === undefined) return null;
  if (kind === 'text') return String(value);
  if (typeof value === 'number') return value;
  const number = Number(value);
  return value.trim() !== '' && Number.isFinite(number) ? number : value;
}

async function writeCsvRows(
  options: TableOptions,
  stream: WriteStream,
  batches: AsyncIterable<TableCells[]>,
): Promise<number> {
  let rows = 0;
  stream.write(CSV_START + csvLine(options.columns.map((column) => column.header)));
  for await (const batch of batches) {
    rows += batch.length;
    if (!stream.write(batch.map(csvLine).join(''))) await once(stream, 'drain');
  }
  stream.end();
  return rows;
}

function cancelled() {
  return failed('cancelled', 'The export was cancelled. No file was written.');
}

/** Says in a sentence why a file could not be written. SiarErrors pass. */
export function explainWriteError(error: unknown, path: string): unknown {
  if (isDiskFull(error)) {
    return failed(
      'disk-full',
      `There is no space left for ${path}, so it was not written. Nothing else was changed. Free some space, then export again.`,
      { path, case: 'export' },
    );
  }
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return failed(
      'cannot-write',
      `The file ${path} could not be written (${String(error.code)}). Nothing else was changed. Check the folder, or close the program that has it open.`,
      { path },
    );
  }
  return error;
}
