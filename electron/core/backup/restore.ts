import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardState } from '#shared/contract/host.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Contents } from '#core/backup/queries.ts';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import { openSendingGuard } from '#core/guard/sending-guard.ts';
import type { Logger } from '#core/ports.ts';
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
    throw invalid('no-such-file', `There is no file ${file}. Nothing was changed.`);
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
    keptAs = keepAside(path, options.now);
    renameSync(fresh, path);
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

/** A second name for the present database. Its log is written into it first, or kept beside it. */
function keepAside(path: string, now: number): string | null {
  if (!existsSync(path)) return null;
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  const keptAs = `${path}.before-restore-${stamp}`;
  checkpoint(path);
  try {
    linkSync(path, keptAs);
  } catch {
    copyFileSync(path, keptAs);
  }
  // Only where the database was too damaged to take its log in. It must not meet the new one.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${keptAs}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return keptAs;
}

function checkpoint(path: string): void {
  let db: Database.Database | undefined;
  try {
    db = new Database(path);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
  } catch {
    // Damaged: it is kept as it is.
  } finally {
    db?.close();
  }
}
