import { invalid } from '#shared/contract/errors.ts';
import type { ShelvedFile } from '#core/files/file-shelf.ts';
import { guessTable, type TableGuess } from '#core/contacts/import/guess-columns.ts';
import type { PhoneReader } from '#core/contacts/import/read-row.ts';
import { emptyFile, headerOnly, unknownSheet } from '#core/contacts/import/refusals.ts';
import { isBlankRow, type RowSource, type SourceRow } from '#core/contacts/import/row-source.ts';
import { openSheetSource } from '#core/contacts/import/sheet-source.ts';
import { sniffFile } from '#core/contacts/import/sniff-file.ts';
import { openTextSource } from '#core/contacts/import/text-source.ts';
import type { WorkbookReader } from '#core/contacts/import/workbook-reader.ts';

/** A file ready to import: its rows, and what its first rows say. */
export type OpenTable = {
  source: RowSource;
  head: readonly SourceRow[];
  guess: TableGuess;
  /** Rows with something in them besides the header; exact when the head is all there is. */
  rowEstimate: number;
};

/** Enough rows to judge columns by. */
const HEAD_ROWS = 1000;
const MAX_COLUMNS = 500;

/** Opens a file of any kind Siar reads, or refuses it with a sentence. Reads its first rows. */
export async function openTable(
  reader: WorkbookReader,
  file: ShelvedFile,
  options: { sheet?: string | undefined; hasHeader?: boolean | undefined },
  readPhone: PhoneReader,
): Promise<OpenTable> {
  const source = await openSource(reader, file, options.sheet);
  const { head, done, ended } = await readHead(source);
  const filled = head.filter((row) => !isBlankRow(row));
  if (filled.length === 0) throw emptyFile(file.name);
  const guess = guessTable(head, (text) => readPhone(text).ok, {
    hasHeader: options.hasHeader,
    width: source.width,
  });
  if (guess.headers.length > MAX_COLUMNS) {
    throw invalid(
      'too-many-columns',
      `${file.name} has ${guess.headers.length} columns, more than a contact list needs (${MAX_COLUMNS}). Nothing was imported. Keep only the columns you need.`,
      { name: file.name, columns: guess.headers.length, most: MAX_COLUMNS },
    );
  }
  const body = filled.filter((row) => row.number > guess.headerRow);
  if (body.length === 0 && ended) throw headerOnly(file.name);
  return { source, head, guess, rowEstimate: estimate(source, guess, body.length, done, ended) };
}

/** The rows of a file of any kind Siar reads. Throws what `openTable` throws about unreadable files. */
export async function openSource(
  reader: WorkbookReader,
  file: ShelvedFile,
  sheet: string | undefined,
): Promise<RowSource> {
  const nature = await sniffFile(file);
  if (nature.kind === 'xlsx') return openSheetSource(reader, file, sheet);
  if (sheet !== undefined) throw unknownSheet(file.name, sheet, []);
  return openTextSource(file, nature.encoding);
}

async function readHead(source: RowSource) {
  const head: SourceRow[] = [];
  let done = 0;
  let filled = 0;
  for await (const batch of source.batches()) {
    for (const row of batch.rows) head.push(row);
    filled += batch.rows.filter((row) => !isBlankRow(row)).length;
    done = batch.done;
    if (filled >= HEAD_ROWS && done < source.total) return { head, done, ended: false };
  }
  return { head, done, ended: true };
}

function estimate(
  source: RowSource,
  guess: TableGuess,
  body: number,
  done: number,
  ended: boolean,
): number {
  if (ended) return body;
  if (source.format === 'xlsx')
    return source.total - (guess.hasHeader ? 1 + guess.skippedAbove : 0);
  return Math.round((body * source.total) / Math.max(1, done));
}
