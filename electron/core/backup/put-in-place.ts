import Database from 'better-sqlite3';
import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';

/**
 * Makes `fresh`, a whole database without a log, the database at `path`; answers where the one from
 * before lies. One rename decides: killed before it, the old one is there, after it the new one.
 */
export function putInPlace(path: string, fresh: string, now: number): string | null {
  const keptAs = keepAside(path, now);
  renameSync(fresh, path);
  return keptAs;
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
