import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { OpenContacts } from '#core/contacts/test-support.ts';
import { openImports } from '#core/contacts/import/test-support.ts';

const sample = (name: string) =>
  fileURLToPath(new URL(`../../../../resources/samples/${name}`, import.meta.url));

/** Puts a workbook on the shelf; answers its id. */
async function workbook(
  core: OpenContacts,
  fill: (book: ExcelJS.Workbook) => void,
): Promise<string> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return core.file('book.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
}

describe('workbooks', () => {
  it('reads every kind of cell as the sheet shows it', async () => {
    const { core, finished, people } = await openImports();
    const fileId = await workbook(core, (book) => {
      const sheet = book.addWorksheet('S');
      sheet.addRow([
        'Phone',
        'Name',
        'Day',
        'Moment',
        'Zip',
        'Big',
        'Tiny',
        'Rm',
        'Yes',
        'Link',
        'Rich',
        'Sum',
        'Bad',
        'Clock',
        'Noise',
        'Blank',
      ]);
      const row = sheet.addRow([
        60123456789,
        { richText: [{ text: '陈' }, { text: '小明', font: { bold: true } }] },
        new Date('1990-01-02T00:00:00Z'),
        new Date('2026-01-31T14:30:00Z'),
        1234,
        60123456789012,
        0.0000001,
        12.5,
        true,
        { text: 'Site', hyperlink: 'https://example.invalid' },
        { richText: [{ text: 'a' }, { text: 'b' }] },
        { formula: '1+1', result: 2 },
        { formula: '1/0', result: { error: '#DIV/0!' } },
        new Date(Date.UTC(1899, 11, 30, 9, 5)),
        0.1 + 0.2,
        '   ',
      ]);
      row.getCell(5).numFmt = '00000';
      row.getCell(8).numFmt = '#,##0.00';
    });
    expect(await finished(fileId)).toMatchObject({ rows: 1, imported: 1, rejected: 0 });
    expect((await people())[0]).toMatchObject({ msisdn: '60123456789', name: '陈小明' });
    expect((await people())[0]!.fields).toEqual({
      day: '1990-01-02',
      moment: '2026-01-31 14:30',
      zip: '01234',
      big: '60123456789012',
      tiny: '0.0000001',
      rm: '12.50',
      yes: 'TRUE',
      link: 'Site',
      rich: 'ab',
      sum: '2',
      clock: '09:05',
      noise: '0.3',
    });
  });

  it('restores numbers that a format alone made look right', async () => {
    const { core, finished, people } = await openImports();
    const fileId = await workbook(core, (book) => {
      const sheet = book.addWorksheet('S');
      sheet.addRow(['Phone']);
      sheet.addRow([123456789]).getCell(1).numFmt = '0000000000';
      sheet.addRow([123456788]).getCell(1).numFmt = '000\\-000\\ 0000';
      sheet.addRow([123456787]);
    });
    const { imported, repairs } = await finished(fileId);
    expect(imported).toBe(3);
    expect(repairs['excel-zero-restored']).toBe(1);
    expect((await people()).map((row) => row.msisdn)).toEqual([
      '60123456789',
      '60123456788',
      '60123456787',
    ]);
  });

  it('uses the first sheet with rows, names them all, and takes another on request', async () => {
    const { core, finished, people } = await openImports();
    const fileId = await workbook(core, (book) => {
      book.addWorksheet('Cover');
      const hidden = book.addWorksheet('Secret', { state: 'hidden' });
      hidden.addRows([['phone'], ['0111111111']]);
      book.addWorksheet('KL').addRows([['phone'], ['0123456781']]);
      book.addWorksheet('JB').addRows([['phone'], ['0123456782'], [], ['0123456783']]);
    });
    const seen = await core.client.imports.inspect({ fileId });
    expect(seen).toMatchObject({ format: 'xlsx', sheet: 'KL', rowEstimate: 1 });
    expect(seen.sheets.map(({ name }) => name)).toEqual(['Cover', 'Secret', 'KL', 'JB']);
    expect(seen.notes[0]).toContain('"KL"');
    expect(await core.client.imports.inspect({ fileId, sheet: 'JB' })).toMatchObject({
      rowEstimate: 2,
    });
    await finished(fileId, { sheet: 'JB' });
    expect((await people()).map((row) => row.msisdn)).toEqual(['60123456782', '60123456783']);
  });

  it('counts rows as the sheet does and reads cells with odd line ends', async () => {
    const { core, finished, people } = await openImports();
    const fileId = await workbook(core, (book) => {
      const sheet = book.addWorksheet('S');
      sheet.getCell('B3').value = 'Telefon';
      sheet.getCell('C3').value = 'Nota';
      sheet.getCell('B6').value = 'bad';
      sheet.getCell('B7').value = '0123456789';
      sheet.getCell('C7').value = 'a\u2028b\nc';
    });
    const { errors } = await finished(fileId);
    expect(errors).toMatchObject([{ row: 6, column: 'Telefon' }]);
    expect((await people())[0]!.fields).toEqual({ nota: 'a\u2028b\nc' });
  });

  it('is recognised by its bytes when it is called .csv', async () => {
    const { core, finished } = await openImports();
    const book = new ExcelJS.Workbook();
    book.addWorksheet('S').addRows([['phone'], ['0123456789']]);
    const fileId = await core.file('x.csv', Buffer.from(await book.xlsx.writeBuffer()));
    expect(await finished(fileId)).toMatchObject({ imported: 1 });
  });

  it('reads a changed file anew', async () => {
    const { core, finished } = await openImports();
    const first = await workbook(core, (book) =>
      book.addWorksheet('S').addRows([['phone'], ['0123456781']]),
    );
    await finished(first);
    const second = await workbook(core, (book) =>
      book.addWorksheet('S').addRows([['phone'], ['0123456782'], ['0123456783']]),
    );
    expect(await finished(second)).toMatchObject({ imported: 2 });
  });
});

describe('samples', () => {
  it('imports every row of the sample workbook, text exact', async () => {
    const { core, finished, people } = await openImports();
    const { id } = await core.files.adopt(sample('siar-sample-contacts.xlsx'));
    const answer = await finished(id);
    expect(answer).toMatchObject({ rows: 40, imported: 40, rejected: 0, duplicates: 0 });
    const rows = await people();
    expect(rows.every((row) => row.confidence === 'valid' && row.country === 'MY')).toBe(true);
    expect(rows.filter((row) => row.msisdn.endsWith('5550003')).length).toBe(1);
    expect(rows[5]).toMatchObject({
      name: 'Tan "Ah Meng" Kok Wai',
      fields: {
        birthday: '1969-12-25',
        branch: 'Melaka',
        balance_rm: '15.20',
        language: 'EN',
        address: 'Lot 7, "Kedai Emas"\nJalan Hang Tuah\n75000 Melaka',
      },
    });
    expect(rows[8]).toMatchObject({ msisdn: '60125550109' });
    expect(await finished(id)).toMatchObject({ imported: 0, duplicates: 40 });
  });

  it('says what is wrong with each row of the messy one', async () => {
    const { core, finished } = await openImports();
    const { id } = await core.files.adopt(sample('siar-sample-messy.csv'));
    const answer = await finished(id);
    expect(answer).toMatchObject({ rows: 12, imported: 5, duplicates: 1, rejected: 6 });
    expect(answer.errors.map(({ row, code }) => [row, code])).toEqual([
      [7, 'scientific-precision-lost'],
      [9, 'not-mobile'],
      [10, 'missing-phone'],
      [11, 'several-numbers'],
      [12, 'too-short'],
      [14, 'not-a-number'],
    ]);
  });
});
