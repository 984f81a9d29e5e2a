import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openContacts, type OpenContacts } from '#core/contacts/test-support.ts';

let core: OpenContacts;
beforeEach(async () => {
  core = await openContacts();
});
afterEach(() => core.close());

async function refusal(fileId: string, options: Record<string, unknown> = {}) {
  const started = await core.client.imports.start({ fileId, listName: 'L', ...options });
  const job = await core.finish(started);
  expect(job.state).toBe('failed');
  // One sentence of what happened, and that nothing was imported.
  expect(job.error?.message).toContain('Nothing was imported.');
  expect(await core.client.lists.all()).toEqual([]);
  return job.error;
}

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A ZIP archive of deflated entries; `declared` lies about the unpacked size. */
function zip(entries: { name: string; data: Buffer; declared?: number }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, declared } of entries) {
    const packed = deflateRawSync(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(declared ?? data.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(declared ?? data.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');

describe('files that are refused, each in a sentence', () => {
  it.each<[string, string, string, string | Uint8Array, RegExp]>([
    ['an empty file', 'empty-file', 'a.csv', '', /is empty/],
    ['only blanks', 'empty-file', 'a.csv', '\n \n,,\n', /is empty/],
    ['only column names', 'header-only', 'a.csv', 'name,phone\n', /no rows/],
    [
      'a picture',
      'binary-file',
      'a.csv',
      Buffer.from('89504e470d0a1a0a0000', 'hex'),
      /picture \(PNG\)/,
    ],
    ['a PDF', 'binary-file', 'a.csv', '%PDF-1.7\n%âãÏÓ\n', /PDF/],
    ['an old .xls', 'binary-file', 'a.csv', Buffer.concat([ole, Buffer.alloc(600)]), /old Excel/],
    ['a web page', 'binary-file', 'a.xls', '<html><table><tr><td>1</td></tr></table>', /web page/],
    [
      'zero bytes',
      'binary-file',
      'a.csv',
      Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.alloc(9)]),
      /binary/,
    ],
    [
      'zeros far down',
      'binary-file',
      'a.csv',
      Buffer.concat([Buffer.alloc(2_500_000, 'a,b\n'), Buffer.alloc(1)]),
      /binary/,
    ],
    [
      'noise without zeros',
      'binary-file',
      'a.csv',
      Buffer.from(Array.from({ length: 900 }, (_, i) => 1 + ((i * 7) % 255))),
      /binary/,
    ],
    [
      'text called .xlsx',
      'damaged-spreadsheet',
      'a.xlsx',
      'name,phone\nAli,0123456789\n',
      /cannot be read/,
    ],
    [
      'no phone column',
      'no-phone-column',
      'a.csv',
      'name,city\nAli,KL\n',
      /"name", "city".*--map phone=/s,
    ],
    [
      'a plain ZIP',
      'binary-file',
      'a.csv',
      zip([{ name: 'hello.txt', data: Buffer.from('hi') }]),
      /ZIP/,
    ],
  ])('%s: %s', async (_what, code, name, content, sentence) => {
    const error = await refusal(await core.file(name, content));
    expect(error).toMatchObject({ code, kind: 'invalid' });
    expect(error?.message).toMatch(sentence);
  });

  it('a workbook with a password', async () => {
    const locked = Buffer.concat([
      ole,
      Buffer.alloc(700),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    const error = await refusal(await core.file('a.xlsx', locked));
    expect(error).toMatchObject({ code: 'password-protected' });
  });

  it('a workbook that is cut off or scrambled', async () => {
    const sound = await workbook((book) => book.addWorksheet('A').addRow(['phone']));
    const cut = await refusal(await core.file('cut.xlsx', sound.subarray(0, sound.length - 300)));
    expect(cut).toMatchObject({ code: 'damaged-spreadsheet' });
    const scrambled = Buffer.from(sound);
    scrambled.fill(0x55, 60, 300);
    const error = await refusal(await core.file('scrambled.xlsx', scrambled));
    expect(error).toMatchObject({ code: 'damaged-spreadsheet' });
    const foreign = zip([{ name: 'xl/workbook.xml', data: Buffer.from('<nonsense') }]);
    const odd = await refusal(await core.file('odd.xlsx', foreign));
    expect(odd).toMatchObject({ code: 'damaged-spreadsheet' });
  });

  it('a workbook that would unpack beyond reason, declared or not', async () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024);
    const open1 = zip([{ name: 'xl/workbook.xml', data: zeros }]);
    expect(await refusal(await core.file('bomb.xlsx', open1))).toMatchObject({ code: 'zip-bomb' });
    const lying = zip([{ name: 'xl/workbook.xml', data: zeros, declared: 900_000 }]);
    expect(await refusal(await core.file('liar.xlsx', lying))).toMatchObject({ code: 'zip-bomb' });
    const huge = zip([{ name: 'xl/workbook.xml', data: Buffer.from('x'), declared: 0xffffffff }]);
    expect(await refusal(await core.file('huge.xlsx', huge))).toMatchObject({ code: 'zip-bomb' });
  });

  it('a sheet or a column that is not there', async () => {
    const book = await workbook((it) => {
      it.addWorksheet('January').addRow(['phone']);
      it.getWorksheet('January')?.addRow(['0123456789']);
    });
    const fileId = await core.file('a.xlsx', book);
    expect(await refusal(fileId, { sheet: 'June' })).toMatchObject({
      code: 'unknown-sheet',
      message: expect.stringContaining('"January"'),
    });
    expect(await refusal(fileId, { columnsByHeader: { phone: 'Mobile' } })).toMatchObject({
      code: 'unknown-mapped-column',
      message: expect.stringContaining('"phone"'),
    });
    expect(await refusal(fileId, { columns: { 9: 'phone' } })).toMatchObject({
      code: 'unknown-mapped-column',
    });
  });

  it('one column for two purposes is fine, two for one are not', async () => {
    const fileId = await core.file('a.csv', 'a,b\n0123456789,0123456788\n');
    expect(await refusal(fileId, { columns: { 0: 'phone', 1: 'phone' } })).toMatchObject({
      code: 'mapped-twice',
    });
  });

  it('a file of zeros, however large, at once; a larger one is not even taken', async () => {
    const path = join(core.folder, 'sparse.csv');
    const handle = await open(path, 'w');
    await handle.truncate(500 * 1024 * 1024);
    await handle.close();
    const { id } = await core.files.adopt(path);
    const began = performance.now();
    expect(await refusal(id)).toMatchObject({ code: 'binary-file' });
    expect(performance.now() - began).toBeLessThan(2000);
    const larger = await open(path, 'w');
    await larger.truncate(2 * 1024 * 1024 * 1024);
    await larger.close();
    await expect(core.files.adopt(path)).rejects.toMatchObject({ code: 'file-too-large' });
  });
});
