import type { CallContext } from '#core/ports.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { OTHER_COUNTRIES } from '#shared/credits/rates.ts';
import { listRates } from '#core/credits/rates/queries.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { writeTable, type TableColumn } from '#core/reports/write-table.ts';

const COLUMNS: readonly TableColumn[] = [
  { key: 'country', header: 'country', kind: 'text' },
  { key: 'name', header: 'country name', kind: 'text' },
  { key: 'prefix', header: 'prefix', kind: 'text' },
  { key: 'rate', header: 'credits per part', kind: 'number' },
  { key: 'confirmed', header: 'confirmed', kind: 'text' },
];

/** Starts the job that writes a gateway's rates; the file can be imported again as it is. */
export async function startRatesExport(
  deps: Pick<CoreDeps, 'db' | 'jobs' | 'files'>,
  gateway: StoredGateway,
  input: { format: 'csv' | 'xlsx'; target: { path: string } | { download: true } },
  context: CallContext,
): Promise<{ jobId: string }> {
  const what = `Rates ${gateway.name}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-');
  const target = await resolveExportTarget(
    deps.files,
    context,
    input.target,
    `${what}.${input.format}`,
  );
  const shown = new Intl.DisplayNames('en', { type: 'region' });
  const job = deps.jobs.start('export', what, async ({ signal }) => {
    const rates = listRates(deps.db, gateway.id);
    const { rows } = await writeTable({
      format: input.format,
      path: target.path,
      columns: COLUMNS,
      rows: rates.map(({ country, prefix, hundredths, confirmed }) => ({
        country,
        name: country === OTHER_COUNTRIES ? 'Other countries' : (shown.of(country) ?? country),
        prefix,
        rate: hundredths === null ? null : hundredths / 100,
        confirmed: confirmed ? 'yes' : 'no',
      })),
      signal,
    });
    return target.result(rows);
  });
  return { jobId: job.id };
}
