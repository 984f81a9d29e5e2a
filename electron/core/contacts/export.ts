import type { CallContext } from '#core/ports.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { writeTable, type TableColumn, type TableRow } from '#core/reports/write-table.ts';
import type { Db } from '#core/store/db.ts';
import type { ContactPager } from '#core/contacts/contact-pager.ts';
import { allFieldKeys } from '#core/contacts/field-key-queries.ts';
import { contactsByIds } from '#core/contacts/page-queries.ts';
import { requireList } from '#core/contacts/lists-handlers.ts';
import { parseFields } from '#core/contacts/rows.ts';

/** Which contacts, as what, where to. */
export type ContactsExportInput = {
  listId?: number | undefined;
  search?: string | undefined;
  format: 'csv' | 'xlsx';
  target: { path: string } | { download: true };
};

const CHUNK = 500;

/**
 * Starts the job that writes contacts: phone, name, then every field in use. The file can be
 * imported again as it is.
 */
export async function startContactsExport(
  deps: Pick<CoreDeps, 'db' | 'jobs' | 'files'>,
  pager: ContactPager,
  input: ContactsExportInput,
  context: CallContext,
): Promise<{ jobId: string }> {
  const { db } = deps;
  const list = input.listId === undefined ? undefined : requireList(db, input.listId);
  const what = list?.name ?? 'Contacts';
  const fileName = `${what.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-')}.${input.format}`;
  const target = await resolveExportTarget(deps.files, context, input.target, fileName);
  const job = deps.jobs.start('export', what, async (handle) => {
    const ids = pager.allIds({ listId: input.listId, search: input.search, sort: 'added' });
    handle.progress(0, ids.length);
    const keys = await allFieldKeys(db, ids);
    const columns: TableColumn[] = [
      { key: 'phone', header: 'phone', kind: 'text' },
      { key: 'name', header: 'name', kind: 'text' },
      ...keys.map((key) => ({ key: `field ${key}`, header: key, kind: 'text' as const })),
    ];
    const { rows } = await writeTable({
      format: input.format,
      path: target.path,
      columns,
      rows: contactRows(db, ids),
      signal: handle.signal,
      onProgress: (done) => handle.progress(done, ids.length),
    });
    return target.result(rows);
  });
  return { jobId: job.id };
}

function* contactRows(db: Db, ids: readonly number[]): Generator<TableRow> {
  for (let at = 0; at < ids.length; at += CHUNK) {
    for (const contact of contactsByIds(db, ids.slice(at, at + CHUNK))) {
      const row: TableRow = { phone: contact.msisdn, name: contact.name };
      for (const [key, value] of Object.entries(parseFields(contact.fields))) {
        row[`field ${key}`] = value;
      }
      yield row;
    }
  }
}
