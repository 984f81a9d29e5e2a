import type { WriteStream } from 'node:fs';

/** The most characters Excel accepts in a cell. */
const MAX_CELL = 32_767;

/**
 * Streams rows into an .xlsx workbook of one sheet and ends the stream. Every text is written as text: leading zeros
 * and long digits stay, and nothing is ever a formula. Answers the number of rows.
 */
export async function writeXlsxRows(
  options: { columns: readonly { header: string }[] },
  stream: WriteStream,
  batches: AsyncIterable<readonly (readonly (string | number | null)[])[]>,
): Promise<number> {
  // Two megabytes of program that only an export needs.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useSharedStrings: false,
    useStyles: false,
  });
  const sheet = workbook.addWorksheet('Siar', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = options.columns.map((column) => ({
    width: Math.min(40, Math.max(14, column.header.length + 2)),
  }));
  sheet.addRow(options.columns.map((column) => toText(column.header))).commit();
  let rows = 0;
  for await (const batch of batches) {
    for (const cells of batch) sheet.addRow(cells.map(toValue)).commit();
    rows += batch.length;
  }
  sheet.commit();
  await workbook.commit();
  return rows;
}

function toValue(cell: string | number | null): string | number | null {
  return typeof cell === 'string' ? toText(cell) : cell;
}

/** What XML cannot hold is dropped; what Excel cannot hold is cut. */
function toText(text: string): string {
  return text.length > MAX_CELL ? text.slice(0, MAX_CELL) : text;
}
