import { describe, expect, it } from 'vitest';
import { type ImportResult } from '#shared/contract/imports.ts';
import { openImports } from '#core/contacts/import/test-support.ts';

const sums = ({ rows, imported, updated, duplicates, rejected }: ImportResult) => {
  expect(rows).toBe(imported + updated + duplicates + rejected);
  return { rows, imported, updated, duplicates, rejected };
};

describe('what is kept', () => {
  it('keeps every column: number, name, the rest as fields in lower snake case', async () => {
    const { result, people } = await openImports();
    const csv =
      'Nama Penuh,No. Telefon,Tarikh Lahir,Baki (RM),,Nama Penuh\r\n' +
      '"Tan, Ah ""Meng""",012-345 6789,1990-01-02,0012.50,x,second\r\n' +
      "O'Brien,+60198765432, keep inner  blanks ,,,\r\n";
    expect(sums(await result('a.csv', csv))).toEqual({
      rows: 2,
      imported: 2,
      updated: 0,
      duplicates: 0,
      rejected: 0,
    });
    expect(await people()).toMatchObject([
      {
        msisdn: '60123456789',
        name: 'Tan, Ah "Meng"',
        fields: {
          tarikh_lahir: '1990-01-02',
          baki_rm: '0012.50',
          column_5: 'x',
          nama_penuh: 'second',
        },
      },
      { msisdn: '60198765432', name: "O'Brien", fields: { tarikh_lahir: 'keep inner  blanks' } },
    ]);
    expect(Object.keys((await people())[1]!.fields)).toEqual(['tarikh_lahir']);
  });

  it('keeps line breaks inside cells and never rewrites Unicode', async () => {
    const { result, people } = await openImports();
    const decomposed = 'Zoe\u0301';
    await result(
      'a.csv',
      `name,phone,address\n${decomposed},0123456789,"1, Jalan A\r\n50000 KL"\n`,
    );
    expect(await people()).toMatchObject([
      { name: decomposed, fields: { address: '1, Jalan A\r\n50000 KL' } },
    ]);
  });

  it('mends what spreadsheets did to numbers and says how often', async () => {
    const { result } = await openImports();
    const csv = 'phone\n123456789\n6.0123456788E10\n+60 12-345 6787\n60123456786\n';
    const { repairs, imported } = await result('a.csv', csv);
    expect(imported).toBe(4);
    expect(repairs).toMatchObject({ 'excel-zero-restored': 1, 'scientific-notation': 1 });
  });

  it.each([
    ['Telefon Bimbit,Nama', '0123456789,Ali'],
    ['H/P,Full Name', '0123456789,Ali'],
    ['手机号码,姓名', '0123456789,Ali'],
    ['電話,名字', '0123456789,Ali'],
    ['Name,Contact No.', 'Ali,0123456789'],
    ['Customer Name,WhatsApp', 'Ali,0123456789'],
    ['No,Nama,No. Tel', '1,Ali,0123456789'],
    ['Home Phone,Mobile Phone,Name', '0312345678,0123456789,Ali'],
    ['IC No,Name,Phone', '900101-14-5678,Ali,0123456789'],
    ['Name,Whatever', 'Ali,0123456789'],
  ])('finds number and name in %s', async (header, line) => {
    const { result, people } = await openImports();
    await result('a.csv', `${header}\n${line}\n`);
    expect(await people()).toMatchObject([{ msisdn: '60123456789', name: 'Ali' }]);
  });

  it('reads a file without column names', async () => {
    const { result, people } = await openImports();
    await result('a.txt', '0123456789\n0123456788\n\n+6512345678x\n');
    expect((await people()).map((row) => row.msisdn)).toEqual(['60123456789', '60123456788']);
    await result('b.csv', 'Siti Aminah,0133456789,KL\nTan Ah Meng,0133456788,JB\n');
    expect((await people()).slice(2)).toMatchObject([
      { name: 'Siti Aminah', fields: { column_3: 'KL' } },
      { name: 'Tan Ah Meng', fields: { column_3: 'JB' } },
    ]);
  });

  it('finds column names below a title and keeps the file’s own row numbers', async () => {
    const { result, people } = await openImports();
    const csv =
      'Senarai Pelanggan 2026,,\n,,\nNama,Telefon,Kawasan\nAli,bad,KL\nAbu,0123456789,JB\n';
    const { errors, rows } = await result('a.csv', csv);
    expect(rows).toBe(2);
    expect(errors).toMatchObject([
      { row: 4, column: 'Telefon', value: 'bad', code: 'not-a-number' },
    ]);
    expect(await people()).toMatchObject([{ fields: { kawasan: 'JB' } }]);
  });

  it('maps columns by header from the command line', async () => {
    const { result, people } = await openImports();
    const csv = 'Name,Phone,Second,Kod\nAli,0123456789,0133456789,7\n';
    await result('a.csv', csv, { columnsByHeader: { phone: 'second', Tier: 'Kod' } });
    expect(await people()).toMatchObject([
      { msisdn: '60133456789', name: 'Ali', fields: { tier: '7', phone_2: '0123456789' } },
    ]);
  });

  it('maps columns by index, and leaves out what is to be left out', async () => {
    const { result, people } = await openImports();
    const csv = 'A,B,C\nAli,0123456789,secret\n';
    const columns = { 0: 'name', 2: 'ignore' } as const;
    await result('a.csv', csv, { columns });
    expect(await people()).toMatchObject([{ name: 'Ali', fields: {} }]);
  });

  it('takes another country for numbers without a country code', async () => {
    const { result, people } = await openImports();
    await result('a.csv', 'phone\n91234567\n', { country: 'SG' });
    expect(await people()).toMatchObject([{ msisdn: '6591234567', country: 'SG' }]);
  });
});

