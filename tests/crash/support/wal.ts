import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes before the first frame of a log. */
export const WAL_HEADER = 32;
/** Bytes before the page in a frame. */
export const FRAME_HEADER = 24;

/** Where a run of the log (between two times that it starts at its beginning) was at some moment. */
export type WalMark = {
  /** Of the run: changes each time the log starts again. */
  salt: string;
  /** Behind the last frame that commits, bytes. */
  end: number;
};

/** A log as it is in its file: what SQLite would take from it. */
export type Wal = WalMark & {
  size: number;
  pageSize: number;
  /** Page numbers of the frames up to `end` (from the mark on), with the offset behind each frame. */
  frames: { page: number; end: number }[];
};

/**
 * Reads the frames of a log (https://sqlite.org/fileformat2.html#walformat), from a mark of the same run
 * on where one is given; null where there is no log or its header is not whole.
 */
export function readWal(path: string, from?: WalMark): Wal | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const header = Buffer.alloc(WAL_HEADER);
    if (readSync(file, header, 0, WAL_HEADER, 0) < WAL_HEADER) return null;
    const add = checksums((header.readUInt32BE(0) & 1) === 1);
    let sum = add([0, 0], header.subarray(0, 24));
    if (!isSum(header, 24, sum)) return null;
    const pageSize = header.readUInt32BE(8);
    const salt = header.toString('hex', 16, 24);
    const wal: Wal = { salt, end: WAL_HEADER, size, pageSize, frames: [] };
    const step = FRAME_HEADER + pageSize;
    const frame = Buffer.alloc(step);
    if (from?.salt === salt && from.end > WAL_HEADER) {
      wal.end = from.end;
      readSync(file, frame, 0, FRAME_HEADER, from.end - step);
      sum = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
    }
    const open: Wal['frames'] = [];
    for (let at = wal.end; at + step <= size; at += step) {
      readSync(file, frame, 0, step, at);
      if (frame.toString('hex', 8, 16) !== salt) break;
      sum = add(add(sum, frame.subarray(0, 8)), frame.subarray(FRAME_HEADER));
      if (!isSum(frame, 16, sum)) break;
      open.push({ page: frame.readUInt32BE(0), end: at + step });
      if (frame.readUInt32BE(4) === 0) continue;
      wal.end = at + step;
      wal.frames.push(...open.splice(0));
    }
    return wal;
  } finally {
    closeSync(file);
  }
}

type Sum = readonly [number, number];

function checksums(isBigEndian: boolean): (sum: Sum, bytes: Buffer) => Sum {
  return ([first, second], bytes) => {
    const word = (at: number) => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
    let [a, b] = [first, second];
    for (let at = 0; at < bytes.length; at += 8) {
      a = (a + word(at) + b) >>> 0;
      b = (b + word(at + 4) + a) >>> 0;
    }
    return [a, b];
  };
}

function isSum(bytes: Buffer, at: number, [a, b]: Sum): boolean {
  return bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
}
