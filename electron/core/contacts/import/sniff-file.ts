import { isUtf8 } from 'node:buffer';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { failed } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import {
  encodingOfMark,
  legacyEncoding,
  unmarkedUtf16,
  type TextEncodingName,
} from '#core/contacts/import/detect-encoding.ts';
import {
  binaryFile,
  damagedSpreadsheet,
  emptyFile,
  passwordProtected,
} from '#core/contacts/import/refusals.ts';

/** What a file really is, whatever its name says. */
export type FileNature = { kind: 'xlsx' } | { kind: 'text'; encoding: TextEncodingName };

const CHUNK = 1024 * 1024;

const SIGNATURES: readonly [string, string][] = [
  ['25504446', say('kind-pdf')],
  ['89504e47', say('kind-picture', { format: 'PNG' })],
  ['ffd8ff', say('kind-picture', { format: 'JPEG' })],
  ['47494638', say('kind-picture', { format: 'GIF' })],
  ['1f8b', say('kind-archive', { format: 'gzip' })],
  ['377abcaf271c', say('kind-archive', { format: '7z' })],
  ['526172211a07', say('kind-archive', { format: 'RAR' })],
  ['53514c69746520666f726d6174', say('kind-database')],
  ['7f454c46', say('kind-program')],
  ['504b0304', say('kind-zip')],
];
const BINARY = say('kind-binary');
const OLE = 'd0cf11e0a1b11ae1';

/**
 * Looks at the bytes: an .xlsx workbook, text in a known encoding, or a refusal that says what it
 * seems to be. Reads all of a text file once (about a gigabyte a second), because one byte far down
 * decides whether it is UTF-8.
 */
export async function sniffFile(file: { path: string; name: string }): Promise<FileNature> {
  const handle = await open(file.path, 'r').catch((error: unknown) => {
    throw failed(
      'cannot-read',
      `${file.name} cannot be opened (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}). Nothing was imported. Check that it is there and not open elsewhere.`,
      { name: file.name },
    );
  });
  try {
    const head = await readAt(handle, 0, 64 * 1024);
    if (head.length === 0) throw emptyFile(file.name);
    refuseOtherFormats(head, file.name, await isEncrypted(handle, head));
    if (head.subarray(0, 4).toString('hex') === '504b0304') {
      if (await mentionsWorkbook(file, handle)) return { kind: 'xlsx' };
      throw looksLikeWorkbook(file.name)
        ? damagedSpreadsheet(file.name, say('damaged-missing'))
        : binaryFile(file.name, say('kind-zip'));
    }
    if (looksLikeWorkbook(file.name)) {
      throw damagedSpreadsheet(file.name, say('damaged-beginning'));
    }
    return { kind: 'text', encoding: await textEncoding(handle, head, file.name) };
  } finally {
    await handle.close();
  }
}

function looksLikeWorkbook(name: string): boolean {
  return ['.xlsx', '.xlsm'].includes(extname(name).toLowerCase());
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function refuseOtherFormats(head: Buffer, name: string, encrypted: boolean): void {
  const start = head.subarray(0, 16).toString('hex');
  if (start.startsWith(OLE)) {
    if (encrypted) throw passwordProtected(name);
    throw binaryFile(name, say('kind-office'));
  }
  for (const [signature, what] of SIGNATURES) {
    if (signature !== '504b0304' && start.startsWith(signature)) throw binaryFile(name, what);
  }
  const text = head.subarray(0, 512).toString('latin1').trimStart().toLowerCase();
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|\?xml)/.test(text)) {
    throw binaryFile(name, say('kind-web'));
  }
}

/** Office wraps a workbook with a password in an OLE file with a stream of this name. */
async function isEncrypted(handle: FileHandle, head: Buffer): Promise<boolean> {
  if (!head.subarray(0, 8).toString('hex').startsWith(OLE)) return false;
  const name = Buffer.from('EncryptedPackage', 'utf16le');
  if (head.includes(name)) return true;
  const { size } = await handle.stat();
  for (let at = 0; at < size; at += CHUNK) {
    if ((await readAt(handle, at, CHUNK + name.length)).includes(name)) return true;
  }
  return false;
}

/** Whether the end of the file, where a ZIP keeps its list of contents, names a workbook. */
async function mentionsWorkbook(file: { path: string }, handle: FileHandle): Promise<boolean> {
  const { size } = await stat(file.path);
  const tail = await readAt(handle, Math.max(0, size - CHUNK), CHUNK);
  return tail.includes('xl/workbook') || tail.includes('xl\\workbook');
}

async function textEncoding(
  handle: FileHandle,
  head: Buffer,
  name: string,
): Promise<TextEncodingName> {
  const marked = encodingOfMark(head) ?? unmarkedUtf16(head);
  if (marked === 'utf-16le' || marked === 'utf-16be') return marked;
  const control = head.filter((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20)).length;
  if (control > head.length / 100) throw binaryFile(name, BINARY);
  let carry: Buffer = Buffer.alloc(0);
  for (let at = 0; ;) {
    const read = await readAt(handle, at, CHUNK);
    at += read.length;
    const chunk = carry.length > 0 ? Buffer.concat([carry, read]) : read;
    if (read.includes(0)) throw binaryFile(name, BINARY);
    const end = read.length === 0 ? chunk.length : wholeCharacters(chunk);
    if (!isUtf8(chunk.subarray(0, end))) {
      await refuseZeros(handle, at, name);
      return legacyEncoding(sampleAround(chunk));
    }
    if (read.length === 0) return 'utf-8';
    carry = chunk.subarray(end);
  }
}

async function refuseZeros(handle: FileHandle, from: number, name: string): Promise<void> {
  for (let at = from; ;) {
    const chunk = await readAt(handle, at, CHUNK);
    if (chunk.length === 0) return;
    if (chunk.includes(0)) throw binaryFile(name, BINARY);
    at += chunk.length;
  }
}

/** The length without a character that the chunk's end cuts in two. */
function wholeCharacters(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return byte >= 0xc0 ? chunk.length - back : chunk.length;
  }
  return chunk.length;
}

/** Up to 64 kB that begin with the first byte above ASCII. */
function sampleAround(chunk: Buffer): Buffer {
  const first = chunk.findIndex((byte) => byte >= 0x80);
  return chunk.subarray(Math.max(0, first), first + 64 * 1024);
}
