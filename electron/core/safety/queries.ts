import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** One stored JSON text of the settings; undefined where there is none. */
export function getStored(db: Db, key: string): string | undefined {
  return statement<{ value: string }>(db, 'SELECT value FROM settings WHERE key = ?').get(key)
    ?.value;
}
