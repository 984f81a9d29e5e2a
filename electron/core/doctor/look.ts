import type { Db } from '#core/store/db.ts';

/** One check of the database: `find` answers what is wrong, or null. */
export type Look = { name: string; fine: string; find: (db: Db) => string | null };

/** Some of the things that are wrong, and how many more. */
export function some(things: readonly string[]): string {
  const shown = things.slice(0, 5).join(', ');
  return things.length > 5 ? `${shown} and ${things.length - 5} more` : shown;
}
