import fs from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '#core/store/db.ts';
import { createFlusher, type Flusher } from '#core/store/flusher.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { holdFlushes } from '#tests/support/held-flushes.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

let folder: string;
let db: Db;
let flusher: Flusher;

beforeEach(async () => {
  folder = await makeFolder();
  db = openDatabase(join(folder, 'siar.db'));
  db.exec('CREATE TABLE notes (n INTEGER)');
  flusher = createFlusher(db);
});

afterEach(async () => {
  flusher.close();
  db.close();
  await removeFolder(folder);
});

const note = (n: number) => flusher.commit(() => db.prepare('INSERT INTO notes VALUES (?)').run(n));
const notes = (of: Db = db) => of.prepare('SELECT n FROM notes ORDER BY n').pluck().all();

/** What a promise has come to by now. */
async function stateOf(promise: Promise<void>): Promise<string> {
  const waiting = new Promise<string>((resolve) => setTimeout(resolve, 20, 'waiting'));
  return Promise.race([
    promise.then(
      () => 'flushed',
      () => 'refused',
    ),
    waiting,
  ]);
}

describe('a commit that is flushed later', () => {
  it('is seen by others at once, and leaves every other commit with synchronous=FULL', () => {
    note(1);
    const other = new Database(join(folder, 'siar.db'), { readonly: true });
    expect(notes(other)).toEqual([1]);
    other.close();
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(() =>
      flusher.commit(() => {
        db.prepare('INSERT INTO notes VALUES (2)').run();
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(notes()).toEqual([1]);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
  });

  it('is flushed by a flush that began after it, never by one that was under way', async () => {
    const held = holdFlushes();
    note(1);
    const first = flusher.flushed();
    note(2);
    const [second, third] = [flusher.flushed(), flusher.flushed()];
    expect(held).toHaveLength(1);
    held[0]!.end();
    expect(await stateOf(first)).toBe('flushed');
    expect(await stateOf(second)).toBe('waiting');
    // Whoever waits together shares one flush.
    expect(held).toHaveLength(2);
    held[1]!.end();
    expect([await stateOf(second), await stateOf(third)]).toEqual(['flushed', 'flushed']);
    expect(held).toHaveLength(2);
  });

  it('is refused where the disk refuses, and the next one copies all into the database first', async () => {
    const held = holdFlushes();
    note(1);
    const first = flusher.flushed();
    held[0]!.end(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    expect(await stateOf(first)).toBe('refused');
    expect(fs.statSync(join(folder, 'siar.db-wal')).size).toBeGreaterThan(0);
    const before = fs.readFileSync(join(folder, 'siar.db'));
    note(2);
    // The first note is in the database itself now; the log begins anew with the second.
    expect(fs.readFileSync(join(folder, 'siar.db')).equals(before)).toBe(false);
    const second = flusher.flushed();
    held[1]!.end();
    expect(await stateOf(second)).toBe('flushed');
    expect(notes()).toEqual([1, 2]);
  });

  it('is refused where a log that may be torn cannot be copied, because somebody reads it', async () => {
    const held = holdFlushes();
    note(1);
    const reader = new Database(join(folder, 'siar.db'), { readonly: true });
    const rows = reader.prepare('SELECT n FROM notes').iterate();
    rows.next();
    const first = flusher.flushed();
    held[0]!.end(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    expect(await stateOf(first)).toBe('refused');
    db.pragma('busy_timeout = 10');
    expect(() => note(2)).toThrow('could not be copied');
    rows.return?.();
    reader.close();
    note(3);
    expect(notes()).toEqual([1, 3]);
  });
});
