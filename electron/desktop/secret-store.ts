import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { z } from 'zod';
import { failed } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { hostCalls } from '#desktop/core-messages.ts';
import type { Answers } from '#desktop/core-peer.ts';

const FILE_NAME = 'secrets.bin.json';

/** One base64 text per gateway, each encrypted with a key that only the system's keychain gives out. */
const fileSchema = z.strictObject({
  version: z.literal(1),
  entries: z.record(z.string(), z.string()),
});

const secretsSchema = z.record(z.string(), z.string());

/**
 * Keeps credentials in `<data>/secrets.bin.json`, encrypted through Electron's asynchronous
 * safeStorage (its synchronous form is deprecated in Electron 45). Answers the core's process;
 * the window never sees a secret. Writes one at a time and whole, so a crash keeps the old file.
 */
export function createSecretAnswers(dataFolder: string): Answers<typeof hostCalls> {
  const path = join(dataFolder, FILE_NAME);
  let queue: Promise<unknown> = Promise.resolve();
  const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work, work);
    queue = result.catch(() => {});
    return result;
  };
  const change = (edit: (entries: Record<string, string>) => Promise<void>) =>
    oneAtATime(async () => {
      const entries = await readEntries(path);
      await edit(entries);
      await writeEntries(dataFolder, path, entries);
      return {};
    });
  const seal = async (secrets: Record<string, string>) => {
    await assertAvailable();
    const sealed = await safeStorage.encryptStringAsync(JSON.stringify(secrets));
    return sealed.toString('base64');
  };

  return {
    async getSecrets({ key }) {
      const sealed = (await readEntries(path))[key];
      if (sealed === undefined) return { secrets: null };
      await assertAvailable();
      const { result, shouldReEncrypt } = await unseal(sealed);
      const secrets = secretsSchema.parse(JSON.parse(result));
      // The keychain has a new key: keep the secret under it, or the old one might be gone one day.
      if (shouldReEncrypt) {
        await change(async (entries) => {
          entries[key] = await seal(secrets);
        });
      }
      return { secrets };
    },
    setSecrets: ({ key, secrets }) =>
      change(async (entries) => {
        entries[key] = await seal(secrets);
      }),
    deleteSecrets: ({ key }) =>
      change(async (entries) => {
        Reflect.deleteProperty(entries, key);
      }),
  };
}

/**
 * Whether the keychain is real. On Linux without a keyring Chromium falls back to a key that every
 * program on the machine knows: the user is told once instead of being lulled.
 */
export function hasWeakKeychain(): boolean {
  return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
}

async function assertAvailable(): Promise<void> {
  if (await safeStorage.isAsyncEncryptionAvailable()) return;
  throw failed('keychain-unavailable', say('keychain-silent'));
}

async function unseal(sealed: string) {
  try {
    return await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
  } catch {
    throw failed('secrets-unreadable', say('secrets-of-others'));
  }
}

async function readEntries(path: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return { ...parsed.data.entries };
  throw failed('secrets-unreadable', say('secrets-file-damaged', { folder: path }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function writeEntries(
  dataFolder: string,
  path: string,
  entries: Record<string, string>,
): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, JSON.stringify({ version: 1, entries }), {
    mode: 0o600,
    flush: true,
  });
  await rename(`${path}.new`, path);
}
