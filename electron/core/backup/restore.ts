import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardState } from '#shared/contract/host.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Contents } from '#core/backup/queries.ts';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import { openSendingGuard } from '#core/guard/sending-guard.ts';
import type { Logger } from '#core/ports.ts';
import { putInPlace } from '#core/backup/put-in-place.ts';
import { forgetRestore } from '#core/backup/restore-files.ts';
import { lockFolder } from '#core/store/folder-lock.ts';
import { extractSlips } from '#core/top-ups/slips/carry.ts';
import { makeDataFolder, openFolder } from '#core/store/open-folder.ts';

/** What to put back, and where. */
export type RestoreOptions = {
  file: string;
  dataFolder: string;
  stateFolder: string;
  logger: Logger;
  /** Wall time, ms: names the database that is put aside. */
  now: number;
  /** Take a damaged copy as long as it can be read. */
  force: boolean;
};

/** `keptAs`: where the database lies that was there before; null where there was none. */
export type Restored = Contents & { slips: number; keptAs: string | null; guard: GuardState };

/**
 * Puts a verified copy in the place of the database, which is kept beside it. The change itself is
 * one rename: whenever the process ends, the folder has the one database or the other, whole.
 * Throws `folder-in-use`, `no-such-file` and what verifyCopy throws; nothing is changed then.
 */
export async function restoreDatabase(options: RestoreOptions): Promise<Restored> {
  const { file, dataFolder, stateFolder, logger } = options;
  if (!existsSync(file)) {
    throw invalid('no-such-file', `There is no file ${file}. Nothing was changed.`, { name: file });
  }
  await makeDataFolder(dataFolder);
  // Without opening the present database: it may be what is wrong.
  const lock = lockFolder(dataFolder);
  const path = join(dataFolder, 'siar.db');
  const fresh = join(dataFolder, `siar.db.restoring-${randomUUID()}`);
  let contents: Contents;
  let keptAs: string | null;
  let slips: number;
  try {
    copyFileSync(file, fresh);
    // A log that lies beside a copied database belongs to it.
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${fresh}-wal`);
    contents = verifyCopy(fresh, { evenDamaged: options.force });
    slips = await extractSlips(fresh, dataFolder).catch((error: unknown) => {
      // Of a damaged copy only the database counts.
      if (options.force) return 0;
      throw error;
    });
    keptAs = putInPlace(path, fresh, options.now);
    // Whoever puts one copy back has decided against another one that waits.
    forgetRestore(dataFolder);
  } catch (error) {
    for (const rest of ['', '-wal', '-shm']) rmSync(`${fresh}${rest}`, { force: true });
    throw error;
  } finally {
    lock.release();
  }
  const opened = await openFolder(dataFolder);
  const guard = openSendingGuard({ db: opened.db, stateFolder, logger });
  const state = guard.state();
  opened.db.close();
  guard.close();
  opened.lock.release();
  return { ...contents, slips, keptAs, guard: state };
}
