import Database from 'better-sqlite3';
import type { Db } from '#core/store/db.ts';
import { migrate } from '#core/store/migrate.ts';

/**
 * Opens (or makes) the database and brings it to the newest schema.
 * WAL with synchronous=FULL: a commit survives a power cut, which is what lets an attempt row
 * stand for "bytes may have left" (decision record 0002).
 * Throws SiarError `database-newer` or `database-damaged`.
 */
export function openDatabase(path: string): Db {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    // 32 MiB of page cache: enough for a million contacts' hot pages, small enough to idle cheaply.
    db.pragma('cache_size = -32768');
    db.pragma('temp_store = MEMORY');
    // Pages; 16 MiB of log. While messages leave, a checkpoint at each 4 MiB costs as much as the log itself.
    db.pragma('wal_autocheckpoint = 4000');
    migrate(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
