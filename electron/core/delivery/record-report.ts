import {
  mergePartReports,
  mergeReport,
  type MessageState,
  type ReportState,
} from '#shared/campaigns/lifecycle.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import type { Db } from '#core/store/db.ts';
import {
  findByGatewayId,
  insertReport,
  listPartIds,
  listReports,
  listWaitingReports,
  markMatched,
  moveMessage,
  moveReached,
  type ReportedMessage,
} from '#core/delivery/queries.ts';
import { noteForRetries, stateAfterReport } from '#core/delivery/late-reports.ts';
import { scheduleRetry } from '#core/sending/retry/schedule.ts';

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
  const gatewayMessageId = acceptedId(db, gatewayId, report);
  const reportedAt = report.reportedAt ?? 0;
  insertReport(db, { gatewayId, gatewayMessageId, report: report.report, reportedAt }, now);
  const message = findByGatewayId(db, gatewayId, gatewayMessageId);
  if (!message) return null;
  markMatched(db, gatewayId, gatewayMessageId);
  const plain = message.isCurrent ? worstOf(db, gatewayId, message, report.report) : message.state;
  const to = stateAfterReport(db, message, report.report, plain);
  const isMoved = to !== message.state;
  const isLate = to === 'delivered' && !message.isCurrent;
  if (isMoved && isLate) moveReached(db, message.id, message.state, now);
  else if (isMoved) moveMessage(db, message.id, message.state, to, now);
  // What was held back for another attempt, or for the doubt, is free again.
  const wasHeld = message.state === 'uncertain' || message.state === 'queued';
  if (isMoved && wasHeld) settleCampaign(db, message.campaign_id, { at: now });
  const change = { state: to, isMoved, report: report.report };
  const isNoted = noteForRetries(db, message.id, change, now);
  return isMoved || isNoted ? message.campaign_id : null;
}

/** The state by the worst report of any part (invariant 7). */
function worstOf(
  db: Db,
  gatewayId: number,
  message: ReportedMessage,
  report: ReportState,
): MessageState {
  const to = mergeReport(message.state, report);
  if (to === message.state || to !== 'delivered') return to;
  return isWholeDelivered(db, gatewayId, message) ? to : message.state;
}

/** The id as it was written when the message was accepted; without such a message, as it came. */
function acceptedId(db: Db, gatewayId: number, report: DeliveryReport): string {
  const { gatewayMessageId, otherIds = [], msisdn } = report;
  if (otherIds.length === 0) return gatewayMessageId;
  const fits = (id: string) => findByGatewayId(db, gatewayId, id)?.msisdn === msisdn;
  return [gatewayMessageId, ...otherIds].find(fits) ?? gatewayMessageId;
}

/** Whether every part is delivered, where the gateway reports on each by its own id. */
function isWholeDelivered(db: Db, gatewayId: number, message: ReportedMessage): boolean {
  const further = listPartIds(db, message.id);
  if (further.length === 0) return true;
  const ids = [message.gateway_message_id ?? '', ...further];
  return mergePartReports(ids.map((id) => listReports(db, gatewayId, id))) === 'delivered';
}

/**
 * Applies reports that came before the acceptance; `ids` are the message's own and those of its further
 * parts. Call in the transaction that records the acceptance.
 */
export function applyWaitingReports(
  db: Db,
  gatewayId: number,
  messageId: number,
  ids: readonly string[],
  now: number,
): void {
  // Gateways use ids again: what was said of an earlier message is nothing about this one.
  const parts = ids.map((id) => listWaitingReports(db, gatewayId, id));
  if (parts.every((reports) => reports.length === 0)) return;
  for (const id of ids) markMatched(db, gatewayId, id);
  const state = mergePartReports(parts);
  if (state !== 'delivered' && state !== 'undelivered' && state !== 'expired') return;
  moveMessage(db, messageId, 'accepted', state, now);
  if (state !== 'delivered') scheduleRetry(db, messageId, state, now);
}
