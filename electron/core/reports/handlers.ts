import type { CoreDeps } from '#core/core-deps.ts';
import { reportMessage } from '#core/reports/message/message-report.ts';
import { api } from '#core/rpc/implement.ts';

/** Reports: of one message, of a campaign. */
export function createReportsHandlers({ db }: Pick<CoreDeps, 'db'>) {
  return api.reports.router({
    message: api.reports.message.handler(({ input }) => reportMessage(db, input)),
  });
}
