import { assertMessageMove, type MessageState } from '#shared/campaigns/lifecycle.ts';
import { insertGatewayIds } from '#core/delivery/id-queries.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** How an attempt ended and where that puts its message. */
export type AttemptResult = {
  outcome: string;
  code: string | null;
  detail: string | null;
  gatewayMessageId: string | null;
  /** Ids of further parts, each of which gets reports of its own. */
  furtherIds?: readonly string[];
  parts: number | null;
  /** Credits taken; added to what the message has cost. Null: unknown or none. */
  credits: number | null;
  to: MessageState;
  /** Set with `queued`: not before this moment. */
  notBefore: number | null;
  /** This request may have been taken: whoever sends the message again repeats it, with its reference. */
  inDoubt?: boolean;
};

/**
 * Records how attempts ended and moves their messages; call inside a transaction, each message once.
 * Two statements for all of them: one for each message costs twice as much (tests/bench).
 */
export function recordAttempts(
  db: Db,
  ended: readonly { claim: Pick<Claim, 'messageId' | 'attemptId'>; result: AttemptResult }[],
  now: number,
): void {
  if (ended.length === 0) return;
  for (const { claim, result } of ended) {
    assertMessageMove('sending', result.to);
    for (const id of result.furtherIds ?? []) insertPartId(db, claim.attemptId, id);
  }
  insertGatewayIds(
    db,
    ended.flatMap(({ claim: { messageId }, result: { gatewayMessageId } }) =>
      gatewayMessageId === null ? [] : [{ gatewayMessageId, messageId }],
    ),
  );
  const values = ended.map(({ claim, result }) => [
    claim.messageId,
    claim.attemptId,
    result.outcome,
    result.code,
    result.detail,
    result.gatewayMessageId,
    result.parts,
    result.credits,
    result.to,
    result.notBefore,
    result.inDoubt ? claim.attemptId : null,
  ]);
  // SQLite ends a text from JSON at a NUL; a gateway that sends one must not lose its explanation.
  const json = JSON.stringify(values, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value,
  );
  statement(
    db,
    `UPDATE attempts SET finished_at = @now, outcome = v.value ->> 2, code = v.value ->> 3, detail = v.value ->> 4,
       gateway_message_id = v.value ->> 5, parts = v.value ->> 6, credits = v.value ->> 7
     FROM json_each(@json) v WHERE attempts.id = v.value ->> 1`,
  ).run({ json, now });
  statement(
    db,
    // The plus keeps the planner from walking an index of all that is on its way.
    `UPDATE messages SET state = v.value ->> 8, code = v.value ->> 3, reason = v.value ->> 4,
       gateway_message_id = coalesce(v.value ->> 5, gateway_message_id),
       charged = charged + coalesce(v.value ->> 7, 0), not_before = v.value ->> 9, resolved = 0,
       sent_at = iif(v.value ->> 8 = 'accepted', @now, sent_at),
       final_at = iif(v.value ->> 8 = 'rejected', @now, NULL), repeat_attempt = v.value ->> 10
     FROM json_each(@json) v WHERE messages.id = v.value ->> 0 AND +messages.state = 'sending'`,
  ).run({ json, now });
}

/** Remembers the id of a message's second or further part. */
function insertPartId(db: Db, attemptId: number, gatewayMessageId: string): void {
  statement(
    db,
    `INSERT OR IGNORE INTO message_part_ids (gateway_id, gateway_message_id, message_id)
     SELECT gateway_id, ?, message_id FROM attempts WHERE id = ?`,
  ).run(gatewayMessageId, attemptId);
}

/**
 * How often in a row a message's gateway said "try again". Tries that never reached the gateway, and
 * those before the last real answer, do not count.
 */
export function countRetries(db: Db, messageId: number): number {
  const row = statement<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM attempts WHERE message_id = @messageId AND outcome = 'retryable'
       AND number > (SELECT coalesce(max(number), 0) FROM attempts WHERE message_id = @messageId
         AND outcome NOT IN ('retryable','unreachable','rate-limited','paused'))`,
  ).get({ messageId });
  return row?.n ?? 0;
}
