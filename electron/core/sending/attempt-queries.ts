import { assertMessageMove, type MessageState } from '#shared/campaigns/lifecycle.ts';
import { insertGatewayIds } from '#core/delivery/id-queries.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import type { Db } from '#core/store/db.ts';
import { keyedJson } from '#core/store/keyed-json.ts';
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

type EndedAttempt = { claim: Pick<Claim, 'messageId' | 'attemptId'>; result: AttemptResult };

/**
 * Records how attempts ended and moves their messages; call inside a transaction, each message once.
 * Of a batch most end alike but for the gateway's id: two statements for all that do. One for each message costs
 * three times as much, one that reads every value from JSON twice (tests/bench).
 */
export function recordAttempts(db: Db, ended: readonly EndedAttempt[], now: number): void {
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
  for (const alike of Map.groupBy(ended, ({ result }) => endingOf(result)).values()) {
    recordAlike(db, alike, now);
  }
}

/** What two results have in common that differ in the gateway's id alone; with lengths, so that no two others do. */
function endingOf({ outcome, code, detail, parts, credits, to, notBefore }: AttemptResult): string {
  const words = `${code?.length} ${code} ${detail?.length} ${detail}`;
  return `${outcome} ${to} ${parts} ${credits} ${notBefore} ${words}`;
}

function recordAlike(db: Db, alike: readonly EndedAttempt[], now: number): void {
  const [first] = alike;
  if (!first) return;
  const { outcome, parts, credits, to, notBefore } = first.result;
  const code = toStored(first.result.code);
  const detail = toStored(first.result.detail);
  const ids = alike.map(({ result }) => toStored(result.gatewayMessageId));
  const idsBy = (key: 'attemptId' | 'messageId') =>
    keyedJson(alike.map(({ claim }, i) => [claim[key], ids[i] ?? null]));
  statement(
    db,
    `UPDATE attempts SET finished_at = @now, outcome = @outcome, code = @code, detail = @detail,
       gateway_message_id = v.value, parts = @parts, credits = @credits
     FROM json_each(@ids) v WHERE attempts.id = CAST(v.key AS INTEGER)`,
  ).run({ ids: idsBy('attemptId'), now, outcome, code, detail, parts, credits });
  statement(
    db,
    // The plus keeps the planner from walking an index of all that is on its way.
    `UPDATE messages SET state = @to, code = @code, reason = @detail,
       gateway_message_id = coalesce(v.value, gateway_message_id), charged = charged + @charged,
       not_before = @notBefore, resolved = 0, sent_at = iif(@to = 'accepted', @now, sent_at),
       final_at = iif(@to = 'rejected', @now, NULL), repeat_attempt = NULL
     FROM json_each(@ids) v WHERE messages.id = CAST(v.key AS INTEGER) AND +messages.state = 'sending'`,
  ).run({ ids: idsBy('messageId'), now, to, code, detail, charged: credits ?? 0, notBefore });
  for (const { claim, result } of alike) {
    if (!result.inDoubt) continue;
    statement(db, 'UPDATE messages SET repeat_attempt = ? WHERE id = ?').run(
      claim.attemptId,
      claim.messageId,
    );
  }
}

/** SQLite ends a text from JSON at a NUL; a gateway that sends one must not lose its explanation. */
function toStored(text: string | null): string | null {
  if (text === null) return null;
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD').toWellFormed() : text.toWellFormed();
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
