import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Writes down that these attempts leave in one request, under one reference. */
export function insertRequest(
  db: Db,
  request: { gatewayId: number; reference: string; attemptIds: readonly number[] },
  now: number,
): void {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO send_requests (gateway_id, reference, messages, started_at) VALUES (?, ?, ?, ?)',
  ).run(request.gatewayId, request.reference, request.attemptIds.length, now);
  statement(
    db,
    'UPDATE attempts SET request_id = ? WHERE id IN (SELECT value FROM json_each(?))',
  ).run(lastInsertRowid, JSON.stringify(request.attemptIds));
}

/** Whether an earlier attempt of a message was refused because of another message in its request. */
export function wasSplit(db: Db, messageId: number, attempt: number): boolean {
  return (
    statement<{ outcome: string | null }>(
      db,
      'SELECT outcome FROM attempts WHERE message_id = ? AND number = ?',
    ).get(messageId, attempt)?.outcome === 'split'
  );
}
