import { open } from 'node:fs/promises';

/** One file inside a ZIP archive, as its list of contents declares it. */
export type ZipEntry = {
  name: string;
  method: number;
  compressed: number;
  uncompressed: number;
  /** Where its local header begins. */
  offset: number;
};

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The end record and the longest comment behind it. */
const TAIL = 22 + 65_535;

/**
 * Reads a ZIP archive's list of contents without unpacking anything; undefined when it has none
 * (cut off, or no ZIP). Sizes that need ZIP64 come as 4294967295, far above any bound used here.
 */
export async function readZipDirectory(path: string): Promise<ZipEntry[] | undefined> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL));
    await handle.read(tail, 0, tail.length, size - tail.length);
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
    if (end < 0) return undefined;
    const count = tail.readUInt16LE(end + 10);
    const length = tail.readUInt32LE(end + 12);
    const start = tail.readUInt32LE(end + 16);
    if (start + length > size || length > 64 * 1024 * 1024) return undefined;
    const directory = Buffer.alloc(length);
    await handle.read(directory, 0, length, start);
    return readEntries(directory, count);
  } finally {
    await handle.close();
  }
}

function readEntries(directory: Buffer, count: number): ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY) return undefined;
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressed: directory.readUInt32LE(at + 20),
      uncompressed: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}
