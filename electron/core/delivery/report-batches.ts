import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import type { Clock } from '#core/ports.ts';
import { recordReport } from '#core/delivery/record-report.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** Takes delivery reports as they come in. */
export type ReportBatches = {
  /** Resolves once the report is committed: only then may its gateway be told "received". */
  take(gatewayId: number, report: DeliveryReport): Promise<void>;
};

type Waiting = {
  gatewayId: number;
  report: DeliveryReport;
  resolve: () => void;
  reject: (error: unknown) => void;
};

/**
 * Commits the reports of one turn of the event loop together, so that many at once cost one flush
 * of the disk and do not crowd out the sending. `moved` hears of every campaign that changed.
 */
export function createReportBatches(deps: {
  db: Db;
  clock: Clock;
  moved: (campaignId: number) => void;
}): ReportBatches {
  let waiting: Waiting[] = [];

  function commit(): void {
    const batch = waiting;
    waiting = [];
    try {
      const now = deps.clock.now();
      const moved = transaction(deps.db, () =>
        batch.map(({ gatewayId, report }) => recordReport(deps.db, gatewayId, report, now)),
      );
      for (const { resolve } of batch) resolve();
      for (const campaignId of moved) if (campaignId !== null) deps.moved(campaignId);
    } catch (error) {
      // Each gateway sends its report again.
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    take(gatewayId, report) {
      return new Promise((resolve, reject) => {
        waiting.push({ gatewayId, report, resolve, reject });
        if (waiting.length === 1) setImmediate(commit);
      });
    },
  };
}
