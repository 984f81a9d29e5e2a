import { describe, expect, it } from 'vitest';
import { openImports } from '#core/contacts/import/test-support.ts';

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
    const { core, people } = await openImports();
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
    const { result, people } = await openImports();
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
    const { result, people } = await openImports();
    await result('a.txt', Buffer.from('name\tphone\r\nAli\t0123456789\r\n', 'utf16le'));
    expect(await people()).toMatchObject([{ name: 'Ali', msisdn: '60123456789' }]);
  });

  it.each([
    ['semicolon', ';', 'a.csv'],
    ['tab', '\t', 'a.tsv'],
    ['pipe', '|', 'a.txt'],
    ['comma', ',', 'a.txt'],
  ])('finds the %s', async (_name, delimiter, file) => {
    const { core, people } = await openImports();
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
    const { result, people } = await openImports();
    await result('a.csv', 'sep=;\r\nname;phone\r\nAli, A;0123456789\r\n');
    await result('b.csv', 'name,phone\rAbu,0123456788\rAni,0123456787\r');
    expect((await people()).map((row) => row.name)).toEqual(['Ali, A', 'Abu', 'Ani']);
  });

  it('reads a character that two chunks of the file share', async () => {
    const { core, result } = await openImports();
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