describe('duplicates', () => {
  const first = 'name,phone,city\nAli,0123456789,KL\nAbu,0123456788,JB\n';

  it('imports nothing new the second time, but fills the new list', async () => {
    const { core, result } = await openImports();
    await result('a.csv', first);
    const again = await result('a.csv', first, { listName: 'Other' });
    expect(sums(again)).toMatchObject({ imported: 0, duplicates: 2, updated: 0 });
    expect(again.listTotal).toBe(2);
    expect((await core.client.lists.all()).map((list) => [list.name, list.contacts])).toEqual([
      ['L', 2],
      ['Other', 2],
    ]);
  });

  it('lets the first row win with skip and the last with update', async () => {
    const { result, people } = await openImports();
    const twice = 'name,phone,city\nOne,0123456789,KL\nTwo,+60123456789,JB\n';
    expect(sums(await result('a.csv', twice))).toMatchObject({ imported: 1, duplicates: 1 });
    expect(await people()).toMatchObject([{ name: 'One', fields: { city: 'KL' } }]);
    const updated = await result('a.csv', twice, { onDuplicate: 'update' });
    expect(sums(updated)).toMatchObject({ imported: 0, updated: 1, duplicates: 1 });
    expect(await people()).toMatchObject([{ name: 'Two', fields: { city: 'JB' } }]);
  });

  it('never erases a value by a blank cell', async () => {
    const { result, people } = await openImports();
    await result('a.csv', first);
    await result('b.csv', 'name,phone,city,tier\n,0123456789,,gold\n', { onDuplicate: 'update' });
    expect((await people())[0]).toMatchObject({
      name: 'Ali',
      fields: { city: 'KL', tier: 'gold' },
    });
  });

  it('changes nothing in a dry run and counts the same', async () => {
    const { core, result, people } = await openImports();
    await result('a.csv', 'phone\n0123456789\n');
    const csv = 'phone\n0123456789\n0123456788\n0123456788\nbad\n';
    const options = { listName: 'New', onDuplicate: 'update' } as const;
    const dry = await result('b.csv', csv, { ...options, dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, listId: null, listTotal: 0 });
    expect((await people()).length).toBe(1);
    expect((await core.client.lists.all()).map((list) => list.name)).toEqual(['L']);
    const real = await result('b.csv', csv, options);
    expect(sums(real)).toEqual(sums(dry));
  });
});

describe('looking first', () => {
  it('shows columns, samples and the first rows as they would be', async () => {
    const { core, people } = await openImports();
    const fileId = await core.file('a.csv', 'Nama,Tel,Kod\nAli,123456789,1\nAbu,bad,2\n');
    const seen = await core.client.imports.inspect({ fileId });
    expect(seen).toMatchObject({ format: 'csv', hasHeader: true, rowEstimate: 2, sheet: null });
    expect(seen.columns).toEqual([
      { index: 0, header: 'Nama', guess: 'name', samples: ['Ali', 'Abu'] },
      { index: 1, header: 'Tel', guess: 'phone', samples: ['123456789', 'bad'] },
      { index: 2, header: 'Kod', guess: { field: 'kod' }, samples: ['1', '2'] },
    ]);
    expect(await core.client.imports.preview({ fileId })).toEqual([
      {
        row: 2,
        msisdn: '60123456789',
        name: 'Ali',
        fields: { kod: '1' },
        repair: 'excel-zero-restored',
        error: null,
      },
      expect.objectContaining({
        row: 3,
        msisdn: null,
        error: expect.objectContaining({ code: 'not-a-number' }),
      }),
    ]);
    expect(await people()).toEqual([]);
  });

  it('estimates the rows of a long file', async () => {
    const { core } = await openImports();
    const lines = Array.from({ length: 40_000 }, (_, i) => `Name ${i},01${20000000 + i}`).join(
      '\n',
    );
    const fileId = await core.file('a.csv', `name,phone\n${lines}\n`);
    const { rowEstimate } = await core.client.imports.inspect({ fileId });
    expect(Math.abs(rowEstimate - 40_000)).toBeLessThan(4000);
  });
});
