import type { CoreDeps } from '#core/core-deps.ts';
import { reportCampaign } from '#core/reports/campaign/campaign-report.ts';
import { exportReport } from '#core/reports/campaign/export-report.ts';
import { createFactsReader } from '#core/reports/campaign/facts-reader.ts';
import { reportMessage } from '#core/reports/message/message-report.ts';
import { listReceipts } from '#core/reports/receipt/queries.ts';
import { startReceipt } from '#core/reports/receipt/write-receipt.ts';
import { api } from '#core/rpc/implement.ts';

type ReportsDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus' | 'jobs' | 'files' | 'host'>;

/** Reports of one message and of a campaign, and the receipt of a campaign. */
export function createReportsHandlers({ db, clock, bus, jobs, files, host }: ReportsDeps) {
  const facts = createFactsReader({ db, clock, bus });
  const deps = { db, facts, now: () => clock.now(), jobs, files };
  return api.reports.router({
    message: api.reports.message.handler(({ input }) => reportMessage(db, input)),
    campaign: api.reports.campaign.handler(({ input }) =>
      reportCampaign(deps, input.id, input.filter),
    ),
    receipt: api.reports.receipt.handler(({ input, context }) =>
      startReceipt({ db, clock, jobs, files, host }, context, input),
    ),
    receipts: api.reports.receipts.handler(({ input }) =>
      listReceipts(db, input.id).map(({ made_at: madeAt, ...receipt }) => ({ madeAt, ...receipt })),
    ),
    exportCampaign: api.reports.exportCampaign.handler(({ input, context }) =>
      exportReport(deps, context, input),
    ),
  });
}
