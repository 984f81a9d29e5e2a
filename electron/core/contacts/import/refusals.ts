import { invalid } from '#shared/contract/errors.ts';

const UNCHANGED = 'Nothing was imported.';

/** The file holds nothing, or nothing but blanks. */
export function emptyFile(name: string) {
  return invalid(
    'empty-file',
    `${name} is empty. ${UNCHANGED} Check that it was saved, then choose it again.`,
    { name },
  );
}

/** The bytes are no text and no workbook. `what` is what they seem to be, advice included. */
export function binaryFile(name: string, what: string) {
  return invalid(
    'binary-file',
    `${name} is not a table: it seems to be ${what}. ${UNCHANGED} Save the table as .xlsx or .csv and choose that file.`,
    { name, seems: what },
  );
}

/** The workbook cannot be opened. */
export function damagedSpreadsheet(name: string, why: string) {
  return invalid(
    'damaged-spreadsheet',
    `${name} cannot be read as an Excel workbook: ${why}. ${UNCHANGED} Open it in a spreadsheet program, save it again as .xlsx or .csv, and choose that file.`,
    { name, why },
  );
}

/** The workbook would unpack to something absurd. */
export function zipBomb(name: string) {
  return invalid(
    'zip-bomb',
    `${name} would unpack to far more than a contact list can be, as a malicious file does, so it was not opened. ${UNCHANGED} If it is yours, save the sheet as .csv and choose that file.`,
    { name },
  );
}

/** The workbook is larger than this reader takes. */
export function spreadsheetTooLarge(name: string) {
  return invalid(
    'spreadsheet-too-large',
    `${name} is too large for an Excel workbook. ${UNCHANGED} Save the sheet as .csv, which may be of any length, and choose that file.`,
    { name },
  );
}

/** The sheet has more rows than this reader takes. */
export function tooManyRows(name: string, sheet: string, most: number) {
  return invalid(
    'too-many-rows',
    `The sheet "${sheet}" of ${name} has more than ${most.toLocaleString('en')} rows. ${UNCHANGED} Save it as .csv, which may be of any length, and choose that file.`,
    { name, sheet, most, case: 'sheet' },
  );
}

/** The workbook asks for a password. */
export function passwordProtected(name: string) {
  return invalid(
    'password-protected',
    `${name} is protected by a password, so it cannot be read. ${UNCHANGED} Open it in Excel, remove the password (File, Info, Protect Workbook), save it, and choose it again.`,
    { name },
  );
}

/** There is a header row and nothing below it. */
export function headerOnly(name: string) {
  return invalid(
    'header-only',
    `${name} has column names but no rows below them. ${UNCHANGED} Check that the right sheet was saved.`,
    { name },
  );
}

/** No column looks like phone numbers. */
export function noPhoneColumn(headers: readonly string[]) {
  return invalid(
    'no-phone-column',
    `No column looks like phone numbers; the columns are ${quoteAll(headers)}. ${UNCHANGED} Say which one it is: choose it in the wizard, or add --map phone=COLUMN.`,
    { columns: headers },
  );
}

/** The named sheet is not in the workbook. */
export function unknownSheet(name: string, sheet: string, sheets: readonly string[]) {
  return invalid(
    'unknown-sheet',
    sheets.length === 0
      ? `${name} has no sheets, so there is no sheet "${sheet}". ${UNCHANGED} Leave the sheet out.`
      : `${name} has no sheet "${sheet}"; its sheets are ${quoteAll(sheets)}. ${UNCHANGED} Name one of them.`,
    { name, sheet, sheets, case: sheets.length === 0 ? 'none' : 'some' },
  );
}

/** A mapping names a column that is not in the file. */
export function unknownMappedColumn(column: string, headers: readonly string[]) {
  return invalid(
    'unknown-mapped-column',
    `There is no column "${column}"; the columns are ${quoteAll(headers)}. ${UNCHANGED} Correct the mapping.`,
    { column, columns: headers },
  );
}

/** Two columns were mapped to one target. */
export function mappedTwice(target: string) {
  return invalid(
    'mapped-twice',
    `Two columns are mapped to "${target}", and only one can be it. ${UNCHANGED} Correct the mapping.`,
    { target },
  );
}

function quoteAll(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name}"`);
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ');
}

/** The country of numbers without one is not a country. */
export function unknownCountry(code: string) {
  return invalid(
    'unknown-country',
    `${code} is not the code of a country. Nothing was imported; use two letters such as MY, SG or ID.`,
    { country: code },
  );
}
