import fs, {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import Database, { type Statement } from 'better-sqlite3';
import { readWal, type WalMark } from '#tests/crash/support/wal.ts';

const BYTES = 64;
/** What SQLite calls synchronous=FULL. */
const FULL = 2;

/**
 * Notes in a file how far the log of this process's database is on the disk for certain: at a commit that
 * has returned with synchronous=FULL, and where it is NORMAL only when a flush of the log has ended that
 * began after it. That much the process may have acted on; what is behind the mark at a kill was perhaps
 * written and perhaps not. Call it before a core is opened: transactions and single statements commit
 * alike, whoever makes them.
 */
export function armSyncedMark(markPath: string): void {
  const file = openSync(markPath, existsSync(markPath) ? 'r+' : 'w');
  let last: WalMark | undefined;
  let path = '';
  const write = ({ salt, end }: WalMark) => {
    last = { salt, end };
    writeSync(file, JSON.stringify(last).padEnd(BYTES), 0);
  };
  const note = (db: Database.Database) => {
    if (db.inTransaction || !db.name.endsWith('siar.db')) return;
    path = `${db.name}-wal`;
    if (db.pragma('synchronous', { simple: true }) !== FULL) return;
    const wal = readWal(path, last);
    if (wal !== null && (wal.salt !== last?.salt || wal.end > last.end)) write(wal);
  };
  const { fdatasync } = fs;
  Object.assign(fs, {
    fdatasync: (log: number, done: (error: Error | null) => void) => {
      const wal = readWal(path, last);
      fdatasync(log, (error) => {
        // A run that began meanwhile has its own mark, and the one before it is in the database.
        const isNewer = wal !== null && (last === undefined || readWal(path)?.salt === wal.salt);
        const isFurther = isNewer && (wal.salt !== last?.salt || wal.end > last.end);
        if (!error && isFurther) write(wal);
        done(error);
      });
    },
  });
  syncBuiltinESMExports();
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
