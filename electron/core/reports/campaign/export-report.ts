import { rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import { summaryOf } from '#shared/campaigns/lifecycle.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { ReportFilter } from '#shared/contract/campaign-report.ts';
import { requireCampaign } from '#core/campaigns/actions.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { CallContext } from '#core/ports.ts';
import {
  factsOf,
  reportCampaign,
  type ReportDeps,
} from '#core/reports/campaign/campaign-report.ts';
import { printReport } from '#core/reports/campaign/print-report.ts';
import type { Fact } from '#core/reports/campaign/facts.ts';
import { resolveExportTarget } from '#core/reports/export-target.ts';
import { explainWriteError, writeTable } from '#core/reports/write-table.ts';
import { readSettings } from '#core/settings/handlers.ts';

/** Where and as what a report is written. */
export type ReportExport = {
  id: number;
  filter: ReportFilter;
  format: 'csv' | 'xlsx' | 'pdf';
  target: { path: string } | { download: true };
};

const COLUMNS = [
  { key: 'from', header: 'handed over from', kind: 'text' },
  { key: 'country', header: 'country', kind: 'text' },
  { key: 'prefix', header: 'prefix', kind: 'text' },
  { key: 'status', header: 'status', kind: 'text' },
  { key: 'state', header: 'state', kind: 'text' },
  { key: 'messages', header: 'messages', kind: 'number' },
  { key: 'parts', header: 'parts', kind: 'number' },
  { key: 'attempts', header: 'attempts', kind: 'number' },
  { key: 'predicted', header: 'credits predicted', kind: 'number' },
  { key: 'charged', header: 'credits charged', kind: 'number' },
  { key: 'gateway', header: 'gateway', kind: 'text' },
  { key: 'leftOutFor', header: 'left out for', kind: 'text' },
] as const;

/**
 * Writes a campaign report: .csv and .xlsx hold its figures by time, country, prefix and state, to be
 * summed up in a spreadsheet; .pdf the page with its charts. Answers the id of the job.
 */
export async function exportReport(
  deps: ReportDeps & Pick<CoreDeps, 'jobs' | 'files'>,
  context: CallContext,
  { id, filter, format, target }: ReportExport,
): Promise<{ jobId: string }> {
  const { name } = requireCampaign(deps.db, id);
  if ('path' in target && extname(target.path).toLowerCase() !== `.${format}`) {
    throw invalid('bad-format', `The file name must end in .${format}. Nothing was written.`, {
      format,
    });
  }
  const label = `${name} report.${format}`;
  const to = await resolveExportTarget(deps.files, context, target, label);
  const job = deps.jobs.start('export', label, async ({ signal }) => {
    if (format === 'pdf') {
      const report = await reportCampaign(deps, id, filter);
      const { language, shopName } = readSettings(deps.db);
      await writeWhole(to.path, await printReport(report, { language, shopName, filter }));
      return to.result(report.totals.messages);
    }
    const { facts, ...judge } = await factsOf(deps, id, filter);
    const rows = facts.map((fact) => toRow(fact, judge));
    const written = await writeTable({ format, path: to.path, columns: COLUMNS, rows, signal });
    return to.result(written.rows);
  });
  return { jobId: job.id };
}

function toRow(
  { at, state, gatewayId, ...fact }: Fact,
  { reporting, nameOf }: Omit<Awaited<ReturnType<typeof factsOf>>, 'facts'>,
) {
  const { country, prefix, leftOutFor, messages, parts, attempts, predicted, charged } = fact;
  const from = at === null ? null : new Date(at).toISOString();
  const status = summaryOf(state, reporting.has(gatewayId));
  const gateway = nameOf(gatewayId);
  return {
    from,
    gateway,
    country,
    prefix,
    status,
    state,
    leftOutFor,
    messages,
    parts,
    attempts,
    predicted,
    charged,
  };
}

/** Writes a file whole or not at all. Throws what explainWriteError says. */
export async function writeWhole(path: string, content: Buffer): Promise<void> {
  const temporary = `${path}.part-${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw explainWriteError(error, path);
  }
}
