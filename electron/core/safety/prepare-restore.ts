import { copyFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { statSync } from 'node:fs';
import { failed } from '#shared/contract/errors.ts';
import type { PreparedRestore } from '#shared/contract/safety.ts';
import { inCopyThread } from '#core/backup/copy-thread.ts';
import { forgetRestore, notePrepared, restorePath } from '#core/backup/restore-files.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import { backupFolderOf, findBackup } from '#core/safety/backup-folder.ts';
import { readSchedule } from '#core/safety/kept.ts';

/** One of the automatic copies by its name, or a file that was handed in. */
export type RestoreSource = { backup: string } | { fileId: string };

/**
 * Copies the chosen copy into the data folder, reads it as a whole and compares it with what is here.
 * Changes nothing of the present data. Throws `no-such-backup` or `no-such-upload` at once; the job throws
 * what verifyCopy throws.
 */
export function prepareRestore(
  { db, dataFolder, files }: Pick<CoreDeps, 'db' | 'dataFolder' | 'files'>,
  source: RestoreSource,
): (handle: JobHandle) => Promise<PreparedRestore> {
  const from = 'backup' in source ? fromFolder(source.backup) : files.get(source.fileId);
  const fresh = restorePath(dataFolder, 'prepared');

  function fromFolder(name: string) {
    const path = findBackup(backupFolderOf(dataFolder, readSchedule(db)), name);
    return { path, name: basename(path) };
  }

  return async ({ signal }) => {
    forgetRestore(dataFolder);
    try {
      await copyFile(from.path, fresh);
      await inCopyThread({ do: 'verify', path: fresh }, signal).catch(nameSource(from.name, fresh));
      const compared = await inCopyThread({ do: 'compare', path: fresh, dataFolder }, signal);
      const prepared = { name: from.name, bytes: statSync(fresh).size, ...compared };
      notePrepared(dataFolder, prepared);
      return prepared;
    } catch (error) {
      forgetRestore(dataFolder);
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw noSpace();
      throw error;
    }
  };
}

/** The person knows the file by its own name, not by that of its copy. */
function nameSource(name: string, path: string) {
  return (error: unknown) => {
    if (error instanceof Error) error.message = error.message.replaceAll(path, `“${name}”`);
    throw error;
  };
}

function noSpace() {
  return failed(
    'disk-full',
    'There is no space left to look through this copy. Nothing was changed; make room, then try again.',
    { case: 'look' },
  );
}
