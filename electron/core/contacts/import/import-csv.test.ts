import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importResultSchema, type ImportResult } from '#shared/contract/imports.ts';
import { openContacts, type OpenContacts } from '#core/contacts/test-support.ts';

let core: OpenContacts;
beforeEach(async () => {
  core = await openContacts();
});
afterEach(() => core.close());

type Options = Partial<Parameters<typeof core.client.imports.start>[0]>;

async function run(name: string, content: string | Uint8Array, options: Options = {}) {
  const fileId = await core.file(name, content);
  const job = await core.finish(
    await core.client.imports.start({ fileId, listName: 'L', ...options }),
  );
  return job;
}

async function result(name: string, content: string | Uint8Array, options: Options = {}) {
  const job = await run(name, content, options);
  expect(job.error).toBeNull();
  return importResultSchema.parse(job.result);
}

const sums = ({ rows, imported, updated, duplicates, rejected }: ImportResult) => {
  expect(rows).toBe(imported + updated + duplicates + rejected);
  return { rows, imported, updated, duplicates, rejected };
};

const people = async () => (await core.client.contacts.page({ limit: 500 })).rows;

describe('what is kept', () => {
  it('keeps every column: number, name, the rest as fields in lower snake case', async () => {
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
    await result('a.csv', `${header}\n${line}\n`);
    expect(await people()).toMatchObject([{ msisdn: '60123456789', name: 'Ali' }]);
  });

  it('reads a file without column names', async () => {
    await result('a.txt', '0123456789\n0123456788\n\n+6512345678x\n');
    expect((await people()).map((row) => row.msisdn)).toEqual(['60123456789', '60123456788']);
    await result('b.csv', 'Siti Aminah,0133456789,KL\nTan Ah Meng,0133456788,JB\n');
    expect((await people()).slice(2)).toMatchObject([
      { name: 'Siti Aminah', fields: { column_3: 'KL' } },
      { name: 'Tan Ah Meng', fields: { column_3: 'JB' } },
    ]);
  });

  it('finds column names below a title and keeps the file’s own row numbers', async () => {
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
    const csv = 'Name,Phone,Second,Kod\nAli,0123456789,0133456789,7\n';
    await result('a.csv', csv, { columnsByHeader: { phone: 'second', Tier: 'Kod' } });
    expect(await people()).toMatchObject([
      { msisdn: '60133456789', name: 'Ali', fields: { tier: '7', phone_2: '0123456789' } },
    ]);
  });

  it('maps columns by index, and leaves out what is to be left out', async () => {
    const csv = 'A,B,C\nAli,0123456789,secret\n';
    const columns = { 0: 'name', 2: 'ignore' } as const;
    await result('a.csv', csv, { columns });
    expect(await people()).toMatchObject([{ name: 'Ali', fields: {} }]);
  });

  it('takes another country for numbers without a country code', async () => {
    await result('a.csv', 'phone\n91234567\n', { country: 'SG' });
    expect(await people()).toMatchObject([{ msisdn: '6591234567', country: 'SG' }]);
  });
});

