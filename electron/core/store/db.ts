import type Database from 'better-sqlite3';

/** A handle of the one database. All calls are synchronous; never await inside a transaction. */
export type Db = Database.Database;
