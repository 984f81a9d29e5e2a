import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';
import { createRelayKey, isRelayKey } from '#core/relay/protocol.ts';

/** A relay's key and where it can be read by whoever set the relay up. */
export type RelayKey = { key: string; file: string; isNew: boolean };

/**
 * Reads the key of a relay's folder, or makes folder and key. It is in a file that only its owner can
 * read, and on no screen and in no log. Throws SiarError `relay-folder`.
 */
export async function readRelayKey(folder: string, replace: boolean): Promise<RelayKey> {
  const file = join(folder, 'relay.key');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const known = replace ? undefined : await readFile(file, 'utf8').catch(missing);
    if (known !== undefined) {
      const key = known.trim();
      if (!isRelayKey(key)) throw new Error(`${file} holds no key`);
      return { key, file, isNew: false };
    }
    const key = createRelayKey();
    await writeFile(file, `${key}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
    return { key, file, isNew: true };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(
      'relay-folder',
      `The relay cannot use the folder ${folder} (${why}), so nothing was started. Choose another folder, or correct its rights.`,
      { folder },
    );
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
