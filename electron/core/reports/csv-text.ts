/** What spreadsheets open without guessing: a byte order mark says UTF-8. */
export const CSV_START = '\uFEFF';

/**
 * A value as text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe
 * in front (OWASP "CSV injection"): `= + - @`, tab, carriage return, and their full-width forms.
 */
export function safeCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return /^[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value;
}

/** One CSV cell (RFC 4180), formula-safe. */
export function csvCell(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : quoteCell(safeCell(value));
}

/** A text that is safe already, with the quotes it needs. */
export function quoteCell(safe: string): string {
  return /["\r\n,;\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One CSV line with its line end. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
