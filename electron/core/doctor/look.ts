import { say } from '#shared/said/say.ts';
import type { Db } from '#core/store/db.ts';

/** One check of the database: `find` answers what is wrong as `say` makes it, or null. */
export type Look = { name: string; fine: string; find: (db: Db) => string | null };

/** Some of the things that are wrong, and how many more, as `readSaid` finds them again. */
export function some(things: readonly string[]): string {
  const more = things.length > 5 ? [say('things-more', { more: things.length - 5 })] : [];
  return [...things.slice(0, 5), ...more].join('; ');
}
