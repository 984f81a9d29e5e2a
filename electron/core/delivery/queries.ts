import {
  assertMessageMove,
  type MessageState,
  type ReportState,
} from '#shared/campaigns/lifecycle.ts';
import { getByGatewayId } from '#core/delivery/id-queries.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Keeps a report; false when exactly this one was already known. `reportedAt` 0: not stated. */
export function insertReport(
  db: Db,
  report: { gatewayId: number; gatewayMessageId: string; report: string; reportedAt: number },
  now: number,
): boolean {
  return (
    statement(
      db,
      `INSERT OR IGNORE INTO delivery_reports (gateway_id, gateway_message_id, report, reported_at, received_at)
       VALUES (?, ?, ?, ?, ?)`,
    ).run(report.gatewayId, report.gatewayMessageId, report.report, report.reportedAt, now)
      .changes === 1
  );
}

/** The message a report is about. */
export type ReportedMessage = {
  id: number;
  campaign_id: number;
  gateway_id: number;
  state: MessageState;
  attempts: number;
  gateway_message_id: string | null;
  /** Whether the report is about the last attempt, not one that another followed. */
  isCurrent: boolean;
  msisdn: string;
};

type ReportedRow = Omit<ReportedMessage, 'isCurrent'>;

const REPORTED =
  'm.id, m.campaign_id, m.gateway_id, m.msisdn, m.state, m.attempts, m.gateway_message_id';

/**
 * The message a gateway's id belongs to, whichever of its attempts had it, or undefined while the
 * acceptance is not recorded yet.
 */
export function findByGatewayId(
  db: Db,
  gatewayId: number,
  gatewayMessageId: string,
): ReportedMessage | undefined {
  const current =
    getByGatewayId<ReportedRow>(db, REPORTED, gatewayId, gatewayMessageId) ??
    statement<ReportedRow>(
      db,
      // Ids are used again: the last message that got one is meant.
      `SELECT ${REPORTED} FROM message_part_ids p JOIN messages m ON m.id = p.message_id
       WHERE p.gateway_id = ? AND p.gateway_message_id = ? ORDER BY p.message_id DESC LIMIT 1`,
    ).get(gatewayId, gatewayMessageId);
  if (current) return { ...current, isCurrent: true };
  const earlier = statement<ReportedRow>(
    db,
    `SELECT ${REPORTED} FROM earlier_attempts e JOIN messages m ON m.id = e.message_id
     WHERE e.gateway_id = ? AND e.gateway_message_id = ?`,
  ).get(gatewayId, gatewayMessageId);
  return earlier && { ...earlier, isCurrent: false };
}

/** The state of a message. */
export function readState(db: Db, messageId: number): MessageState | undefined {
  return statement<{ state: MessageState }>(db, 'SELECT state FROM messages WHERE id = ?').get(
    messageId,
  )?.state;
}

/** Ids of a message's further parts; mostly there are none. */
export function listPartIds(db: Db, messageId: number): string[] {
  return statement<{ id: string }>(
    db,
    'SELECT gateway_message_id AS id FROM message_part_ids WHERE message_id = ?',
  )
    .all(messageId)
    .map((row) => row.id);
}

/** Reports that came before their message was known. A report that is matched was of an earlier one with this id. */
export function listWaitingReports(
  db: Db,
  gatewayId: number,
  gatewayMessageId: string,
): ReportState[] {
  return statement<{ report: ReportState }>(
    db,
    'SELECT report FROM delivery_reports WHERE gateway_id = ? AND gateway_message_id = ? AND matched = 0 ORDER BY id',
  )
    .all(gatewayId, gatewayMessageId)
    .map((row) => row.report);
}

/** Reports that came before their message was known, and those already counted. */
export function listReports(db: Db, gatewayId: number, gatewayMessageId: string): ReportState[] {
  return statement<{ report: ReportState }>(
    db,
    'SELECT report FROM delivery_reports WHERE gateway_id = ? AND gateway_message_id = ? ORDER BY id',
  )
    .all(gatewayId, gatewayMessageId)
    .map((row) => row.report);
}

/** Whether any report of this gateway waits for its message: mostly none does. */
export function hasWaitingReports(db: Db, gatewayId: number): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM delivery_reports WHERE gateway_id = ? AND matched = 0 LIMIT 1',
    ).get(gatewayId) !== undefined
  );
}

/** Marks the reports of a gateway's id as belonging to a known message. */
export function markMatched(db: Db, gatewayId: number, gatewayMessageId: string): void {
  statement(
    db,
    'UPDATE delivery_reports SET matched = 1 WHERE gateway_id = ? AND gateway_message_id = ? AND matched = 0',
  ).run(gatewayId, gatewayMessageId);
}

/**
 * Moves a message on a report; only from the state it was read in. A report about an uncertain one is
 * the evidence that the gateway took it, and so charged what was predicted.
 */
export function moveMessage(
  db: Db,
  id: number,
  from: MessageState,
  to: MessageState,
  at: number,
): void {
  assertMessageMove(from, to);
  statement(
    db,
    `UPDATE messages SET state = ?, final_at = ?, charged = charged + iif(state = 'uncertain', credits, 0)
     WHERE id = ? AND state = ?`,
  ).run(to, at, id, from);
}

/** A message that another attempt than the last one brought to the phone: what failed since says nothing. */
export function moveReached(db: Db, id: number, from: MessageState, at: number): void {
  assertMessageMove(from, 'delivered');
  statement(
    db,
    `UPDATE messages SET state = 'delivered', final_at = ?, code = NULL, reason = NULL, not_before = NULL
     WHERE id = ? AND state = ?`,
  ).run(at, id, from);
}

/** Forgets unmatched reports older than `before`: they belong to messages sent outside Siar. */
export function deleteStrayReports(db: Db, before: number): number {
  return statement(db, 'DELETE FROM delivery_reports WHERE matched = 0 AND received_at < ?').run(
    before,
  ).changes;
}
