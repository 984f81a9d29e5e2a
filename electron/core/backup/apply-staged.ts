import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { SiarError } from '#shared/contract/errors.ts';
import { putInPlace } from '#core/backup/put-in-place.ts';
import {
  forgetRestore,
  noteLastRestore,
  readRestore,
  restorePath,
} from '#core/backup/restore-files.ts';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import { extractSlips } from '#core/top-ups/slips/carry.ts';

/**
 * Puts a staged copy in the place of the database; call it with the folder's lock held and the database
 * closed. The copy is verified again first: a damaged one is put aside and the present data stays, so
 * that Siar always starts. Killed anywhere, the next start does it again, or finds it done.
 */
export async function applyStagedRestore(dataFolder: string, now: number): Promise<void> {
  const staged = restorePath(dataFolder, 'staged');
  if (!existsSync(staged)) return;
  const name = readRestore(dataFolder, 'staged')?.name ?? '';
  try {
    verifyCopy(staged);
    await extractSlips(staged, dataFolder);
  } catch (error) {
    renameSync(staged, `${staged}.refused`);
    const message =
      error instanceof SiarError ? error.message : `It cannot be read: ${String(error)}.`;
    noteLastRestore(dataFolder, { at: now, name, ok: false, keptAs: null, message });
    return;
  }
  const keptAs = putInPlace(join(dataFolder, 'siar.db'), staged, now);
  noteLastRestore(dataFolder, { at: now, name, ok: true, keptAs, message: null });
  forgetRestore(dataFolder);
}
