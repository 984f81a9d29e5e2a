import { closeSync, existsSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { ftruncateSync } from 'node:fs';
import { join } from 'node:path';

const HEADER = 32;
const FRAME_HEADER = 24;

/**
 * What a power cut may do to the write-ahead log: everything after the last commit was never synced, so
 * it is lost or garbage. With synchronous=FULL a commit is synced before it returns, so what is before
 * stays. The shared-memory index is only ever in memory.
 */
export function cutPower(dataFolder: string, random: () => number): void {
  rmSync(join(dataFolder, 'siar.db-shm'), { force: true });
  const path = join(dataFolder, 'siar.db-wal');
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    const size = fstatSync(file).size;
    const end = endOfLastCommit(file, size);
    if (end >= size) return;
    if (random() < 0.5) ftruncateSync(file, end);
    else {
      const garbage = Buffer.alloc(size - end, Math.floor(random() * 256));
      writeSync(file, garbage, 0, garbage.length, end);
    }
  } finally {
    closeSync(file);
  }
}

/** Byte offset behind the last frame that commits, among the frames of the log's present run. */
function endOfLastCommit(file: number, size: number): number {
  const header = Buffer.alloc(HEADER);
  if (readSync(file, header, 0, HEADER, 0) < HEADER) return 0;
  const pageSize = header.readUInt32BE(8);
  const salt = header.subarray(16, 24);
  const frame = Buffer.alloc(FRAME_HEADER);
  let end = HEADER;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= size; at += FRAME_HEADER + pageSize) {
    readSync(file, frame, 0, FRAME_HEADER, at);
    if (!frame.subarray(8, 16).equals(salt)) break;
    if (frame.readUInt32BE(4) !== 0) end = at + FRAME_HEADER + pageSize;
  }
  return end;
}
