import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { refused } from '#shared/contract/errors.ts';
import { statement, transaction } from '#core/store/statement.ts';
import type { Db } from '#core/store/db.ts';
import type { RelayCallback } from '#core/relay/protocol.ts';

/** A callback that has just come. */
export type NewCallback = Omit<RelayCallback, 'id'>;

/** The relay's disk. */
export type CallbackStore = {
  /**
   * New each time the store is opened: a folder may have been put back from a copy, and then a number
   * that was fetched before is given again. Numbers of another epoch acknowledge nothing.
   */
  readonly epoch: string;
  /** Resolves once the callback is on the disk; rejects when it is not. */
  add(callback: NewCallback): Promise<void>;
  /** Forgets what was fetched (numbers up to `after`) and reads on behind it. */
  take(after: number): { items: RelayCallback[]; left: number };
  count(): number;
  close(): void;
};

const SCHEMA = `
-- AUTOINCREMENT: a number is never given twice, also when all callbacks were fetched.
CREATE TABLE IF NOT EXISTS callbacks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  received_at INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  query TEXT NOT NULL,
  content_type TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS callbacks_by_age ON callbacks (received_at);
`;
/** One answer to a poll: so many callbacks and about so many characters, at the most. */
const MAX_ITEMS = 200;
const MAX_CHARACTERS = 1_000_000;
const HOUR_MS = 3_600_000;

type Waiting = { callback: NewCallback; resolve: () => void; reject: (error: unknown) => void };

/** Opens the store in a folder. Throws SiarError `relay-folder` where it cannot be used. */
export function openCallbackStore(options: {
  folder: string;
  now: () => number;
  /** Callbacks older than this are forgotten: the computer they were for did not come. */
  keepMs: number;
  /** Above this nothing more is taken. */
  maxCallbacks: number;
}): CallbackStore {
  const { now, keepMs, maxCallbacks } = options;
  const db = open(options.folder);
  const epoch = randomUUID();
  let waiting: Waiting[] = [];
  let count = countCallbacks(db);
  let sweptAt = -Infinity;

  function sweep(): void {
    if (now() - sweptAt < HOUR_MS) return;
    sweptAt = now();
    count -= statement(db, 'DELETE FROM callbacks WHERE received_at < ?').run(
      now() - keepMs,
    ).changes;
  }

  /** What came in one turn of the event loop shares one flush of the disk. */
  function commit(): void {
    const batch = waiting;
    waiting = [];
    try {
      transaction(db, () => {
        sweep();
        if (count + batch.length > maxCallbacks) throw new Error('the relay is full');
        for (const { callback } of batch) insert(db, callback, now());
      });
      count += batch.length;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      count = countCallbacks(db);
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    epoch,
    add(callback) {
      return new Promise((resolve, reject) => {
        waiting.push({ callback, resolve, reject });
        if (waiting.length === 1) setImmediate(commit);
      });
    },
    take(after) {
      const gone = statement(db, 'DELETE FROM callbacks WHERE id <= ?').run(after).changes;
      count -= gone;
      const items = readCallbacks(db, after);
      return { items, left: count - items.length };
    },
    count: () => count,
    close: () => db.close(),
  };
}

function open(folder: string): Db {
  try {
    const db = new Database(join(folder, 'relay.db'));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // What was fetched is to be gone from the file too: it names phones.
    db.pragma('secure_delete = ON');
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(
      'relay-folder',
      `The relay cannot use the folder ${folder} (${why}), so nothing was started. Choose another folder, or correct its rights.`,
      { folder },
    );
  }
}

function countCallbacks(db: Db): number {
  return statement<{ n: number }>(db, 'SELECT count(*) AS n FROM callbacks').get()?.n ?? 0;
}

function insert(db: Db, callback: NewCallback, now: number): void {
  statement(
    db,
    `INSERT INTO callbacks (received_at, method, path, query, content_type, body)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(now, callback.method, callback.path, callback.query, callback.contentType, callback.body);
}

function readCallbacks(db: Db, after: number): RelayCallback[] {
  const rows = statement<RelayCallback>(
    db,
    `SELECT id, method, path, query, content_type AS contentType, body FROM callbacks
     WHERE id > ? ORDER BY id LIMIT ?`,
  ).all(after, MAX_ITEMS);
  let characters = 0;
  const fitting = rows.findIndex(({ query, body }) => {
    characters += query.length + body.length;
    return characters > MAX_CHARACTERS;
  });
  return fitting === -1 ? rows : rows.slice(0, Math.max(1, fitting));
}
