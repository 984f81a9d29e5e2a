/** One row of a file. */
export type SourceRow = {
  /** The file's own count: the first row is 1, blank rows count. */
  number: number;
  cells: string[];
  /** The row's quotation marks do not pair up, so its cells cannot be trusted. */
  damaged?: boolean;
};

/** Some rows, and how far into the file they reach (bytes for text, rows for workbooks). */
export type RowBatch = { rows: SourceRow[]; done: number };

/** A file opened for reading rows; it may be read many times. */
export type RowSource = {
  format: 'csv' | 'tsv' | 'txt' | 'xlsx';
  encoding: string;
  delimiter: string | null;
  sheets: { name: string; rows: number | null }[];
  sheet: string | null;
  /** The measure of `done` in all. */
  total: number;
  /** Columns in the widest row, where that is known without reading on. */
  width: number | null;
  notes: string[];
  /** Reads from the beginning, a few hundred to a few thousand rows at a time, in flat memory. */
  batches(): AsyncGenerator<RowBatch>;
};

/** Whether a row has nothing in it. */
export function isBlankRow(row: SourceRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}
