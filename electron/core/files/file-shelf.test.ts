import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { createFileShelf, MAX_UPLOAD_BYTES } from '#core/files/file-shelf.ts';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'siar-shelf-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('keeps an upload under a name of its own, wherever its name points', async () => {
  const folder = await aFolder();
  const shelf = await createFileShelf(folder);
  const file = await shelf.receive('../../etc/passwd', Readable.from(['a,b\n', '1,2\n']));
  expect(file).toMatchObject({ name: 'passwd', size: 8 });
  expect(file.path.startsWith(join(folder, 'transfer'))).toBe(true);
  expect(readFileSync(file.path, 'utf8')).toBe('a,b\n1,2\n');
  expect(shelf.get(file.id)).toEqual(file);
});

it('refuses an upload without end and leaves nothing of it', async () => {
  const folder = await aFolder();
  const shelf = await createFileShelf(folder);
  const chunk = Buffer.alloc(64 * 1024 * 1024);
  let given = 0;
  const endless = new Readable({
    read() {
      given += chunk.length;
      this.push(chunk);
    },
  });
  await expect(shelf.receive('big.csv', endless)).rejects.toMatchObject({ code: 'file-too-large' });
  expect(given).toBeLessThan(MAX_UPLOAD_BYTES * 1.5);
  expect(readdirSync(join(folder, 'transfer'))).toEqual([]);
});

it('leaves nothing of an upload that breaks off', async () => {
  const folder = await aFolder();
  const shelf = await createFileShelf(folder);
  const broken = Readable.from(
    (function* () {
      yield 'a';
      throw new Error('the connection broke');
    })(),
  );
  await expect(shelf.receive('x.csv', broken)).rejects.toThrow('the connection broke');
  expect(readdirSync(join(folder, 'transfer'))).toEqual([]);
});

it('never deletes a file it only refers to, and empties what an earlier process left', async () => {
  const folder = await aFolder();
  const own = join(folder, 'contacts.csv');
  writeFileSync(own, 'x');
  mkdirSync(join(folder, 'transfer'));
  writeFileSync(join(folder, 'transfer', 'left-over'), 'x');
  const shelf = await createFileShelf(folder);
  expect(existsSync(join(folder, 'transfer', 'left-over'))).toBe(false);
  expect((await shelf.adopt(own)).path).toBe(own);
  await createFileShelf(folder);
  expect(existsSync(own)).toBe(true);
  await expect(shelf.adopt(join(folder, 'none.csv'))).rejects.toMatchObject({
    code: 'no-such-file',
  });
  await expect(shelf.adopt(folder)).rejects.toMatchObject({ code: 'not-a-file' });
  expect(() => shelf.get('gone')).toThrow('Choose it again');
});