describe('encodings and delimiters', () => {
  const table = '姓名,手机,城市\n陈小明,0123456789,吉隆坡\n李美丽,0123456788,新山\n';
  const gbk = Buffer.from(
    'd0d5c3fb2ccad6bbfa2cb3c7cad00ab3c2d0a1c3f72c303132333435363738392cbcaac2a1c6c20ac0eec3c0c0f62c303132333435363738382cd0c2c9bd0a',
    'hex',
  );
  it.each([
    ['utf-8', Buffer.from(table)],
    ['utf-8', Buffer.from(`\uFEFF${table}`)],
    ['utf-16le', Buffer.from(`\uFEFF${table}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16()],
    ['gb18030', gbk],
  ])('reads %s', async (encoding, bytes) => {
    const fileId = await core.file('a.csv', bytes);
    const seen = await core.client.imports.inspect({ fileId });
    expect(seen.encoding).toBe(encoding);
    expect(seen.notes.length).toBe(encoding === 'utf-8' ? 0 : 1);
    await core.finish(await core.client.imports.start({ fileId, listName: 'L' }));
    expect(await people()).toMatchObject([
      { name: '陈小明', fields: { 城市: '吉隆坡' } },
      { name: '李美丽', fields: { 城市: '新山' } },
    ]);
  });

  it('reads Big5 and Windows-1252', async () => {
    // 姓名,電話 / 陳大文,0123456789 as Big5.
    const chinese = Buffer.concat([
      Buffer.from('a96da6572cb971b8dc0a', 'hex'),
      Buffer.from('b3afa46aa4e5', 'hex'),
      Buffer.from(',0123456789\n'),
    ]);
    await result('big5.csv', chinese);
    await result('latin.csv', Buffer.from('name,phone\nJosé Muñoz,0123456788\n', 'latin1'));
    expect((await people()).map((row) => row.name)).toEqual(['陳大文', 'José Muñoz']);
  });

  it('reads UTF-16 without a mark', async () => {
    await result('a.txt', Buffer.from('name\tphone\r\nAli\t0123456789\r\n', 'utf16le'));
    expect(await people()).toMatchObject([{ name: 'Ali', msisdn: '60123456789' }]);
  });

  it.each([
    ['semicolon', ';', 'a.csv'],
    ['tab', '\t', 'a.tsv'],
    ['pipe', '|', 'a.txt'],
    ['comma', ',', 'a.txt'],
  ])('finds the %s', async (_name, delimiter, file) => {
    const csv = [
      ['name', 'phone', 'note'],
      ['Ali', '0123456789', 'a-b'],
      ['Abu', '0123456788', '"x, y; z"'],
    ]
      .map((cells) => cells.join(delimiter))
      .join('\r\n');
    const fileId = await core.file(file, csv);
    expect((await core.client.imports.inspect({ fileId })).delimiter).toBe(delimiter);
    await core.finish(await core.client.imports.start({ fileId, listName: 'L' }));
    expect((await people()).map((row) => row.fields.note)).toEqual(['a-b', 'x, y; z']);
  });

  it('obeys a sep= line and the line ends of old Macs', async () => {
    await result('a.csv', 'sep=;\r\nname;phone\r\nAli, A;0123456789\r\n');
    await result('b.csv', 'name,phone\rAbu,0123456788\rAni,0123456787\r');
    expect((await people()).map((row) => row.name)).toEqual(['Ali, A', 'Abu', 'Ani']);
  });

  it('reads a character that two chunks of the file share', async () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, i) => `名字${i},01234${String(i).padStart(5, '0')}`,
    );
    const { imported } = await result('a.csv', `姓名,手机\n${lines.join('\n')}`);
    expect(imported).toBe(30_000);
    const broken = core.db.prepare(
      "SELECT count(*) AS n FROM contacts WHERE name NOT GLOB '名字[0-9]*'",
    );
    expect(broken.get()).toEqual({ n: 0 });
  });
});

describe('duplicates', () => {
  const first = 'name,phone,city\nAli,0123456789,KL\nAbu,0123456788,JB\n';

  it('imports nothing new the second time, but fills the new list', async () => {
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
    const twice = 'name,phone,city\nOne,0123456789,KL\nTwo,+60123456789,JB\n';
    expect(sums(await result('a.csv', twice))).toMatchObject({ imported: 1, duplicates: 1 });
    expect(await people()).toMatchObject([{ name: 'One', fields: { city: 'KL' } }]);
    const updated = await result('a.csv', twice, { onDuplicate: 'update' });
    expect(sums(updated)).toMatchObject({ imported: 0, updated: 1, duplicates: 1 });
    expect(await people()).toMatchObject([{ name: 'Two', fields: { city: 'JB' } }]);
  });

  it('never erases a value by a blank cell', async () => {
    await result('a.csv', first);
    await result('b.csv', 'name,phone,city,tier\n,0123456789,,gold\n', { onDuplicate: 'update' });
    expect((await people())[0]).toMatchObject({
      name: 'Ali',
      fields: { city: 'KL', tier: 'gold' },
    });
  });

  it('changes nothing in a dry run and counts the same', async () => {
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

describe('refused rows', () => {
  const csv =
    'name,phone,note\r\nAli,0123456789,ok\r\n=Abu,bad,"x, ""y"""\r\n\r\nAni,03-12345678,\r\nIna,1.2E+10,\r\nTwo,0123456788 / 0123456787,\r\nNone,,z\r\n';

  it('names row, column, value and reason, and writes a file that can be imported again', async () => {
    const errorsPath = join(core.folder, 'errors.csv');
    const answer = await result('a.csv', csv, { errorsPath });
    expect(answer.errors.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'phone', 'not-a-number'],
      [5, 'phone', 'not-mobile'],
      [6, 'phone', 'scientific-precision-lost'],
      [7, 'phone', 'several-numbers'],
      [8, 'phone', 'missing-phone'],
    ]);
    expect(answer.errorsFile).toBe(errorsPath);
    const text = await readFile(errorsPath, 'utf8');
    expect(text.startsWith('\uFEFFname,phone,note,Siar row,Siar reason\r\n')).toBe(true);
    expect(text).toContain(`'=Abu,bad,"x, ""y""",3,`);
    const corrected = text.replace(',bad,', ',0123456786,');
    const again = await result('errors.csv', corrected);
    expect(again).toMatchObject({ imported: 1, rejected: 4 });
    expect(Object.keys((await people())[1]!.fields)).toEqual(['note']);
  });

  it('offers them as a download where there is no path, and no file when all is well', async () => {
    const bad = await result('a.csv', csv);
    expect(bad.errorsFile).toBeNull();
    const file = core.files.get(bad.errorsDownloadId!);
    expect(file.name).toBe('a - refused.csv');
    expect((await readFile(file.path, 'utf8')).split('\r\n').length).toBe(7);
    expect((await result('b.csv', 'phone\n0111111111x\n')).rejected).toBe(1);
    expect((await result('c.csv', 'phone\n0133456789\n')).errorsDownloadId).toBeNull();
  });

  it('takes a path from the command line only', async () => {
    const fileId = await core.file('a.csv', csv);
    const call = core.window.imports.start({ fileId, listName: 'L', errorsPath: '/tmp/x' });
    await expect(call).rejects.toMatchObject({ data: { code: 'local-only' } });
  });

  it('costs one row, not the rest of the file, when a quotation mark is never closed', async () => {
    const lines = [
      'name,phone',
      '"Ali,0123456789',
      'Abu,0123456788',
      '"Ah" Meng,0123456787',
      'Ani,0123456786',
    ];
    const answer = await result('a.csv', lines.join('\n'));
    expect(answer.errors.map(({ row, code }) => [row, code])).toEqual([
      [2, 'broken-quotes'],
      [4, 'broken-quotes'],
    ]);
    expect((await people()).map((row) => row.name)).toEqual(['Abu', 'Ani']);
  });

  it('refuses a row with more cells than columns instead of shifting it', async () => {
    const answer = await result('a.csv', 'phone,name\n0123456789,Tan, Ah Meng\n0123456788,Ali\n');
    expect(answer.errors).toMatchObject([{ row: 2, code: 'too-many-cells', value: ' Ah Meng' }]);
  });

  it('keeps the first thousand errors and counts all', async () => {
    const bad = Array.from({ length: 1500 }, () => 'x,bad').join('\n');
    const answer = await result('a.csv', `name,phone\n${bad}\n`);
    expect(answer.rejected).toBe(1500);
    expect(answer.errors.length).toBe(1000);
    const file = core.files.get(answer.errorsDownloadId!);
    expect((await readFile(file.path, 'utf8')).split('\r\n').length).toBe(1502);
  });
});

describe('looking first', () => {
  it('shows columns, samples and the first rows as they would be', async () => {
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
    const lines = Array.from({ length: 40_000 }, (_, i) => `Name ${i},01${20000000 + i}`).join(
      '\n',
    );
    const fileId = await core.file('a.csv', `name,phone\n${lines}\n`);
    const { rowEstimate } = await core.client.imports.inspect({ fileId });
    expect(Math.abs(rowEstimate - 40_000)).toBeLessThan(4000);
  });
});
