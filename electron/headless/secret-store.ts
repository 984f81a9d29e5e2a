import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { failed, refused } from '#shared/contract/errors.ts';
import type { Secrets, SecretStore } from '#core/ports.ts';

const fileSchema = z.record(z.string(), z.record(z.string(), z.string()));

type Contents = z.infer<typeof fileSchema>;

/** Permission bits of group and others. */
const NOT_OWNER = 0o077;

/**
 * Credentials in `<data folder>/secrets.json`, which only its owner may read (0600). Every change
 * replaces the whole file in one step, so a crash leaves the old one or the new one.
 * Refuses (`secrets-exposed`) a file that others may read, and (`secrets-damaged`) one that is not
 * what Siar wrote: it is never overwritten by guess.
 */
export function createFileSecretStore(dataFolder: string): SecretStore {
  const path = join(dataFolder, 'secrets.json');
  // Changes wait for each other: each one reads, alters and replaces the whole file.
  let last: Promise<unknown> = Promise.resolve();

  function change(alter: (contents: Contents) => Contents | undefined): Promise<void> {
    const turn = last.then(async () => {
      const after = alter(await read(path));
      if (after !== undefined) await replace(path, JSON.stringify(after, null, 2) + '\n');
    });
    last = turn.catch(() => {});
    return turn;
  }

  return {
    kind: 'file',
    async get(key) {
      await last;
      const contents = await read(path);
      return Object.hasOwn(contents, key) ? contents[key] : undefined;
    },
    set: (key: string, secrets: Secrets) =>
      change((contents) => ({ ...contents, [key]: { ...secrets } })),
    delete: (key) => change(({ [key]: gone, ...rest }) => (gone === undefined ? undefined : rest)),
  };
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
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') {
      throw failed(
        'secrets-unreadable',
        `Siar cannot read the stored credentials in ${path} (${code}). Nothing was sent. Give this user the right to read and write that file.`,
        { path },
      );
    }
    throw error;
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw failed(
    'secrets-damaged',
    `The stored credentials in ${path} are damaged. Nothing was sent and the file was left as it is. Move it away, then enter the credentials of each gateway again.`,
    { path },
  );
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
    `Other users of this computer may read the credentials in ${path} (mode ${(mode & 0o777).toString(8)}). Nothing was sent. Run "chmod 600" on that file, and change the credentials at the gateway if anyone else uses this computer.`,
    { path },
  );
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  // A leftover of a crash could have other permissions; this one must be made new.
  await rm(temporary, { force: true });
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const file = await open(temporary, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
