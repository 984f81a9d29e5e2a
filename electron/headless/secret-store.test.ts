import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileSecretStore } from '#headless/secret-store.ts';

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siar-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('file secret store', () => {
  it('keeps credentials for the next process in a file only its owner may read', async () => {
    const store = createFileSecretStore(folder);
    expect(await store.get('gateway-1')).toBeUndefined();
    await store.set('gateway-1', { apiKey: 'a', apiSecret: 'b' });
    expect(await createFileSecretStore(folder).get('gateway-1')).toEqual({
      apiKey: 'a',
      apiSecret: 'b',
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await store.delete('gateway-1');
    expect(await store.get('gateway-1')).toBeUndefined();
    expect(await readdir(folder)).toEqual(['secrets.json']);
  });

  it('loses none of many changes at once', async () => {
    const store = createFileSecretStore(folder);
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.set(`g-${i}`, { k: `${i}` })));
    const kept = await Promise.all(Array.from({ length: 20 }, (_, i) => store.get(`g-${i}`)));
    expect(kept).toEqual(Array.from({ length: 20 }, (_, i) => ({ k: `${i}` })));
  });

  it.runIf(process.platform !== 'win32')('refuses a file that others may read', async () => {
    const store = createFileSecretStore(folder);
    await store.set('g', { k: 'v' });
    await chmod(file, 0o644);
    await expect(store.get('g')).rejects.toMatchObject({
      code: 'secrets-exposed',
      kind: 'refused',
    });
    await expect(store.set('h', {})).rejects.toMatchObject({ code: 'secrets-exposed' });
  });

  it.each(['{"g":{"k":"hush', '[]', '{"g":5}', ''])(
    'neither uses nor overwrites a damaged file: %s',
    async (text) => {
      await writeFile(file, text, { mode: 0o600 });
      const store = createFileSecretStore(folder);
      const failure: unknown = await store.get('g').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'secrets-damaged' });
      expect(String(failure)).not.toContain('hush');
      await expect(store.set('g', { k: 'v' })).rejects.toMatchObject({ code: 'secrets-damaged' });
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );
});
