import type { Statement } from 'better-sqlite3';
import type { Db } from '#core/store/db.ts';

const caches = new WeakMap<Db, Map<string, Statement>>();

/**
 * The prepared form of a fixed SQL text, prepared once per database handle.
 * Row is the shape of a result row; queries.ts files own both the SQL and the shape.
 */
export function statement<Row = unknown>(db: Db, sql: string): Statement<unknown[], Row> {
  let cache = caches.get(db);
  if (!cache) {
    cache = new Map();
    caches.set(db, cache);
  }
  let prepared = cache.get(sql);
  if (!prepared) {
    prepared = db.prepare(sql);
    cache.set(sql, prepared);
  }
  // better-sqlite3 types rows at prepare time; the cache holds statements of every shape.
  return prepared as Statement<unknown[], Row>;
}

type Runner = { immediate(work: () => unknown): unknown };

const runners = new WeakMap<Db, Runner>();

/** Runs `work` in one IMMEDIATE transaction: it takes the write lock first, so it cannot deadlock. */
export function transaction<T>(db: Db, work: () => T): T {
  let runner = runners.get(db);
  if (!runner) {
    // Made once: each makes four functions and looks up three statements.
    runner = db.transaction((task: () => unknown) => task());
    runners.set(db, runner);
  }
  // What it answers is what the work does.
  return runner.immediate(work) as T;
}
