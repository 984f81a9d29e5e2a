import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { suppressionImportResultSchema } from '#shared/contract/contacts.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { readSettings } from '#core/settings/handlers.ts';
import { transaction } from '#core/store/statement.ts';
import { addSuppression, countSuppressions } from '#core/contacts/suppression-queries.ts';
import { settlePlan } from '#core/contacts/import/import-plan.ts';
import { openTable } from '#core/contacts/import/open-table.ts';
import { createPhoneReader } from '#core/contacts/import/read-row.ts';
import { isBlankRow, type SourceRow } from '#core/contacts/import/row-source.ts';
import type { WorkbookReader } from '#core/contacts/import/workbook-reader.ts';

type Result = z.infer<typeof suppressionImportResultSchema>;

const CHUNK = 1000;

/**
 * Starts the job that suppresses every number of a file: those of the column that looks most like
 * phone numbers. Rows without a usable number are counted as rejected; the rest of a row is not kept.
 */
export function startSuppressionImport(
  deps: Pick<CoreDeps, 'db' | 'bus' | 'clock' | 'jobs' | 'files'>,
  reader: WorkbookReader,
  input: { fileId: string; country?: string | undefined },
): Job {
  const { db, bus, clock } = deps;
  const file = deps.files.get(input.fileId);
  return deps.jobs.start('suppression-import', file.name, async (handle): Promise<Result> => {
    const readPhone = createPhoneReader(input.country?.toUpperCase() ?? readSettings(db).country);
    const { source, guess } = await openTable(reader, file, {}, readPhone);
    const plan = settlePlan(guess, { columns: {}, columnsByHeader: {} });
    const result = { rows: 0, added: 0, rejected: 0, total: 0 };
    const take = (rows: readonly SourceRow[]) => {
      const createdAt = clock.now();
      for (const row of rows) {
        if (row.number <= plan.headerRow || isBlankRow(row)) continue;
        result.rows += 1;
        const phone = readPhone((row.cells[plan.phone] ?? '').trim());
        if (!phone.ok || row.damaged) {
          result.rejected += 1;
          continue;
        }
        const entry = {
          msisdn: phone.msisdn,
          reason: file.name,
          source: 'import',
          createdAt,
        } as const;
        if (addSuppression(db, entry)) result.added += 1;
      }
    };
    handle.progress(0, source.total);
    for await (const { rows, done } of source.batches()) {
      for (let at = 0; at < rows.length && !handle.signal.aborted; at += CHUNK) {
        transaction(db, () => take(rows.slice(at, at + CHUNK)));
        await setImmediate();
      }
      if (handle.signal.aborted) break;
      handle.progress(done);
    }
    result.total = countSuppressions(db);
    bus.publish({ type: 'contacts.changed' });
    return result;
  });
}
