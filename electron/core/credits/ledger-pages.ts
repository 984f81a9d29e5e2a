import { extname } from 'node:path';
import { invalid } from '#shared/contract/errors.ts';
import type { LedgerRow } from '#shared/contract/credits.ts';
import type { AccountKind } from '#shared/credits/ledger.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import {
  countTransactions,
  listEntries,
  nextTransactions,
  pageTransactions,
  type EntryRow,
  type LedgerFilter,
  type TransactionRow,
} from '#core/credits/ledger-queries.ts';
import type { JobHandle } from '#core/jobs/job-runner.ts';
import type { CallContext } from '#core/ports.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { writeTable } from '#core/reports/write-table.ts';
import type { Db } from '#core/store/db.ts';

/** Bookings per read of an export. */
const EXPORT_STEP = 2_000;

/** A page of the ledger, newest first; unless `each`, all charges of one campaign are one line. */
export function readLedger(
  db: Db,
  filter: LedgerFilter,
  page: { each: boolean; offset: number; limit: number },
): { total: number; rows: LedgerRow[] } {
  const rows = withEntries(db, pageTransactions(db, filter, page));
  return { total: countTransactions(db, filter, page.each), rows };
}

function withEntries(db: Db, rows: readonly TransactionRow[]): LedgerRow[] {
  const single = rows.filter(({ bookings }) => bookings === 1).map(({ id }) => id);
  const entries = Map.groupBy(listEntries(db, single), ({ transactionId }) => transactionId);
  return rows.map((row) => {
    const { id, bookings, at, kind, gatewayId, gatewayName, subject, subjectId } = row;
    const { userId, userName, actorId, actorName, reason } = row;
    return {
      id,
      bookings,
      at,
      kind,
      gatewayId,
      gatewayName,
      userId,
      userName,
      actorId,
      actorName,
      reason,
      subject:
        subject === null || subjectId === null
          ? null
          : { kind: subject, id: subjectId, name: row.subjectName },
      entries: bookings === 1 ? (entries.get(id) ?? []).map(toEntry) : summedEntries(row),
    };
  });
}

function toEntry({ account, userId, userName, amount }: EntryRow) {
  return { account, userId, userName, amount };
}

/** The entries of many charges in one: what was spent came from the reserved, and else from who pays. */
function summedEntries({ userId, userName, spent, reserved }: TransactionRow) {
  const entry = (account: AccountKind, amount: number) => ({ account, amount, ...nobody });
  const nobody = { userId: null, userName: null };
  return [
    entry('reserved', reserved),
    { ...entry('user', -(spent + reserved)), userId, userName },
    entry('spent', spent),
  ].filter(({ amount }) => amount !== 0);
}

const COLUMNS = [
  { key: 'booking', header: 'booking', kind: 'number' },
  { key: 'at', header: 'time', kind: 'text' },
  { key: 'kind', header: 'kind', kind: 'text' },
  { key: 'gateway', header: 'gateway', kind: 'text' },
  { key: 'account', header: 'account', kind: 'text' },
  { key: 'user', header: 'user', kind: 'text' },
  { key: 'amount', header: 'credits', kind: 'number' },
  { key: 'about', header: 'about', kind: 'text' },
  { key: 'reason', header: 'reason', kind: 'text' },
  { key: 'by', header: 'by', kind: 'text' },
] as const;

/** Starts writing the ledger as a file: a line for each entry, so that a column of it sums to zero. */
export async function exportLedger(
  deps: Pick<CoreDeps, 'db' | 'jobs' | 'files'>,
  context: CallContext,
  filter: LedgerFilter,
  wanted: { format: 'csv' | 'xlsx'; target: { path: string } | { download: true } },
): Promise<{ jobId: string }> {
  const { target, format } = wanted;
  if ('path' in target && extname(target.path).toLowerCase() !== `.${format}`) {
    throw invalid('bad-format', `The file name must end in .${format}. Nothing was written.`, {
      format,
    });
  }
  const label = `credits.${format}`;
  const to = await resolveExportTarget(deps.files, context, target, label);
  const job = deps.jobs.start('export', label, async (handle) => {
    const rows = exportRows(deps.db, filter, handle);
    const { signal } = handle;
    const written = await writeTable({ format, path: to.path, columns: COLUMNS, rows, signal });
    return to.result(written.rows);
  });
  return { jobId: job.id };
}

function* exportRows(db: Db, filter: LedgerFilter, handle: JobHandle) {
  const total = countTransactions(db, filter, true);
  let done = 0;
  for (let after = 0; ;) {
    const step = withEntries(db, nextTransactions(db, filter, after, EXPORT_STEP));
    for (const row of step) {
      for (const { account, userName, amount } of row.entries) {
        yield {
          booking: row.id,
          at: new Date(row.at).toISOString(),
          kind: row.kind,
          gateway: row.gatewayName,
          account,
          user: account === 'user' ? (userName ?? 'house') : null,
          amount,
          about: row.subject ? `${row.subject.kind} ${row.subject.name ?? row.subject.id}` : null,
          reason: row.reason,
          by: row.actorName,
        };
      }
    }
    done += step.length;
    handle.progress(done, total);
    const last = step.at(-1);
    if (!last || step.length < EXPORT_STEP) return;
    after = last.id;
  }
}
