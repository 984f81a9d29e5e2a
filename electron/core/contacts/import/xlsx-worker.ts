import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import ExcelJS from 'exceljs';
import { cellText } from '#core/contacts/import/cell-text.ts';
import type { ReadSheet, XlsxAnswer, XlsxRequest } from '#core/contacts/import/xlsx-messages.ts';

/**
 * Runs in a thread of its own: parsing a workbook blocks for seconds and may need a gigabyte, and
 * neither may touch the process that sends.
 */
async function readWorkbook(request: XlsxRequest): Promise<XlsxAnswer> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(request.path, {
    // None of these can hold a contact.
    ignoreNodes: ['dataValidations', 'conditionalFormatting', 'drawing', 'picture', 'pageSetup'],
  });
  const sheets: ReadSheet[] = [];
  for (const sheet of workbook.worksheets) {
    if (sheet.rowCount > request.maxRows) {
      return { ok: false, code: 'too-many-rows', sheet: sheet.name };
    }
    const path = `${request.outPrefix}-${sheets.length + 1}`;
    const { rows, width } = await writeSheet(sheet, path);
    sheets.push({ name: sheet.name, rows, width, hidden: sheet.state !== 'visible', path });
  }
  return { ok: true, sheets };
}

async function writeSheet(sheet: ExcelJS.Worksheet, path: string) {
  const out = createWriteStream(path, { mode: 0o600 });
  let rows = 0;
  let width = 0;
  let text = '';
  for (let number = 1; number <= sheet.rowCount; number++) {
    const cells = rowCells(sheet.findRow(number));
    if (cells.length > 0) rows += 1;
    width = Math.max(width, cells.length);
    // Readers of lines take these two for line ends.
    const json = JSON.stringify(cells)
      .replaceAll('\u2028', '\\u2028')
      .replaceAll('\u2029', '\\u2029');
    text += `${json}\n`;
    if (text.length < 64 * 1024) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'close');
  return { rows, width };
}

/** The texts of a row up to its last cell that is not blank. */
function rowCells(row: ExcelJS.Row | undefined): string[] {
  const cells: string[] = [];
  row?.eachCell({ includeEmpty: false }, (cell, column) => {
    // Of merged cells only the first one has the value.
    const text = cell.isMerged && cell.master !== cell ? '' : cellText(cell.value, cell.numFmt);
    if (text.trim() === '') return;
    while (cells.length < column - 1) cells.push('');
    cells.push(text);
  });
  return cells;
}

function isRequest(data: unknown): data is XlsxRequest {
  return typeof data === 'object' && data !== null && 'path' in data && 'outPrefix' in data;
}

async function main(): Promise<void> {
  if (!isRequest(workerData)) return;
  let answer: XlsxAnswer;
  try {
    answer = await readWorkbook(workerData);
  } catch (error) {
    answer = { ok: false, code: 'damaged', detail: String(error) };
  }
  parentPort?.postMessage(answer);
}

await main();
