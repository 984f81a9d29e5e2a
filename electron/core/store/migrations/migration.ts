import type { Db } from '#core/store/db.ts';

/** One forward step of the schema. Versions rise in tens; a released step is never edited. */
export type Migration = { version: number; name: string; up: (db: Db) => void };
