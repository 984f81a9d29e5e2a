import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { say } from '#shared/said/say.ts';
import {
  damagedSpreadsheet,
  spreadsheetTooLarge,
  zipBomb,
} from '#core/contacts/import/refusals.ts';
import { readZipDirectory, type ZipEntry } from '#core/contacts/import/zip-directory.ts';

/** The whole-workbook reader holds everything in memory, so larger files go as CSV. */
const MAX_WORKBOOK_BYTES = 20 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 300 * 1024 * 1024;
/** Real sheets shrink to a tenth or a thirtieth. */
const MAX_RATIO = 200;
/** Below this nothing can do harm, however well it was packed. */
const HARMLESS_BYTES = 1024 * 1024;

/**
 * Refuses a workbook that is too large, cut off, or packed beyond reason, before any of it is parsed.
 * The list of contents is believed only as far as unpacking (into nothing) confirms it.
 */
export async function assertSafeWorkbook(file: { path: string; name: string }): Promise<void> {
  const { size } = await stat(file.path);
  if (size > MAX_WORKBOOK_BYTES) throw spreadsheetTooLarge(file.name);
  const entries = await readZipDirectory(file.path);
  if (!entries) throw damagedSpreadsheet(file.name, say('damaged-end'));
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressed, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.compressed, 0);
  if (unpacked > MAX_UNPACKED_BYTES) throw zipBomb(file.name);
  if (unpacked > HARMLESS_BYTES && unpacked > Math.max(1, packed) * MAX_RATIO) {
    throw zipBomb(file.name);
  }
  for (const entry of entries) await assertHonest(file, entry);
}

/** Unpacks one entry into nothing and stops where it grows beyond what it declared. */
async function assertHonest(file: { path: string; name: string }, entry: ZipEntry): Promise<void> {
  if (entry.method !== 8 || entry.compressed === 0) return;
  const handle = await open(file.path, 'r');
  const header = Buffer.alloc(30);
  try {
    await handle.read(header, 0, 30, entry.offset);
  } finally {
    await handle.close();
  }
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  let size = 0;
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > entry.uncompressed ? zipBomb(file.name) : null);
    },
  });
  const input = createReadStream(file.path, { start, end: start + entry.compressed - 1 });
  try {
    await pipeline(input, createInflateRaw(), count);
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw damagedSpreadsheet(file.name, say('damaged-part', { said: entry.name }));
    }
    throw error;
  }
}
