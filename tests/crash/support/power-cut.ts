import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { openEpochFile, readEpoch } from '#core/guard/epoch-file.ts';
import { readSyncedMark, writeSyncedMark } from '#tests/crash/support/synced-mark.ts';
import { FRAME_HEADER, readWal, WAL_HEADER, type Wal } from '#tests/crash/support/wal.ts';

/** What a disk writes whole, at the least. */
const SECTOR = 512;

/** What a power cut does to the file that remembers, outside the database, how far it has sent. */
export const EPOCH_FATES = ['kept', 'stale', 'torn', 'gone', 'newer'] as const;
/** See EPOCH_FATES. The last two must lock: what was sent is not known, or the database lost some. */
export type EpochFate = (typeof EPOCH_FATES)[number];

/**
 * What a power cut may do to a database of which the log's mark is kept (armSyncedMark): every byte behind it
 * is lost, garbage or kept, sector by sector; pages that a checkpoint was perhaps just copying are torn;
 * the shared-memory index is gone, or nonsense. What is before the mark stays: that is what
 * synchronous=FULL promises. Answers what it did, in words, and the bytes it hit.
 */
export function cutPower(
  dataFolder: string,
  markPath: string,
  random: () => number,
): { story: string; lost: number } {
  const path = join(dataFolder, 'siar.db-wal');
  const wal = readWal(path);
  const copied = wal === null ? 0 : endOfCopied(dataFolder, wal);
  const did = [cutIndex(dataFolder, random)];
  if (wal === null) return { story: did.join(', '), lost: 0 };
  const synced = readSyncedMark(markPath);
  const isSameRun = synced?.salt === wal.salt;
  // A run that no commit has returned from began only after all before it was in the database, synced.
  const end = Math.max(isSameRun ? synced.end : 0, copied);
  did.push(`${wal.size - end} of ${wal.size} bytes of the log ${cutTail(path, wal, end, random)}`);
  if (end > 0 && random() < 0.4) did.push(tearPages(dataFolder, wal, end, random));
  // What is there when the power comes back is on the disk.
  const left = readWal(path);
  if (left !== null) writeSyncedMark(markPath, left);
  return { story: did.join(', '), lost: wal.size - end };
}

/**
 * How far a checkpoint has begun to copy the log into the database: SQLite syncs that much first, also
 * inside a commit that has not returned yet. From the index (https://sqlite.org/walformat.html#wal_index_file_format).
 */
function endOfCopied(dataFolder: string, wal: Wal): number {
  const path = join(dataFolder, 'siar.db-shm');
  const index = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (index.length < 132 || index.toString('hex', 32, 40) !== wal.salt) return 0;
  const attempted = index.readUInt32LE(128);
  return attempted === 0 ? 0 : WAL_HEADER + attempted * (FRAME_HEADER + wal.pageSize);
}

function cutIndex(dataFolder: string, random: () => number): string {
  const path = join(dataFolder, 'siar.db-shm');
  if (!existsSync(path) || random() < 0.6) {
    rmSync(path, { force: true });
    return 'no index';
  }
  writeFileSync(path, garbage(32_768, random));
  return 'a garbled index';
}

function cutTail(path: string, wal: Wal, end: number, random: () => number): string {
  const tail = wal.size - end;
  if (tail === 0) return 'were not synced';
  const file = openSync(path, 'r+');
  try {
    const kind = Math.floor(random() * 5);
    if (kind === 0) {
      const kept = Math.floor(random() * (tail + 1));
      ftruncateSync(file, end + kept);
      return `cut to ${kept}`;
    }
    if (kind === 1) {
      writeSync(file, Buffer.alloc(tail), 0, tail, end);
      return 'zeroed';
    }
    if (kind === 2) {
      writeSync(file, garbage(tail, random), 0, tail, end);
      return 'garbled';
    }
    if (kind === 3) return 'kept';
    // Torn frames: a disk writes sectors in any order, so a later one may be there without an earlier.
    const [most, lost] = [wal.size - (wal.size % SECTOR), 0.1 + random() * 0.8];
    let count = 0;
    for (let at = end - (end % SECTOR); at <= most; at += SECTOR) {
      if (random() > lost) continue;
      const from = Math.max(at, end);
      const length = Math.min(at + SECTOR, wal.size) - from;
      if (length <= 0) continue;
      count += 1;
      const bytes = random() < 0.5 ? Buffer.alloc(length) : garbage(length, random);
      writeSync(file, bytes, 0, length, from);
    }
    return `torn in ${count} sectors`;
  } finally {
    closeSync(file);
  }
}

/** A checkpoint writes pages of the synced log into the database, and syncs only when it has all. */
function tearPages(dataFolder: string, wal: Wal, end: number, random: () => number): string {
  const pages = [...new Set(wal.frames.filter((frame) => frame.end <= end).map((f) => f.page))];
  const torn = pages.filter(() => random() < 3 / pages.length);
  const file = openSync(join(dataFolder, 'siar.db'), 'r+');
  try {
    // The second half: the first holds what SQLite reads from page 1 before it looks at the log.
    const half = wal.pageSize / 2;
    for (const page of torn) {
      writeSync(file, garbage(half, random), 0, half, (page - 1) * wal.pageSize + half);
    }
  } finally {
    closeSync(file);
  }
  return `pages ${torn.join(' ')} torn`;
}

/** Does to the epoch file what a power cut does to it. Its writes are not flushed while Siar runs. */
export function cutEpoch(stateFolder: string, fate: EpochFate, random: () => number): void {
  if (fate === 'kept' || !existsSync(stateFolder)) return;
  const name = readdirSync(stateFolder).find((one) => one.endsWith('.epoch'));
  if (name === undefined) return;
  const path = join(stateFolder, name);
  const epoch = readEpoch(path) ?? 0;
  if (fate === 'gone') return rmSync(path);
  if (fate === 'torn') {
    // The newer slot or the older; or half of both, as one sector is written whole or not at all.
    const file = openSync(path, 'r+');
    writeSync(file, garbage(40, random), 0, 40, random() < 0.5 ? 0 : 64);
    return closeSync(file);
  }
  const by = 1 + Math.floor(random() * 60);
  openEpochFile(path, fate === 'newer' ? epoch + 1_000 + by : Math.max(0, epoch - by)).close();
}

function garbage(length: number, random: () => number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(random() * 4_294_967_296, at);
  return bytes;
}
