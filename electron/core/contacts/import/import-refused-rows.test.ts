import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openImports } from '#core/contacts/import/test-support.ts';

describe('refused rows', () => {
  const csv =
    'name,phone,note\r\nAli,0123456789,ok\r\n=Abu,bad,"x, ""y"""\r\n\r\nAni,03-12345678,\r\nIna,1.2E+10,\r\nTwo,0123456788 / 0123456787,\r\nNone,,z\r\n';

  it('names row, column, value and reason, and writes a file that can be imported again', async () => {
    const { core, result, people } = await openImports();
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
    const { core, result } = await openImports();
    const bad = await result('a.csv', csv);
    expect(bad.errorsFile).toBeNull();
    const file = core.files.get(bad.errorsDownloadId!);
    expect(file.name).toBe('a - refused.csv');
    expect((await readFile(file.path, 'utf8')).split('\r\n').length).toBe(7);
    expect((await result('b.csv', 'phone\n0111111111x\n')).rejected).toBe(1);
    expect((await result('c.csv', 'phone\n0133456789\n')).errorsDownloadId).toBeNull();
  });

  it('takes a path from the command line only', async () => {
    const { core } = await openImports();
    const fileId = await core.file('a.csv', csv);
    const call = core.window.imports.start({ fileId, listName: 'L', errorsPath: '/tmp/x' });
    await expect(call).rejects.toMatchObject({ data: { code: 'local-only' } });
  });

  it('costs one row, not the rest of the file, when a quotation mark is never closed', async () => {
    const { result, people } = await openImports();
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
    const { result } = await openImports();
    const answer = await result('a.csv', 'phone,name\n0123456789,Tan, Ah Meng\n0123456788,Ali\n');
    expect(answer.errors).toMatchObject([{ row: 2, code: 'too-many-cells', value: ' Ah Meng' }]);
  });

  it('keeps the first thousand errors and counts all', async () => {
    const { core, result } = await openImports();
    const bad = Array.from({ length: 1500 }, () => 'x,bad').join('\n');
    const answer = await result('a.csv', `name,phone\n${bad}\n`);
    expect(answer.rejected).toBe(1500);
    expect(answer.errors.length).toBe(1000);
    const file = core.files.get(answer.errorsDownloadId!);
    expect((await readFile(file.path, 'utf8')).split('\r\n').length).toBe(1502);
  });
});
