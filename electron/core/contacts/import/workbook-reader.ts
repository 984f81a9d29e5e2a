import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { failed } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { FileShelf, ShelvedFile } from '#core/files/file-shelf.ts';
import { explainWriteError } from '#core/reports/write-table.ts';
import {
  damagedSpreadsheet,
  spreadsheetTooLarge,
  tooManyRows,
} from '#core/contacts/import/refusals.ts';
import { assertSafeWorkbook } from '#core/contacts/import/workbook-bounds.ts';
import type { ReadSheet, XlsxAnswer, XlsxRequest } from '#core/contacts/import/xlsx-messages.ts';

/** Reads workbooks and remembers the last few, because a wizard looks at one several times. */
export type WorkbookReader = { sheetsOf(file: ShelvedFile): Promise<readonly ReadSheet[]> };

/** More rows than this in one sheet go as CSV. */
const MAX_SHEET_ROWS = 200_000;
/** The thread ends, alone, when a workbook needs more. */
const WORKER_MEMORY_MB = 2048;
const REMEMBERED = 4;

/** See WorkbookReader. Sheets are laid out as lines of JSON on the shelf and streamed from there. */
export function createWorkbookReader(files: FileShelf): WorkbookReader {
  const known = new Map<string, Promise<readonly ReadSheet[]>>();
  return {
    async sheetsOf(file) {
      const { mtimeMs, size } = await stat(file.path);
      const key = JSON.stringify([file.path, mtimeMs, size]);
      let sheets = known.get(key);
      if (!sheets) {
        sheets = readSheets(files, file);
        for (const oldest of [...known.keys()].slice(0, known.size - REMEMBERED + 1)) {
          known.delete(oldest);
        }
        known.set(key, sheets);
        sheets.catch(() => known.delete(key));
      }
      return sheets;
    },
  };
}

async function readSheets(files: FileShelf, file: ShelvedFile): Promise<readonly ReadSheet[]> {
  await assertSafeWorkbook(file);
  const { path: outPrefix } = await files.reserve(`${file.name}.rows`);
  const answer = await runWorker({ path: file.path, outPrefix, maxRows: MAX_SHEET_ROWS }, file);
  if (answer.ok) return answer.sheets;
  if (answer.code === 'too-many-rows') throw tooManyRows(file.name, answer.sheet, MAX_SHEET_ROWS);
  throw damagedSpreadsheet(file.name, say('damaged-order'));
}

function runWorker(request: XlsxRequest, file: ShelvedFile): Promise<XlsxAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerEntry(), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
    });
    worker.once('message', (answer: XlsxAnswer) => resolve(answer));
    worker.once('error', (error) => {
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(outOfMemory ? spreadsheetTooLarge(file.name) : explainWriteError(error, file.name));
    });
    worker.once('exit', () =>
      reject(
        failed(
          'reader-stopped',
          `Reading ${file.name} stopped unexpectedly. Nothing was imported. Save it as .csv and choose that file.`,
          { name: file.name },
        ),
      ),
    );
  });
}

/**
 * The thread's program: beside this module when run from source, `xlsx-worker.js` in the folder of
 * the built program otherwise (an entry of its own in electron.vite.config.ts; this module may be in
 * a chunk one folder below).
 */
function workerEntry(): URL {
  const places = ['./xlsx-worker.ts', './xlsx-worker.js', '../xlsx-worker.js'];
  const found = places
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(url));
  if (!found) throw new Error('the program that reads workbooks (xlsx-worker) is missing');
  return found;
}
