import { resolve } from 'node:path';
import type { z } from 'zod';
import type { ImportResult, Inspection, importPlanSchema } from '#shared/contract/imports.ts';
import { isCountry } from '#shared/phone/normalise.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { assertLocal } from '#core/files/handlers.ts';
import type { CallContext } from '#core/ports.ts';
import { api } from '#core/rpc/implement.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { settlePlan } from '#core/contacts/import/import-plan.ts';
import { openTable, type OpenTable } from '#core/contacts/import/open-table.ts';
import { createPhoneReader, readRow } from '#core/contacts/import/read-row.ts';
import { assertWritablePlace, createRefusedRows } from '#core/contacts/import/refused-rows.ts';
import { unknownCountry } from '#core/contacts/import/refusals.ts';
import { isBlankRow } from '#core/contacts/import/row-source.ts';
import { runImport } from '#core/contacts/import/run-import.ts';
import {
  createWorkbookReader,
  type WorkbookReader,
} from '#core/contacts/import/workbook-reader.ts';

type ImportsDeps = Pick<CoreDeps, 'db' | 'bus' | 'clock' | 'jobs' | 'files'>;
type PlanInput = z.infer<typeof importPlanSchema>;
type StartInput = PlanInput & {
  listName: string;
  onDuplicate: 'skip' | 'update';
  dryRun: boolean;
  errorsPath?: string | undefined;
};

/** Spreadsheet import: look, try, run. */
export function createImportsHandlers(deps: ImportsDeps) {
  const reader = createWorkbookReader(deps.files);
  return api.imports.router({
    inspect: api.imports.inspect.handler(async ({ input }) => {
      const file = deps.files.get(input.fileId);
      const readPhone = createPhoneReader(readSettings(deps.db).country);
      return toInspection(file.name, await openTable(reader, file, input, readPhone));
    }),
    preview: api.imports.preview.handler(async ({ input }) => {
      const { table, plan, readPhone } = await openPlan(deps, reader, input);
      return table.head
        .filter((row) => row.number > plan.headerRow && !isBlankRow(row))
        .slice(0, input.rows)
        .map((row) => {
          const outcome = readRow(plan, row, readPhone);
          if (!outcome.ok) {
            const name = (row.cells[plan.name] ?? '').trim();
            return {
              row: row.number,
              msisdn: null,
              name,
              fields: {},
              repair: null,
              error: outcome.error,
            };
          }
          const { msisdn, name, fields, repair } = outcome.contact;
          return { row: row.number, msisdn, name, fields, repair, error: null };
        });
    }),
    start: api.imports.start.handler(({ input, context }) =>
      startImport(deps, reader, input, context),
    ),
  });
}

async function openPlan(deps: ImportsDeps, reader: WorkbookReader, input: PlanInput) {
  const country = input.country?.toUpperCase() ?? readSettings(deps.db).country;
  if (!isCountry(country)) throw unknownCountry(country);
  const readPhone = createPhoneReader(country);
  const table = await openTable(reader, deps.files.get(input.fileId), input, readPhone);
  return { table, plan: settlePlan(table.guess, input), readPhone };
}

function startImport(
  deps: ImportsDeps,
  reader: WorkbookReader,
  input: StartInput,
  context: CallContext,
): { jobId: string } {
  const errorsPath = input.errorsPath === undefined ? undefined : resolve(input.errorsPath);
  if (errorsPath !== undefined) assertLocal(context, 'Writing the refused rows to a path');
  const file = deps.files.get(input.fileId);
  const job = deps.jobs.start('import', file.name, async (handle): Promise<ImportResult> => {
    if (errorsPath !== undefined) await assertWritablePlace(errorsPath);
    const { table, plan, readPhone } = await openPlan(deps, reader, input);
    let downloadId: string | null = null;
    const refused = createRefusedRows(async () => {
      if (errorsPath !== undefined) return errorsPath;
      const shelved = await deps.files.reserve(`${file.name.replace(/\.\w+$/, '')} - refused.csv`);
      downloadId = shelved.id;
      return shelved.path;
    }, table.guess.headers);
    const { listName, onDuplicate, dryRun } = input;
    const run = { source: table.source, plan, readPhone, listName, onDuplicate, dryRun, refused };
    try {
      const counts = await runImport(deps, run, handle);
      const errorsFile = await refused.finish();
      return {
        ...counts,
        errorsFile: errorsPath === undefined ? null : errorsFile,
        errorsDownloadId: downloadId,
      };
    } catch (error) {
      await refused.discard();
      throw error;
    }
  });
  return { jobId: job.id };
}

function toInspection(fileName: string, table: OpenTable): Inspection {
  const { source, guess, head, rowEstimate } = table;
  const body = head.filter((row) => row.number > guess.headerRow && !isBlankRow(row));
  const notes = [...source.notes];
  if (guess.skippedAbove > 0) {
    notes.push(`The column names stand in row ${guess.headerRow}; what is above them is left out.`);
  }
  if (!guess.hasHeader) {
    notes.push('The first row looks like a contact, so there are no column names.');
  }
  return {
    fileName,
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheets: source.sheets,
    sheet: source.sheet,
    hasHeader: guess.hasHeader,
    columns: guess.headers.map((header, index) => ({
      index,
      header,
      guess: guess.targets[index] ?? 'ignore',
      samples: body
        .map((row) => (row.cells[index] ?? '').trim())
        .filter((cell) => cell !== '')
        .slice(0, 5),
    })),
    rowEstimate,
    notes,
  };
}
