import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import Database, { type Statement } from 'better-sqlite3';
import { readWal, type WalMark } from '#tests/crash/support/wal.ts';

const BYTES = 64;

/**
 * Notes in a file, each time a commit has returned, how far the log of this process's database was
 * then. With synchronous=FULL that much was synced, and the process may have acted on it; what is
 * behind the mark at a kill was perhaps written and perhaps not. Call it before a core is opened:
 * transactions and single statements commit alike, whoever makes them.
 */
export function armSyncedMark(markPath: string): void {
  const file = openSync(markPath, existsSync(markPath) ? 'r+' : 'w');
  let last: WalMark | undefined;
  const note = (db: Database.Database) => {
    if (db.inTransaction || !db.name.endsWith('siar.db')) return;
    const wal = readWal(`${db.name}-wal`, last);
    if (wal === null || (wal.salt === last?.salt && wal.end === last.end)) return;
    last = { salt: wal.salt, end: wal.end };
    writeSync(file, JSON.stringify(last).padEnd(BYTES), 0);
  };
  process.once('exit', () => closeSync(file));

  const { transaction, exec } = Database.prototype;
  Database.prototype.transaction = function marked(
    this: Database.Database,
    work: (...args: unknown[]) => unknown,
  ) {
    const real = transaction.call(this, work);
    const immediate = (...args: unknown[]) => {
      const result: unknown = real.immediate(...args);
      note(this);
      return result;
    };
    return Object.assign(immediate, { immediate });
  } as typeof transaction;
  Database.prototype.exec = function marked(this: Database.Database, source) {
    const result = exec.call(this, source);
    note(this);
    return result;
  };
  const probe = new Database(':memory:');
  // better-sqlite3 does not name the class of its statements.
  const statements = Object.getPrototypeOf(probe.prepare('SELECT 1')) as Statement;
  probe.close();
  for (const verb of ['run', 'get', 'all'] as const) {
    const real = statements[verb];
    statements[verb] = function marked(this: Statement, ...args: unknown[]) {
      const result: unknown = real.apply(this, args);
      if (!this.readonly) note(this.database);
      return result;
    } as never;
  }
}

/** See armSyncedMark: another moment is the one that everything before it was synced. */
export function writeSyncedMark(markPath: string, { salt, end }: WalMark): void {
  writeFileSync(markPath, JSON.stringify({ salt, end }).padEnd(BYTES));
}

/** The mark as it was at the kill; null where nothing had been committed yet. */
export function readSyncedMark(markPath: string): WalMark | null {
  if (!existsSync(markPath)) return null;
  const text = readFileSync(markPath, 'utf8').trim();
  return text === '' ? null : (JSON.parse(text) as WalMark);
}
