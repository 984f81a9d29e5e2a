import type { CoreDeps } from '#core/core-deps.ts';
import { reportCampaign } from '#core/reports/campaign/campaign-report.ts';
import { exportReport } from '#core/reports/campaign/export-report.ts';
import { createFactsReader } from '#core/reports/campaign/facts-reader.ts';
import { reportMessage } from '#core/reports/message/message-report.ts';
import { api } from '#core/rpc/implement.ts';

type ReportsDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'jobs' | 'files'>;

/** Reports: of one message, of a campaign. */
export function createReportsHandlers({ db, clock, bus, jobs, files }: ReportsDeps) {
  const facts = createFactsReader({ db, clock, bus });
  const deps = { db, facts, now: () => clock.now(), jobs, files };
  return api.reports.router({
    message: api.reports.message.handler(({ input }) => reportMessage(db, input)),
    campaign: api.reports.campaign.handler(({ input }) =>
      reportCampaign(deps, input.id, input.filter),
    ),
    exportCampaign: api.reports.exportCampaign.handler(({ input, context }) =>
      exportReport(deps, context, input),
    ),
  });
}
