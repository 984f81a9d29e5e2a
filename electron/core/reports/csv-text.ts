/** What spreadsheets open without guessing: a byte order mark says UTF-8. */
export const CSV_START = '\uFEFF';

/**
 * One CSV cell (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in
 * front (OWASP "CSV injection"): `= + - @`, tab, carriage return, and their full-width forms.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value;
  return /["\r\n,;\t]|^\s|\s$/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One CSV line with its line end. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
