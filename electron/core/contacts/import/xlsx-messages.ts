/** What the worker is asked: read the workbook, write each sheet's rows to a file. */
export type XlsxRequest = {
  path: string;
  /** Rows of sheet n go to `<outPrefix>-<n>`: a JSON array of cells per line, blank rows included. */
  outPrefix: string;
  maxRows: number;
};

/** A sheet that was read. */
export type ReadSheet = {
  name: string;
  rows: number;
  width: number;
  hidden: boolean;
  path: string;
};

/** What the worker answers. `damaged` carries the reader's own words for the log. */
export type XlsxAnswer =
  | { ok: true; sheets: ReadSheet[] }
  | { ok: false; code: 'damaged'; detail: string }
  | { ok: false; code: 'too-many-rows'; sheet: string };
