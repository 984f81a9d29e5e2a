import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message whose report is to be asked for. */
export type DuePoll = { messageId: number; gatewayMessageId: string; tries: number };

/** Asks for the report of an accepted message from `nextAt` on; instead of that of an earlier attempt. */
export function insertPoll(
  db: Db,
  poll: { messageId: number; gatewayId: number; gatewayMessageId: string; nextAt: number },
): void {
  statement(
    db,
    `INSERT OR REPLACE INTO report_polls (message_id, gateway_id, gateway_message_id, next_at, tries)
     VALUES (@messageId, @gatewayId, @gatewayMessageId, @nextAt, 0)`,
  ).run(poll);
}

/** Gateways that have something to ask for at `now`. */
export function listPollGateways(db: Db, now: number): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT g.id FROM gateways g WHERE g.removed_at IS NULL
       AND EXISTS (SELECT 1 FROM report_polls p WHERE p.gateway_id = g.id AND p.next_at <= ?)`,
  )
    .all(now)
    .map((row) => row.id);
}

/** What is due at a gateway, longest overdue first. */
export function listDuePolls(db: Db, gatewayId: number, now: number, limit: number): DuePoll[] {
  return statement<DuePoll>(
    db,
    `SELECT message_id AS messageId, gateway_message_id AS gatewayMessageId, tries FROM report_polls
     WHERE gateway_id = ? AND next_at <= ? ORDER BY next_at LIMIT ?`,
  ).all(gatewayId, now, limit);
}

/** Messages of a gateway whose report is still to be asked for, and when the next of them is. */
export function readPolls(db: Db, gatewayId: number): { waiting: number; nextAt: number | null } {
  return (
    statement<{ waiting: number; nextAt: number | null }>(
      db,
      'SELECT count(*) AS waiting, min(next_at) AS nextAt FROM report_polls WHERE gateway_id = ?',
    ).get(gatewayId) ?? { waiting: 0, nextAt: null }
  );
}

/** Asks again at `nextAt`; only where nothing newer took its place meanwhile. */
export function postponePoll(db: Db, poll: DuePoll, nextAt: number): void {
  statement(
    db,
    'UPDATE report_polls SET next_at = ?, tries = tries + 1 WHERE message_id = ? AND gateway_message_id = ?',
  ).run(nextAt, poll.messageId, poll.gatewayMessageId);
}

/** Asks no more. */
export function deletePoll(db: Db, poll: DuePoll): void {
  statement(db, 'DELETE FROM report_polls WHERE message_id = ? AND gateway_message_id = ?').run(
    poll.messageId,
    poll.gatewayMessageId,
  );
}
