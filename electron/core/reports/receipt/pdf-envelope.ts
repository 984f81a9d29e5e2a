import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/** A comment behind the end of a PDF, which readers skip: the hash of every byte before it. */
const SEAL = '\n%siar-file-sha256=';
/** Twice the largest receipt that goes into a PDF. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Seals a whole PDF, so that a change of its printed pages is noticed too. */
export function sealPdf(pdf: Buffer): Buffer {
  return Buffer.concat([pdf, Buffer.from(`${SEAL}${hashOf(pdf)}\n`)]);
}

/** Whether a PDF is byte for byte as it was sealed. */
export function isSealIntact(file: Buffer): boolean {
  const at = file.lastIndexOf(SEAL);
  if (at < 0) return false;
  return file.subarray(at).toString('latin1') === `${SEAL}${hashOf(file.subarray(0, at))}\n`;
}

/** The file that is attached to a PDF, or null where there is none to be read. */
export function attachmentOf(file: Buffer): Buffer | null {
  const kind = file.indexOf('/Type /EmbeddedFile');
  if (kind < 0) return null;
  const start = file.indexOf('stream\n', kind);
  const dictionary = file.subarray(kind, start).toString('latin1');
  const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1]);
  if (start < 0 || !Number.isSafeInteger(length)) return null;
  const from = start + 'stream\n'.length;
  const content = file.subarray(from, from + length);
  if (!dictionary.includes('/FlateDecode')) return content;
  try {
    return inflateSync(content, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
