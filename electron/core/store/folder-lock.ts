import Database from 'better-sqlite3';
import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';

/** Held for as long as this process owns the data folder. */
export type FolderLock = { release(): void };

/**
 * One process owns a data folder (invariant 5). Throws `folder-in-use`.
 */
export function lockFolder(dataFolder: string): FolderLock {
  const lock = holdLock(join(dataFolder, 'siar.lock'), 0);
  if (lock) return lock;
  throw refused(
    'folder-in-use',
    `Another Siar already works with ${dataFolder}. Nothing was changed. Use that one, or close it first.`,
    { dataFolder },
  );
}

/**
 * The lock is an open EXCLUSIVE transaction on a small SQLite file of its own: the operating system
 * drops it when the process dies, however it dies, so there is never a stale lock to delete by hand.
 * Null when another process holds it for the whole of `waitMs`.
 */
export function holdLock(path: string, waitMs: number): FolderLock | null {
  const db = new Database(path, { timeout: waitMs });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      return null;
    }
    throw error;
  }
  return {
    release() {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.close();
    },
  };
}
