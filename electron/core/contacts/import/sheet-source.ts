import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { ShelvedFile } from '#core/files/file-shelf.ts';
import { emptyFile, unknownSheet } from '#core/contacts/import/refusals.ts';
import type { RowBatch, RowSource, SourceRow } from '#core/contacts/import/row-source.ts';
import type { WorkbookReader } from '#core/contacts/import/workbook-reader.ts';

const BATCH = 1000;
const cellsSchema = z.array(z.string());

/** Opens one sheet of a workbook: the named one, or the first visible one that is not empty. */
export async function openSheetSource(
  reader: WorkbookReader,
  file: ShelvedFile,
  sheetName: string | undefined,
): Promise<RowSource> {
  const sheets = await reader.sheetsOf(file);
  const usual =
    sheets.find((sheet) => !sheet.hidden && sheet.rows > 0) ?? sheets.find(({ rows }) => rows > 0);
  const chosen = sheetName === undefined ? usual : sheets.find(({ name }) => name === sheetName);
  if (!chosen) {
    if (sheetName === undefined) throw emptyFile(file.name);
    throw unknownSheet(
      file.name,
      sheetName,
      sheets.map(({ name }) => name),
    );
  }
  if (chosen.rows === 0) throw emptyFile(`The sheet "${chosen.name}" of ${file.name}`);
  const others = sheets.filter((sheet) => sheet !== chosen && sheet.rows > 0);
  return {
    format: 'xlsx',
    encoding: 'utf-8',
    delimiter: null,
    sheets: sheets.map(({ name, rows }) => ({ name, rows })),
    sheet: chosen.name,
    total: chosen.rows,
    width: chosen.width,
    notes:
      others.length > 0 && sheetName === undefined
        ? [`This workbook has several sheets; "${chosen.name}" is used.`]
        : [],
    batches: () => readLines(chosen.path),
  };
}

async function* readLines(path: string): AsyncGenerator<RowBatch> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let rows: SourceRow[] = [];
  let number = 0;
  let done = 0;
  for await (const line of lines) {
    number += 1;
    const cells = cellsSchema.parse(JSON.parse(line));
    if (cells.length > 0) done += 1;
    rows.push({ number, cells });
    if (rows.length < BATCH) continue;
    yield { rows, done };
    rows = [];
  }
  yield { rows, done };
}
