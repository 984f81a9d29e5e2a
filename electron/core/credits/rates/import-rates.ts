import { getCountries } from 'libphonenumber-js/max';
import { invalid } from '#shared/contract/errors.ts';
import type { RowError } from '#shared/contract/imports.ts';
import type { RateImportResult } from '#shared/contract/rates.ts';
import { OTHER_COUNTRIES, type RateRow } from '#shared/credits/rates.ts';
import { readRate } from '#shared/credits/read-rate.ts';
import { canonicalFieldKey } from '#shared/template/field-key.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { openSource } from '#core/contacts/import/open-table.ts';
import { emptyFile } from '#core/contacts/import/refusals.ts';
import { isBlankRow, type SourceRow } from '#core/contacts/import/row-source.ts';
import type { WorkbookReader } from '#core/contacts/import/workbook-reader.ts';
import { getRate, putRate } from '#core/credits/rates/queries.ts';
import { transaction } from '#core/store/statement.ts';

/** There are some 250 countries; more lines than this are not a rate table. */
const MAX_ROWS = 20_000;

const HEADERS = {
  country:
    /^(?:country|country_code|iso|iso_code|negara|kod_negara|destination|destinasi|国家|國家|国家代码)$/,
  name: /^(?:country_name|nama_negara|国家名称|國家名稱)$/,
  prefix: /^(?:prefix|prefixes|awalan|dial_code|calling_code|前缀|前綴|号段)$/,
  rate: /^(?:credits_per_part|credits|credit|rate|price|kredit|kredit_sebahagian|kadar|harga|积分|每条积分|费率|價格|价格)$/,
  confirmed: /^(?:confirmed|disahkan|已确认|已確認)$/,
} as const;

type Column = keyof typeof HEADERS;
type Columns = Partial<Record<Column, number>>;

const YES = /^(?:yes|y|true|1|ya|是|已确认|confirmed)$/i;
const NO = /^(?:no|n|false|0|tidak|否|未确认)$/i;

/**
 * Reads a table of rates into a gateway's, all good rows in one transaction; a refused row is
 * reported with its number and changes nothing. `dryRun` only says what would happen.
 */
export async function importRates(
  { db, clock, files }: Pick<CoreDeps, 'db' | 'clock' | 'files'>,
  reader: WorkbookReader,
  input: { gatewayId: number; fileId: string; dryRun: boolean },
): Promise<RateImportResult> {
  const file = files.get(input.fileId);
  const rows = await readRows(reader, file);
  const header = rows.find((row) => !isBlankRow(row));
  if (!header) throw emptyFile(file.name);
  const columns = findColumns(header, file.name);
  const result: RateImportResult = {
    rows: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    errors: [],
    dryRun: input.dryRun,
  };
  const work = () => {
    for (const row of rows) {
      if (row.number <= header.number || isBlankRow(row)) continue;
      result.rows += 1;
      const read = readLine(row, columns, header);
      if ('error' in read) {
        result.rejected += 1;
        result.errors.push(read.error);
        continue;
      }
      const known = getRate(db, { gatewayId: input.gatewayId, ...read.row });
      result[fateOf(known, read.row)] += 1;
      if (!input.dryRun) putRate(db, input.gatewayId, read.row, clock.now());
    }
  };
  if (input.dryRun) work();
  else transaction(db, work);
  return result;
}

async function readRows(reader: WorkbookReader, file: Parameters<typeof openSource>[1]) {
  const source = await openSource(reader, file, undefined);
  const rows: SourceRow[] = [];
  for await (const batch of source.batches()) {
    rows.push(...batch.rows);
    if (rows.length > MAX_ROWS) {
      throw invalid(
        'too-many-rows',
        `${file.name} has more than ${MAX_ROWS.toLocaleString('en')} rows, which no rate table has. Nothing was changed; choose the file with the rates.`,
        { name: file.name, most: MAX_ROWS, case: 'rates' },
      );
    }
  }
  return rows;
}

function findColumns(header: SourceRow, fileName: string): Columns {
  const columns: Columns = {};
  for (const [index, cell] of header.cells.entries()) {
    const key = canonicalFieldKey(cell);
    for (const name of Object.keys(HEADERS) as Column[]) {
      if (columns[name] === undefined && HEADERS[name].test(key)) columns[name] = index;
    }
  }
  if ((columns.country ?? columns.name) === undefined || columns.rate === undefined) {
    throw invalid(
      'no-rate-columns',
      `${fileName} has no columns “country” and “credits per part”. Nothing was changed. Export the rates to get a file with the right columns, change it, and import that.`,
      { name: fileName, found: header.cells },
    );
  }
  return columns;
}

function readLine(
  row: SourceRow,
  columns: Columns,
  header: SourceRow,
): { row: RateRow } | { error: RowError } {
  const cell = (column: Column) => (row.cells[columns[column] ?? -1] ?? '').trim();
  const refuse = (column: Column, code: string, message: string) => ({
    error: {
      row: row.number,
      column: header.cells[columns[column] ?? -1]?.trim() ?? column,
      value: cell(column),
      code,
      message,
    },
  });
  if (row.damaged) {
    return refuse('country', 'damaged-row', 'The quotation marks of this row do not pair up.');
  }
  const place = columns.country === undefined ? 'name' : 'country';
  const written = cell('rate').replace(',', '.');
  const rate = written === '' ? null : Number(written);
  const confirmed = cell('confirmed');
  if (confirmed !== '' && !YES.test(confirmed) && !NO.test(confirmed)) {
    return refuse('confirmed', 'bad-answer', `“${confirmed}” is neither yes nor no.`);
  }
  const read = readRate({
    country: countryOf(cell(place)),
    prefix: cell('prefix'),
    rate,
    confirmed: confirmed === '' ? rate !== null : YES.test(confirmed),
  });
  if (read.ok) return { row: read.row };
  const { field, code, message } = read.problem;
  return refuse(field === 'country' ? place : field, code, message);
}

let names: Map<string, string> | undefined;

/** A country's code, found by its name in English, Malay or Chinese too. */
function countryOf(text: string): string {
  if (text.length <= 2) return text;
  if (!names) {
    names = new Map([
      ['others', OTHER_COUNTRIES],
      ['other countries', OTHER_COUNTRIES],
    ]);
    for (const language of ['en', 'ms', 'zh-Hans', 'zh-Hant']) {
      const shown = new Intl.DisplayNames(language, { type: 'region' });
      for (const code of getCountries()) {
        names.set((shown.of(code) ?? code).toLowerCase(), code);
      }
    }
  }
  return names.get(text.toLowerCase()) ?? text;
}

function fateOf(known: RateRow | undefined, row: RateRow): 'added' | 'changed' | 'unchanged' {
  if (!known) return 'added';
  const same = known.hundredths === row.hundredths && known.confirmed === row.confirmed;
  return same ? 'unchanged' : 'changed';
}
