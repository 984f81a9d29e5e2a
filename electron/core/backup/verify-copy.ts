import Database from 'better-sqlite3';
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { failed, invalid, refused } from '#shared/contract/errors.ts';
import { countContents, isSiarDatabase, listDamages, type Contents } from '#core/backup/queries.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';

/**
 * Reads a whole copy and answers what it holds. Afterwards it is one plain, flushed file without a
 * log beside it. `evenDamaged`: takes a damaged one as long as it can be read at all.
 * Throws `not-a-backup`, `backup-damaged`, `database-newer`. Blocks as long as the file is large.
 */
export function verifyCopy(path: string, options: { evenDamaged?: boolean } = {}): Contents {
  const contents = readCopy(path, options.evenDamaged ?? false);
  for (const rest of ['-wal', '-shm']) rmSync(`${path}${rest}`, { force: true });
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return contents;
}

function readCopy(path: string, evenDamaged: boolean): Contents {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    db.pragma('journal_mode = DELETE');
    if (!isSiarDatabase(db)) throw notABackup(path);
    assertKnown(Number(db.pragma('user_version', { simple: true })));
    const [damage] = listDamages(db);
    if (damage !== undefined && !evenDamaged) throw damaged(path, damage);
    return countContents(db);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw error.code === 'SQLITE_NOTADB' ? notABackup(path) : damaged(path, error.message);
  } finally {
    db?.close();
  }
}

function assertKnown(version: number): void {
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  if (version <= newest) return;
  throw refused(
    'database-newer',
    `This copy was written by a newer Siar (database version ${version}, this Siar knows ${newest}). Nothing was changed. Install the newer Siar to use it.`,
    { found: version, known: newest },
  );
}

function notABackup(path: string) {
  return invalid('not-a-backup', `${path} is no database of Siar's. Nothing was changed.`, {
    path,
  });
}

function damaged(path: string, reason: string) {
  return failed(
    'backup-damaged',
    `${path} is damaged (${reason}). Nothing was changed. Use another copy; \`--force\` takes what can be read of this one.`,
    { path, reason },
  );
}
