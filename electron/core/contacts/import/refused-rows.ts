import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, invalid } from '#shared/contract/errors.ts';
import type { RowError } from '#shared/contract/imports.ts';
import { CSV_START, csvLine } from '#core/reports/csv-text.ts';
import type { SourceRow } from '#core/contacts/import/row-source.ts';

/** Collects refused rows in a .csv that can be corrected and imported again. */
export type RefusedRows = {
  add(row: SourceRow, error: RowError): void;
  /** Waits until the disk has taken what was added. Throws `errors-file`. */
  flush(): Promise<void>;
  /** Finishes the file; its path, or null when nothing was refused (then there is no file). */
  finish(): Promise<string | null>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
};

/**
 * See RefusedRows. The file has the original columns and two more, `Siar row` and `Siar reason`,
 * which an import leaves out by itself. It is written beside its place and renamed at the end.
 */
export function createRefusedRows(
  toPath: () => Promise<string>,
  headers: readonly string[],
): RefusedRows {
  let pending = '';
  let file: { stream: WriteStream; temporary: string; path: string } | undefined;
  let failure: unknown;

  const open = async () => {
    const path = await toPath();
    const temporary = `${path}.part-${randomBytes(4).toString('hex')}`;
    const stream = createWriteStream(temporary);
    stream.on('error', (error) => {
      failure ??= error;
    });
    stream.write(CSV_START + csvLine([...headers, 'Siar row', 'Siar reason']));
    return { stream, temporary, path };
  };

  const flush = async () => {
    if (pending === '') return;
    file ??= await open();
    const { stream, path } = file;
    const text = pending;
    pending = '';
    if (!stream.write(text)) await roomOrEnd(stream);
    if (failure !== undefined) throw unwritable(path, failure);
  };

  return {
    add(row, error) {
      const cells = headers.map((_, i) => row.cells[i] ?? '');
      // Cells beyond the columns would push the reason to the side: they go into the last column.
      const surplus = row.cells.slice(headers.length);
      if (surplus.length > 0) cells[cells.length - 1] = [cells.at(-1), ...surplus].join(',');
      pending += csvLine([...cells, String(error.row), error.message]);
    },
    flush,
    async finish() {
      await flush();
      if (!file) return null;
      const { stream, temporary, path } = file;
      try {
        stream.end();
        if (!stream.closed) await once(stream, 'close');
        if (failure !== undefined) throw failure;
        await rename(temporary, path);
      } catch (error) {
        throw unwritable(path, error);
      }
      return path;
    },
    async discard() {
      if (!file) return;
      file.stream.destroy();
      await rm(file.temporary, { force: true });
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function unwritable(path: string, error: unknown) {
  return failed(
    'errors-file',
    `The refused rows could not be written to ${path} (${reasonOf(error)}), so the import stopped there. What was imported stays. Give another path and import the file again: those that are there are skipped.`,
    { path },
  );
}

/** Throws `errors-file` while nothing has happened yet when a file cannot be made at `path`. */
export async function assertWritablePlace(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw invalid(
      'errors-file',
      `The refused rows could not be written to ${path} (${reasonOf(error)}). Nothing was imported. Give another path.`,
      { path },
    );
  }
}

/** Waits until the stream takes more or is over; leaves no listener behind, however often it is asked. */
async function roomOrEnd(stream: WriteStream): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    waiting.abort();
  }
}
