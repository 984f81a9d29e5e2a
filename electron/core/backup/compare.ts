import Database from 'better-sqlite3';
import { join } from 'node:path';
import { countContents, readMark, type Contents, type Mark } from '#core/backup/queries.ts';

type Side = Contents & { lastSentAt: number | null };

/** A copy beside the present data. `sentSince`: attempts it does not know; null where it is other data. */
export type Comparison = { copy: Side; now: Side; sameData: boolean; sentSince: number | null };

/** Counts both. Changes nothing; blocks as long as the larger of the two is large. */
export function compareWithPresent(copyPath: string, dataFolder: string): Comparison {
  const copy = read(copyPath);
  const now = read(join(dataFolder, 'siar.db'));
  const sameData = copy.mark.databaseId !== null && copy.mark.databaseId === now.mark.databaseId;
  return {
    copy: copy.side,
    now: now.side,
    sameData,
    sentSince: sameData ? Math.max(0, now.mark.attempts - copy.mark.attempts) : null,
  };
}

function read(path: string): { side: Side; mark: Mark } {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const mark = readMark(db);
    return { side: { ...countContents(db), lastSentAt: mark.lastSentAt }, mark };
  } finally {
    db.close();
  }
}
