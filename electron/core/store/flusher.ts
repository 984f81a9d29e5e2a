import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/**
 * Commits whose way to the disk is waited for elsewhere, so that a slow disk holds up what must be on it
 * first, and nothing else (decision record 0021).
 */
export type Flusher = {
  /**
   * Runs `work` in one IMMEDIATE transaction. When it returns the commit is whole and a crash of Siar
   * cannot undo it; a power cut still can, until `flushed` resolves.
   */
  commit<T>(work: () => T): T;
  /** Resolves once everything that was committed before the call is on the disk. Rejects when it cannot be. */
  flushed(): Promise<void>;
  /** Call before the database is closed. */
  close(): void;
};

/** See Flusher. The database is in WAL mode with synchronous=FULL and stays so for everybody else. */
export function createFlusher(db: Db): Flusher {
  return db.memory ? inMemory(db) : new WalFlusher(db);
}

function inMemory(db: Db): Flusher {
  return {
    commit: (work) => transaction(db, work),
    flushed: () => Promise.resolve(),
    close: () => {},
  };
}

class WalFlusher implements Flusher {
  private readonly db: Db;
  private file: number | undefined;
  private running: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  /**
   * A flush failed. Linux may have dropped what it could not write and call the next flush good (fsync(2),
   * EIO): only a copy in the database proves that all is there.
   */
  private isInDoubt = false;

  constructor(db: Db) {
    this.db = db;
  }

  commit<T>(work: () => T): T {
    if (this.isInDoubt) this.copyAll();
    // NORMAL: the log is written but not flushed at a commit. It still is before a checkpoint copies it.
    // By exec, which costs a quarter of a pragma() at each commit.
    this.db.exec('PRAGMA synchronous = NORMAL');
    try {
      return transaction(this.db, work);
    } finally {
      this.db.exec('PRAGMA synchronous = FULL');
    }
  }

  flushed(): Promise<void> {
    // One that is under way began before this commit, perhaps.
    if (this.running) return (this.next ??= this.running.then(this.start, this.start));
    return this.start();
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private readonly start = (): Promise<void> => {
    this.next = undefined;
    const flush = this.flush().finally(() => {
      if (this.running === flush) this.running = undefined;
    });
    this.running = flush;
    return flush;
  };

  private async flush(): Promise<void> {
    try {
      this.file ??= openLog(this.db.name);
      await flushFile(this.file);
    } catch (error) {
      this.isInDoubt = true;
      throw error;
    }
  }

  /** Throws where the disk still refuses, or somebody reads an older state. */
  private copyAll(): void {
    const [result] = this.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy !== 0) throw new Error('the log could not be copied into the database');
    this.isInDoubt = false;
  }
}

function flushFile(file: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(file, (error) => (error ? reject(error) : resolve()));
  });
}

/** The log of an open database; while a connection is open it stays the same file. */
function openLog(path: string): number {
  const file = openSync(`${path}-wal`, 'r+');
  // SQLite does so with the first flush of a new log. Windows has no such thing.
  if (process.platform === 'win32') return file;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
  return file;
}
