import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { invalid } from '#shared/contract/errors.ts';
import { attachmentOf, isSealIntact } from '#core/reports/receipt/pdf-envelope.ts';
import { readCsvLines } from '#core/reports/receipt/read-lines.ts';
import { verifyLines, type Verdict } from '#core/reports/receipt/verify-lines.ts';

/** What became of the check of a file. `pages`: of a PDF, whether all of it is as it was written. */
export type FileVerdict = {
  format: 'csv' | 'pdf';
  receipt: Verdict;
  pages: 'intact' | 'changed' | null;
};

const PIECE = 256 * 1024;

/**
 * Checks a receipt file, .csv or .pdf, by nothing but itself: needs no data folder and no network.
 * Throws `cannot-read` where there is no such file.
 */
export async function verifyFile(path: string): Promise<FileVerdict> {
  if (await isPdf(path)) {
    const file = await readFile(path);
    const pages = isSealIntact(file) ? 'intact' : 'changed';
    const attached = attachmentOf(file);
    const text = attached === null ? [] : [attached.toString('utf8')];
    return { format: 'pdf', receipt: await verifyLines(readCsvLines(text)), pages };
  }
  const pieces = createReadStream(path, { encoding: 'utf8', highWaterMark: PIECE });
  return { format: 'csv', receipt: await verifyLines(readCsvLines(pieces)), pages: null };
}

async function isPdf(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is a folder');
    for await (const start of createReadStream(path, { end: 4, encoding: 'latin1' })) {
      return start === '%PDF-';
    }
    return false;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid('cannot-read', `${path} cannot be read (${why}). Nothing was checked.`, {
      name: path,
      path,
    });
  }
}
