import { setImmediate } from 'node:timers/promises';
import { failed } from '#shared/contract/errors.ts';
import type { ImportResult } from '#shared/contract/imports.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import { isDiskFull } from '#core/rpc/errors.ts';
import { transaction } from '#core/store/statement.ts';
import { insertList, listById, listByName } from '#core/contacts/list-queries.ts';
import type { ImportPlan } from '#core/contacts/import/import-plan.ts';
import { readRow, type PhoneReader } from '#core/contacts/import/read-row.ts';
import type { RefusedRows } from '#core/contacts/import/refused-rows.ts';
import { isBlankRow, type RowSource, type SourceRow } from '#core/contacts/import/row-source.ts';
import { createRowStore, type RowStore } from '#core/contacts/import/store-rows.ts';

/** An import that is ready to run. */
export type ImportRun = {
  source: RowSource;
  plan: ImportPlan;
  readPhone: PhoneReader;
  listName: string;
  onDuplicate: 'skip' | 'update';
  dryRun: boolean;
  refused: RefusedRows;
};

/** Everything but where the refused rows are. */
type Counts = Omit<ImportResult, 'errorsFile' | 'errorsDownloadId'>;

const CHUNK = 1000;
/** A chunk ends early after this long: a campaign under way must get its turn in time. */
const CHUNK_MS = 50;
const MAX_ERRORS = 1000;
const TELL_EVERY_MS = 2000;

/**
 * Reads, checks and stores rows, up to a thousand per transaction, with a breath between them: a
 * running campaign keeps sending and a cancel is obeyed at the next breath. What was committed stays.
 */
export async function runImport(
  deps: Pick<CoreDeps, 'db' | 'bus' | 'clock'>,
  run: ImportRun,
  handle: JobHandle,
): Promise<Counts> {
  const { db, bus, clock } = deps;
  const store = createRowStore(db, run.onDuplicate);
  const counts = emptyCounts(run.dryRun);
  let toldAt = clock.monotonic();
  handle.progress(0, run.source.total);
  try {
    for await (const batch of run.source.batches()) {
      for (let at = 0; at < batch.rows.length && !handle.signal.aborted;) {
        at += storeChunk(deps, run, store, batch.rows.slice(at, at + CHUNK), counts);
        await run.refused.flush();
        await setImmediate();
      }
      if (handle.signal.aborted) break;
      handle.progress(batch.done);
      if (!run.dryRun && clock.monotonic() - toldAt > TELL_EVERY_MS) {
        toldAt = clock.monotonic();
        bus.publish({ type: 'contacts.changed' });
      }
    }
  } catch (error) {
    throw explain(error, counts);
  } finally {
    if (!run.dryRun) bus.publish({ type: 'contacts.changed' });
  }
  counts.cancelled = handle.signal.aborted;
  counts.listTotal = listTotal(deps, run, counts);
  return counts;
}

function emptyCounts(dryRun: boolean): Counts {
  return {
    rows: 0,
    imported: 0,
    updated: 0,
    duplicates: 0,
    rejected: 0,
    listTotal: 0,
    listId: null,
    repairs: {},
    errors: [],
    dryRun,
    cancelled: false,
  };
}

/** Stores rows in one transaction until its time is up; answers how many it took. */
function storeChunk(
  { db, clock }: Pick<CoreDeps, 'db' | 'clock'>,
  run: ImportRun,
  store: RowStore,
  rows: readonly SourceRow[],
  counts: Counts,
): number {
  const now = clock.now();
  const until = clock.monotonic() + CHUNK_MS;
  let taken = 0;
  const work = () => {
    if (!run.dryRun) counts.listId ??= takeList(db, run.listName, now);
    for (const row of rows) {
      if (taken > 0 && clock.monotonic() > until) break;
      taken += 1;
      if (row.number <= run.plan.headerRow || isBlankRow(row)) continue;
      counts.rows += 1;
      const outcome = readRow(run.plan, row, run.readPhone);
      if (!outcome.ok) {
        counts.rejected += 1;
        if (counts.errors.length < MAX_ERRORS) counts.errors.push(outcome.error);
        run.refused.add(row, outcome.error);
        continue;
      }
      const { repair } = outcome.contact;
      if (repair !== null) counts.repairs[repair] = (counts.repairs[repair] ?? 0) + 1;
      const fate = store.put(outcome.contact, counts.listId, now);
      if (fate === 'duplicate') counts.duplicates += 1;
      else counts[fate] += 1;
    }
  };
  if (run.dryRun) work();
  else transaction(db, work);
  return taken;
}

function takeList(db: CoreDeps['db'], name: string, now: number): number {
  return listByName(db, name)?.id ?? insertList(db, name, now);
}

/** A dry run changes nothing, so the list is as it was. */
function listTotal({ db }: Pick<CoreDeps, 'db'>, run: ImportRun, counts: Counts): number {
  if (counts.listId !== null) return listById(db, counts.listId)?.contacts ?? 0;
  return run.dryRun ? (listByName(db, run.listName)?.contacts ?? 0) : 0;
}

function explain(error: unknown, counts: Counts): unknown {
  if (!isDiskFull(error)) return error;
  const stored = counts.imported + counts.updated;
  return failed(
    'disk-full',
    `The disk is full. About ${stored} contacts of this file were imported and stay; the rest were not. Free some space, then import the file again: those that are there are skipped.`,
    { stored, case: 'import' },
  );
}
