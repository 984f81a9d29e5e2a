import type { AuditEntry } from '#shared/contract/audit.ts';
import { countAudit, nextAudit, pageAudit, type AuditFilter } from '#core/audit/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { writeTable } from '#core/reports/write-table.ts';
import { api } from '#core/rpc/implement.ts';
import type { Db } from '#core/store/db.ts';

/** Rows per read of an export. */
const EXPORT_STEP = 2_000;

/** The audit log: pages and export. Nothing changes it. */
export function createAuditHandlers(deps: Pick<CoreDeps, 'db' | 'jobs' | 'files'>) {
  const { db } = deps;
  return api.audit.router({
    page: api.audit.page.handler(({ input: { offset, limit, ...filter } }) => ({
      total: countAudit(db, filter),
      rows: pageAudit(db, filter, offset, limit),
    })),
    export: api.audit.export.handler(async ({ input, context }) => {
      const { format, target, ...filter } = input;
      const label = `audit.${format}`;
      const to = await resolveExportTarget(deps.files, context, target, label);
      const job = deps.jobs.start('export', label, async (handle) => {
        const { signal } = handle;
        const total = countAudit(db, filter);
        handle.progress(0, total);
        const rows = allRows(db, filter, (done) => handle.progress(done, total));
        const written = await writeTable({ format, path: to.path, columns: COLUMNS, rows, signal });
        return to.result(written.rows);
      });
      return { jobId: job.id };
    }),
  });
}

const COLUMNS = [
  { key: 'id', header: 'id', kind: 'number' },
  { key: 'at', header: 'at', kind: 'text' },
  { key: 'user', header: 'user', kind: 'text' },
  { key: 'via', header: 'via', kind: 'text' },
  { key: 'action', header: 'action', kind: 'text' },
  { key: 'target', header: 'target', kind: 'text' },
  { key: 'detail', header: 'detail', kind: 'text' },
  { key: 'outcome', header: 'outcome', kind: 'text' },
  { key: 'code', header: 'code', kind: 'text' },
] as const;

function* allRows(db: Db, filter: AuditFilter, onDone: (rows: number) => void) {
  let done = 0;
  for (let after = 0; ;) {
    const step = nextAudit(db, filter, after, EXPORT_STEP);
    for (const entry of step) yield toRow(entry);
    done += step.length;
    onDone(done);
    const last = step.at(-1);
    if (!last || step.length < EXPORT_STEP) return;
    after = last.id;
  }
}

function toRow({ at, userName, ...entry }: AuditEntry) {
  return { ...entry, at: new Date(at).toISOString(), user: userName };
}
