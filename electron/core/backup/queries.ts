import { say } from '#shared/said/say.ts';
import type { Db } from '#core/store/db.ts';

/** How much a database holds: what a copy of it must hold too. */
export type Contents = { contacts: number; messages: number };

/** See Contents. Counts every row, so it takes as long as the database is large. */
export function countContents(db: Db): Contents {
  const count = (table: 'contacts' | 'messages') =>
    Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return { contacts: count('contacts'), messages: count('messages') };
}

/** Whether this is a database of Siar's. */
export function isSiarDatabase(db: Db): boolean {
  const found = db
    .prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('contacts','messages','attempts')")
    .pluck()
    .get();
  return found === 3;
}

/** What SQLite finds wrong with the file, up to five sentences; empty where it is whole. */
export function listDamages(db: Db): string[] {
  const found = db.pragma('integrity_check(5)') as { integrity_check: string }[];
  const damages = found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  const strays = db.pragma('foreign_key_check') as { table: string }[];
  if (strays.length > 0) damages.push(say('thing-strays', { rows: strays.length }));
  return damages.slice(0, 5);
}

/** How far a database has sent, and whose it is: null in copies from before databases had names. */
export type Mark = { databaseId: string | null; attempts: number; lastSentAt: number | null };

/** See Mark. Works on copies of every version. */
export function readMark(db: Db): Mark {
  const last = db.prepare('SELECT id, started_at FROM attempts ORDER BY id DESC LIMIT 1').get() as
    { id: number; started_at: number } | undefined;
  const named = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'identity'").get();
  const id = named && db.prepare('SELECT database_id FROM identity').pluck().get();
  return {
    databaseId: typeof id === 'string' ? id : null,
    attempts: last?.id ?? 0,
    lastSentAt: last?.started_at ?? null,
  };
}
