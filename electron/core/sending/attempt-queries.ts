import { hash, randomUUID } from 'node:crypto';
import { assertMessageMove, type MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Encoding } from '#shared/sms/segments.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message whose intent is committed: from here on its bytes may leave. */
export type Claim = {
  messageId: number;
  campaignId: number;
  attemptId: number;
  attempt: number;
  reference: string;
  msisdn: string;
  text: string;
  encoding: Encoding;
  /** As predicted and frozen. */
  parts: number;
  credits: number;
  /** How often this very request was repeated before, with the same reference. */
  repeats: number;
  /** The request of several messages that is repeated; null: it is new, or was one of its own. */
  requestId: number | null;
};

/** What a claim is made of. */
export type ClaimRow = {
  id: number;
  msisdn: string;
  text: string;
  encoding: Encoding;
  parts: number;
  credits: number;
  attempts: number;
  suppressed: 0 | 1;
};

/**
 * Claims up to `limit` messages of a campaign in one country and writes their attempts (invariant 2).
 * Call inside a transaction and let nothing leave before it is committed. People who opted out since
 * the freeze are excluded here, at the last moment; requests in doubt are claimRepeats'. Cost: one index range, four writes a message.
 * `blockedBy`: parts of the next message, for which `limit.parts` has no room; 0: none is held up so.
 */
export function claimMessages(
  db: Db,
  from: { campaignId: number; gatewayId: number; country: string },
  limit: { messages: number; parts: number },
  now: number,
): { claims: Claim[]; excluded: number; blockedBy: number } {
  const rows = statement<ClaimRow>(
    db,
    `SELECT id, msisdn, text, encoding, parts, credits, attempts,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
     FROM messages m
     WHERE campaign_id = ? AND country = ? AND state = 'queued' AND (not_before IS NULL OR not_before <= ?)
       AND gateway_id = ? AND repeat_attempt IS NULL
     ORDER BY id LIMIT ?`,
  ).all(from.campaignId, from.country, now, from.gatewayId, limit.messages);
  const claims: Claim[] = [];
  let excluded = 0;
  let parts = 0;
  for (const row of rows) {
    if (row.suppressed === 1) {
      statement(
        db,
        "UPDATE messages SET state = 'excluded', reason = 'suppressed', final_at = ? WHERE id = ? AND state = 'queued'",
      ).run(now, row.id);
      excluded += 1;
      continue;
    }
    parts += row.parts;
    if (parts > limit.parts) return { claims, excluded, blockedBy: row.parts };
    claims.push(startAttempt(db, row, from, now));
  }
  return { claims, excluded, blockedBy: 0 };
}

/**
 * A UUID of version 7 (RFC 9562): begins with the time, so that its unique index grows at one end
 * and a commit flushes few pages.
 */
function createReference(now: number): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Writes the intent of one attempt: message to `sending`, attempt row with payload hash. */
function startAttempt(
  db: Db,
  row: ClaimRow,
  from: { campaignId: number; gatewayId: number },
  now: number,
): Claim {
  const attempt = row.attempts + 1;
  const reference = createReference(now);
  statement(
    db,
    "UPDATE messages SET state = 'sending', attempts = ?, not_before = NULL WHERE id = ? AND state = 'queued'",
  ).run(attempt, row.id);
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO attempts (message_id, number, gateway_id, reference, payload_hash, started_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(
    row.id,
    attempt,
    from.gatewayId,
    reference,
    hash('sha256', `${row.msisdn}\0${row.text}`, 'buffer'),
    now,
  );
  return {
    messageId: row.id,
    campaignId: from.campaignId,
    attemptId: Number(lastInsertRowid),
    attempt,
    reference,
    msisdn: row.msisdn,
    text: row.text,
    encoding: row.encoding,
    parts: row.parts,
    credits: row.credits,
    repeats: 0,
    requestId: null,
  };
}

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

/** Records an attempt's end and moves its message; call inside a transaction. */
export function recordAttempt(
  db: Db,
  claim: Pick<Claim, 'messageId' | 'attemptId'>,
  result: AttemptResult,
  now: number,
): void {
  assertMessageMove('sending', result.to);
  for (const id of result.furtherIds ?? []) insertPartId(db, claim.attemptId, id);
  statement(
    db,
    `UPDATE attempts SET finished_at = ?, outcome = ?, code = ?, detail = ?, gateway_message_id = ?, parts = ?, credits = ?
     WHERE id = ?`,
  ).run(
    now,
    result.outcome,
    result.code,
    result.detail,
    result.gatewayMessageId,
    result.parts,
    result.credits,
    claim.attemptId,
  );
  const over = result.to === 'rejected' ? now : null;
  statement(
    db,
    `UPDATE messages SET state = ?, code = ?, reason = ?, gateway_message_id = coalesce(?, gateway_message_id),
       charged = charged + ?, not_before = ?, resolved = 0,
       sent_at = CASE WHEN ? THEN ? ELSE sent_at END, final_at = ?, repeat_attempt = ?
     WHERE id = ? AND state = 'sending'`,
  ).run(
    result.to,
    result.code,
    result.detail,
    result.gatewayMessageId,
    result.credits ?? 0,
    result.notBefore,
    result.to === 'accepted' ? 1 : 0,
    now,
    over,
    result.inDoubt ? claim.attemptId : null,
    claim.messageId,
  );
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

/** A test message with its own record: a campaign of one, already claimed. Call inside a transaction. */
export function insertTestMessage(
  db: Db,
  test: {
    name: string;
    gatewayId: number;
    userId: number | null;
    msisdn: string;
    country: string;
    text: string;
    encoding: Encoding;
    parts: number;
    credits: number;
    searchWords: string;
  },
  now: number,
): Claim {
  const campaign = statement(
    db,
    `INSERT INTO campaigns (name, kind, state, text, gateway_id, user_id, sending_window, predicted, created_at, started_at, finished_at)
     VALUES (?, 'test', 'finished', ?, ?, ?, 'always', ?, ?, ?, ?)`,
  ).run(test.name, test.text, test.gatewayId, test.userId, test.credits, now, now, now);
  const campaignId = Number(campaign.lastInsertRowid);
  const message = statement(
    db,
    `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
     VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, 'queued', ?)`,
  ).run(
    campaignId,
    test.gatewayId,
    test.msisdn,
    test.country,
    test.text,
    test.encoding,
    test.parts,
    test.credits,
    now,
  );
  statement(db, 'INSERT INTO message_search (rowid, words) VALUES (?, ?)').run(
    message.lastInsertRowid,
    test.searchWords,
  );
  const row: ClaimRow = {
    id: Number(message.lastInsertRowid),
    msisdn: test.msisdn,
    text: test.text,
    encoding: test.encoding,
    parts: test.parts,
    credits: test.credits,
    attempts: 0,
    suppressed: 0,
  };
  return startAttempt(db, row, { campaignId, gatewayId: test.gatewayId }, now);
}
