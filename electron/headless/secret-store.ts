import { constants } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { failed, refused } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { Secrets, SecretStore } from '#core/ports.ts';
import { makePrivateFolder } from '#core/store/make-folder.ts';

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()));

type Contents = z.infer<typeof fileSchema>;

const OLD_NAME = 'secrets.json';
const LEFTOVER = /^secrets\.json\.\d+\.new$/;

/** Permission bits of group and others. */
const NOT_OWNER = 0o077;

/** Where credentials lie. */
export type SecretPlace = {
  /** Earlier versions of Siar kept `secrets.json` here; it moves out at the first use. */
  dataFolder: string;
  /** Outside every data folder; see chooseStateFolder. */
  stateFolder: string;
  databaseId: string;
};

/**
 * Credentials in `<state folder>/<database id>.secrets.json`, which only its owner may read (0600):
 * whoever copies, syncs or hands on a data folder hands on no credentials. Every change replaces the
 * whole file in one step, so a crash leaves the old one or the new one.
 * Refuses (`secrets-exposed`) a file that others may read, and (`secrets-damaged`) one that is not
 * what Siar wrote: it is never overwritten by guess.
 */
export function createFileSecretStore(place: SecretPlace): SecretStore {
  const path = join(place.stateFolder, `${place.databaseId}.secrets.json`);
  // Changes wait for each other: each one reads, alters and replaces the whole file.
  let last: Promise<unknown> = Promise.resolve();
  let isMoved = false;

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(async () => {
      if (!isMoved) await moveOut(place.dataFolder, path);
      isMoved = true;
      return work();
    });
    last = turn.catch(() => {});
    return turn;
  }
  const change = (alter: (contents: Contents) => Contents | undefined) =>
    inTurn(async () => {
      const after = alter(await read(path));
      if (after !== undefined) await replace(path, after);
    });

  return {
    kind: 'file',
    get: (key) =>
      inTurn(async () => {
        const contents = await read(path);
        return Object.hasOwn(contents, key) ? contents[key] : undefined;
      }),
    set: (key: string, secrets: Secrets) =>
      change((contents) => ({ ...contents, [key]: { ...secrets } })),
    delete: (key) => change(({ [key]: gone, ...rest }) => (gone === undefined ? undefined : rest)),
  };
}

/**
 * Takes `secrets.json` out of a data folder. The new file is on the disk before the old one goes, so
 * whenever the process ends one of them holds everything; what the new one already has is newer.
 */
async function moveOut(dataFolder: string, path: string): Promise<void> {
  const old = join(dataFolder, OLD_NAME);
  const names = await readdir(dataFolder).catch((): string[] => []);
  if (names.includes(OLD_NAME)) {
    const before = await read(old);
    await replace(path, { ...before, ...(await read(path)) });
    await rm(old);
  }
  // What a crash of an earlier version left behind in the middle of a change.
  for (const name of names.filter((found) => LEFTOVER.test(found))) {
    await rm(join(dataFolder, name), { force: true });
  }
}

async function read(path: string): Promise<Contents> {
  let text: string;
  try {
    const file = await open(path, 'r');
    try {
      const { mode } = await file.stat();
      // Windows has no such bits; there the folder's own access list protects the file.
      if (process.platform !== 'win32' && (mode & NOT_OWNER) !== 0) throw exposed(path, mode);
      text = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return {};
    if (['EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'].includes(code)) {
      throw failed('secrets-unreadable', say('secrets-not-readable', { folder: path, code }), {
        path,
      });
    }
    throw error;
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw failed('secrets-damaged', say('secrets-damaged', { folder: path }), { path });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the file, and with it a secret.
    return undefined;
  }
}

function exposed(path: string, mode: number) {
  return refused(
    'secrets-exposed',
    say('secrets-exposed', { folder: path, code: (mode & 0o777).toString(8) }),
    { path },
  );
}

async function replace(path: string, contents: Contents): Promise<void> {
  try {
    await write(path, contents);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(code)) throw error;
    throw failed('secrets-unwritable', say('secrets-not-writable', { folder: path, code }), {
      path,
    });
  }
}

async function write(path: string, contents: Contents): Promise<void> {
  makePrivateFolder(dirname(path));
  const temporary = `${path}.${process.pid}.new`;
  // A leftover of a crash could have other permissions; this one must be made new.
  await rm(temporary, { force: true });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const file = await open(temporary, flags, 0o600);
  try {
    await file.writeFile(`${JSON.stringify(contents, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await flushFolder(dirname(path));
}

/** Makes a rename outlast a power cut. Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
