import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileSecretStore, type SecretPlace } from '#headless/secret-store.ts';

let folder = '';
let place: SecretPlace;
let file = '';
let old = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siar-secrets-'));
  place = {
    dataFolder: join(folder, 'data'),
    stateFolder: join(folder, 'state', 'siar'),
    databaseId: 'd-1',
  };
  file = join(place.stateFolder, 'd-1.secrets.json');
  old = join(place.dataFolder, 'secrets.json');
  await mkdir(place.dataFolder);
});
afterEach(() => rm(folder, { recursive: true }));

describe('file secret store', () => {
  it('keeps credentials for the next process in a file only its owner may read', async () => {
    const store = createFileSecretStore(place);
    expect(await store.get('gateway-1')).toBeUndefined();
    await store.set('gateway-1', { apiKey: 'a', apiSecret: 'b' });
    expect(await createFileSecretStore(place).get('gateway-1')).toEqual({
      apiKey: 'a',
      apiSecret: 'b',
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await store.delete('gateway-1');
    expect(await store.get('gateway-1')).toBeUndefined();
    expect(await readdir(place.stateFolder)).toEqual(['d-1.secrets.json']);
    expect(await readdir(place.dataFolder)).toEqual([]);
    const other = createFileSecretStore({ ...place, databaseId: 'd-2' });
    expect(await other.get('gateway-1')).toBeUndefined();
  });

  it('loses none of many changes at once', async () => {
    const store = createFileSecretStore(place);
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.set(`g-${i}`, { k: `${i}` })));
    const kept = await Promise.all(Array.from({ length: 20 }, (_, i) => store.get(`g-${i}`)));
    expect(kept).toEqual(Array.from({ length: 20 }, (_, i) => ({ k: `${i}` })));
  });

  it.runIf(process.platform !== 'win32')('refuses a file that others may read', async () => {
    const store = createFileSecretStore(place);
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
      await mkdir(place.stateFolder, { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
      const store = createFileSecretStore(place);
      const failure: unknown = await store.get('g').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'secrets-damaged' });
      expect(String(failure)).not.toContain('hush');
      await expect(store.set('g', { k: 'v' })).rejects.toMatchObject({ code: 'secrets-damaged' });
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );
});

describe('the secrets.json of earlier versions', () => {
  const HUSH = { apiKey: 'a', apiSecret: 'hush' };
  const leave = (contents: object) => writeFile(old, JSON.stringify(contents), { mode: 0o600 });

  it('moves out of the data folder at the first use, and what is newer stays', async () => {
    await leave({ 'gateway-1': HUSH });
    await writeFile(`${old}.4711.new`, JSON.stringify({ 'gateway-1': HUSH }), { mode: 0o600 });
    expect(await createFileSecretStore(place).get('gateway-1')).toEqual(HUSH);
    expect(await readdir(place.dataFolder)).toEqual([]);
    // As if the process had ended between the two steps, and the credentials had been changed since.
    await createFileSecretStore(place).set('gateway-1', { ...HUSH, apiSecret: 'newer' });
    await leave({ 'gateway-1': HUSH, 'gateway-2': { apiKey: 'b' } });
    const store = createFileSecretStore(place);
    expect(await store.get('gateway-1')).toEqual({ ...HUSH, apiSecret: 'newer' });
    expect(await store.get('gateway-2')).toEqual({ apiKey: 'b' });
    expect(await readdir(place.dataFolder)).toEqual([]);
  });

  it('stays where it is while the new place cannot be written', async () => {
    await leave({ 'gateway-1': HUSH });
    const inTheWay = join(folder, 'state');
    await writeFile(inTheWay, 'a file where a folder should be');
    const store = createFileSecretStore(place);
    await expect(store.get('gateway-1')).rejects.toMatchObject({
      code: expect.stringMatching(/^secrets-un(readable|writable)$/),
    });
    expect(await readdir(place.dataFolder)).toEqual(['secrets.json']);
    await rm(inTheWay);
    expect(await store.get('gateway-1')).toEqual(HUSH);
    expect(await readdir(place.dataFolder)).toEqual([]);
  });

  it('is left alone where it is damaged', async () => {
    await writeFile(old, '{"g":{"k":"hush', { mode: 0o600 });
    const failure: unknown = await createFileSecretStore(place)
      .get('g')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'secrets-damaged' });
    expect(await readFile(old, 'utf8')).toContain('hush');
  });
});
