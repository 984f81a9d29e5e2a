import { mergeReport, mergeReports } from '#shared/campaigns/lifecycle.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import type { Db } from '#core/store/db.ts';
import {
  findByGatewayId,
  insertReport,
  listReports,
  markMatched,
  moveMessage,
} from '#core/delivery/queries.ts';

/**
 * Records a delivery report; call inside a transaction. Late, repeated and reordered reports never
 * move a message backwards (invariant 7). A report for a message that is not known yet waits.
 * Answers the campaign whose message moved.
 */
export function recordReport(
  db: Db,
  gatewayId: number,
  report: DeliveryReport,
  now: number,
): number | null {
  const { gatewayMessageId } = report;
  const reportedAt = report.reportedAt ?? 0;
  insertReport(db, { gatewayId, gatewayMessageId, report: report.report, reportedAt }, now);
  const message = findByGatewayId(db, gatewayId, gatewayMessageId);
  if (!message) return null;
  markMatched(db, gatewayId, gatewayMessageId);
  const to = mergeReport(message.state, report.report);
  if (to === message.state) return null;
  moveMessage(db, message.id, message.state, to, now);
  return message.campaign_id;
}

/** Applies reports that came before the acceptance. Call in the transaction that records it. */
export function applyWaitingReports(
  db: Db,
  gatewayId: number,
  messageId: number,
  gatewayMessageId: string,
  now: number,
): void {
  const reports = listReports(db, gatewayId, gatewayMessageId);
  if (reports.length === 0) return;
  markMatched(db, gatewayId, gatewayMessageId);
  const state = mergeReports(reports);
  if (state !== 'accepted') moveMessage(db, messageId, 'accepted', state, now);
}
