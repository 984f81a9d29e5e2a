import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvCell } from '#core/reports/csv-text.ts';
import { writeTable, type TableColumn, type TableRow } from '#core/reports/write-table.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siar-table-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const columns: TableColumn[] = [
  { key: 'to', header: 'to', kind: 'text' },
  { key: 'text', header: 'text', kind: 'text' },
  { key: 'parts', header: 'parts', kind: 'number' },
];
const rows: TableRow[] = [
  { to: '60123456789', text: 'RM0.00 Hai 陈小明, "apa khabar"?', parts: 2 },
  { to: '0012345678901234567890', text: 'two\nlines 😀', parts: '3' },
  { to: '1', text: null, parts: null },
  { to: '2', text: '  blanks around ', parts: -1 },
];

describe('csv', () => {
  it('comes back from a parser as it went in', async () => {
    const path = join(folder, 'a.csv');
    expect(await writeTable({ format: 'csv', path, columns, rows })).toEqual({ rows: 4 });
    const text = await readFile(path, 'utf8');
    expect(text.startsWith('\uFEFFto,text,parts\r\n')).toBe(true);
    expect(Papa.parse(text.slice(1).trimEnd(), { newline: '\r\n' }).data).toEqual([
      ['to', 'text', 'parts'],
      ['60123456789', 'RM0.00 Hai 陈小明, "apa khabar"?', '2'],
      ['0012345678901234567890', 'two\nlines 😀', '3'],
      ['1', '', ''],
      ['2', '  blanks around ', '-1'],
    ]);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+60', "'+60"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=b', 'a=b'],
  ])('makes %j harmless', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('leaves numbers alone', () => {
    expect(csvCell(-5)).toBe('-5');
    expect(csvCell(null)).toBe('');
  });
});

describe('xlsx', () => {
  it('keeps text as text and numbers as numbers, and holds no formula', async () => {
    const path = join(folder, 'a.xlsx');
    const formula = { to: '=1+1', text: '+cmd|x', parts: 1 };
    await writeTable({ format: 'xlsx', path, columns, rows: [...rows, formula] });
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const sheet = book.worksheets[0]!;
    const read = sheet.getSheetValues().slice(1);
    expect(read).toEqual([
      [undefined, 'to', 'text', 'parts'],
      [undefined, '60123456789', 'RM0.00 Hai 陈小明, "apa khabar"?', 2],
      [undefined, '0012345678901234567890', 'two\nlines 😀', 3],
      [undefined, '1'],
      [undefined, '2', '  blanks around ', -1],
      [undefined, '=1+1', '+cmd|x', 1],
    ]);
    sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeFalsy()));
  });

  it('drops what XML cannot hold and cuts what Excel cannot hold', async () => {
    const path = join(folder, 'a.xlsx');
    const text = `a\u0000b\u000Bc ${'x'.repeat(40_000)}`;
    await writeTable({ format: 'xlsx', path, columns, rows: [{ to: '1', text, parts: 1 }] });
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(path);
    const cell = book.worksheets[0]!.getCell('B2').text;
    expect(cell.startsWith('abc xxx')).toBe(true);
    expect(cell.length).toBeLessThanOrEqual(32_767);
  });
});

describe('whole or not at all', () => {
  async function* endless(): AsyncGenerator<TableRow> {
    for (let i = 0; ; i++) yield { to: String(i), text: 'x'.repeat(100), parts: 1 };
  }

  it.each(['csv', 'xlsx'] as const)(
    'leaves nothing behind when %s is cancelled',
    async (format) => {
      const abort = new AbortController();
      const path = join(folder, `a.${format}`);
      const onProgress = (done: number) => {
        if (done >= 6000) abort.abort();
      };
      const writing = writeTable({
        format,
        path,
        columns,
        rows: endless(),
        signal: abort.signal,
        onProgress,
      });
      await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each(['csv', 'xlsx'] as const)(
    'leaves nothing behind when a row of %s fails',
    async (format) => {
      const path = join(folder, `a.${format}`);
      const failing = function* () {
        yield rows[0]!;
        throw new Error('no more');
      };
      await expect(writeTable({ format, path, columns, rows: failing() })).rejects.toThrow(
        'no more',
      );
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each(['csv', 'xlsx'] as const)('says when the %s place cannot be written', async (format) => {
    const path = join(folder, 'no', 'such', `a.${format}`);
    await expect(writeTable({ format, path, columns, rows })).rejects.toMatchObject({
      code: 'cannot-write',
      message: expect.stringContaining('ENOENT'),
    });
  });

  it('keeps the former file until the new one is whole', async () => {
    const path = join(folder, 'a.csv');
    await writeTable({ format: 'csv', path, columns, rows });
    const before = await readFile(path, 'utf8');
    const failing = function* () {
      yield rows[0]!;
      throw new Error('no more');
    };
    await expect(writeTable({ format: 'csv', path, columns, rows: failing() })).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['a.csv']);
  });
});
