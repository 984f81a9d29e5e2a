import type { CampaignState, MessageState } from '#shared/campaigns/lifecycle.ts';
import type { RetryState } from '#shared/gateways/retry-policy.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** The policy saved for a gateway (JSON), if any, and whether its profile says that it retries itself. */
export function readPolicy(
  db: Db,
  gatewayId: number,
): { retries_itself: 0 | 1 | null; policy: string | null } | undefined {
  return statement<{ retries_itself: 0 | 1 | null; policy: string | null }>(
    db,
    `SELECT json_extract(g.profile, '$.retriesItself') AS retries_itself, p.policy FROM gateways g LEFT JOIN retry_policies p ON p.gateway_id = g.id
     WHERE g.id = ?`,
  ).get(gatewayId);
}

/** Saves a gateway's policy (JSON). */
export function savePolicy(db: Db, gatewayId: number, policy: string, now: number): void {
  statement(
    db,
    `INSERT INTO retry_policies VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET policy = excluded.policy, updated_at = excluded.updated_at`,
  ).run(gatewayId, policy, now);
}

/** A gateway's messages of campaigns frozen since `since`, and those whose phone was not reached. */
export function countFailed(
  db: Db,
  gatewayId: number,
  since: number,
): { messages: number; failed: number; credits: number } {
  const row = statement<{ messages: number | null; failed: number | null; credits: number | null }>(
    db,
    // The kept counters: a gateway may have sent millions.
    `SELECT sum(k.messages) AS messages,
       sum(CASE WHEN k.state IN ('undelivered','expired') THEN k.messages END) AS failed,
       sum(CASE WHEN k.state IN ('undelivered','expired') THEN k.credits END) AS credits
     FROM campaigns c JOIN campaign_counts k ON k.campaign_id = c.id
     WHERE c.gateway_id = ? AND c.kind = 'campaign' AND c.started_at >= ?
       AND k.state NOT IN ('excluded','cancelled')`,
  ).get(gatewayId, since);
  return {
    messages: row?.messages ?? 0,
    failed: row?.failed ?? 0,
    credits: row?.credits ?? 0,
  };
}

/** What decides whether a message is sent again. */
export type RetryCandidate = {
  campaign_id: number;
  campaign_state: CampaignState;
  kind: 'campaign' | 'test';
  sending_window: string;
  time_zone: string | null;
  gateway_id: number;
  country: string;
  credits: number;
  /** Retries that were sent. */
  sent: number;
  /** 1: a retry waits already, or was taken back since the last attempt. */
  decided: number;
  first_attempt_at: number | null;
};

/** See RetryCandidate. Cost: a handful of index look-ups, for failed messages only. */
export function readCandidate(db: Db, messageId: number): RetryCandidate | undefined {
  return statement<RetryCandidate>(
    db,
    `SELECT m.campaign_id, c.state AS campaign_state, c.kind, c.sending_window, c.time_zone,
       m.gateway_id, m.country, m.credits,
       (SELECT count(*) FROM retries r WHERE r.message_id = m.id AND r.state = 'sent') AS sent,
       EXISTS (SELECT 1 FROM retries r WHERE r.message_id = m.id AND (r.state = 'waiting' OR r.state = 'cancelled'
         AND r.created_at >= (SELECT max(started_at) FROM attempts a WHERE a.message_id = m.id))) AS decided,
       (SELECT min(started_at) FROM attempts a WHERE a.message_id = m.id) AS first_attempt_at
     FROM messages m JOIN campaigns c ON c.id = m.campaign_id WHERE m.id = ?`,
  ).get(messageId);
}

/** Queues a retry. Its number follows the message's others, sent or not. */
export function insertRetry(
  db: Db,
  retry: {
    messageId: number;
    campaignId: number;
    after: RetryState;
    credits: number;
    dueAt: number;
    notAfter: number;
  },
  now: number,
): void {
  statement(
    db,
    `INSERT INTO retries (message_id, number, campaign_id, after_state, credits, due_at, not_after, state, created_at)
     VALUES (@messageId, (SELECT coalesce(max(number), 0) + 1 FROM retries WHERE message_id = @messageId),
       @campaignId, @after, @credits, @dueAt, @notAfter, 'waiting', @now)`,
  ).run({ ...retry, now });
}

/** Why a waiting retry is taken back. */
export type CancelReason =
  'reported-delivered' | 'stopped' | 'opted-out' | 'too-late' | 'no-credit' | 'by-hand';

/** Takes back the waiting retry of a message; answers whether there was one. */
export function cancelRetry(db: Db, messageId: number, reason: CancelReason, now: number): boolean {
  return (
    statement(
      db,
      `UPDATE retries SET state = 'cancelled', reason = ?, ended_at = ?
       WHERE message_id = ? AND state = 'waiting'`,
    ).run(reason, now, messageId).changes > 0
  );
}

/** Takes back every waiting retry of a campaign; answers how many. */
export function cancelRetriesOf(
  db: Db,
  campaignId: number,
  reason: CancelReason,
  now: number,
): number {
  return statement(
    db,
    `UPDATE retries SET state = 'cancelled', reason = ?, ended_at = ?
     WHERE campaign_id = ? AND state = 'waiting'`,
  ).run(reason, now, campaignId).changes;
}

/** A retry whose time has come. */
export type DueRetry = {
  message_id: number;
  campaign_id: number;
  campaign_state: CampaignState;
  /** Who pays for it. */
  user_id: number | null;
  gateway_id: number;
  credits: number;
  not_after: number;
  message_state: MessageState;
  /** 0 or 1. */
  suppressed: number;
};

/**
 * Retries that are due at `now` in campaigns that may send, oldest first, `limit` at most. Those of a
 * paused campaign wait until it goes on.
 */
export function listDueRetries(
  db: Db,
  due: { now: number; only: number | null; limit: number },
): DueRetry[] {
  return statement<DueRetry>(
    db,
    `SELECT r.message_id, r.campaign_id, c.state AS campaign_state, c.user_id, m.gateway_id, r.credits, r.not_after, m.state AS message_state,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
     FROM retries r JOIN campaigns c ON c.id = r.campaign_id JOIN messages m ON m.id = r.message_id
     WHERE r.state = 'waiting' AND r.due_at <= @now AND c.state IN ('running','finished')
       AND (@only IS NULL OR r.campaign_id = @only)
     ORDER BY r.due_at LIMIT @limit`,
  ).all(due);
}

/** Marks the waiting retry of a message as sent, then queues the message. Attempts and charges stay. */
export function releaseRetry(db: Db, messageId: number, now: number): void {
  statement(
    db,
    "UPDATE retries SET state = 'sent', ended_at = ? WHERE message_id = ? AND state = 'waiting'",
  ).run(now, messageId);
  statement(
    db,
    `UPDATE messages SET state = 'queued', not_before = NULL, final_at = NULL, code = NULL, reason = NULL,
       gateway_message_id = NULL, resolved = 0 WHERE id = ? AND state IN ('undelivered','expired')`,
  ).run(messageId);
}

/** What a campaign's waiting retries come to. */
export function sumWaiting(
  db: Db,
  campaignId: number,
): { waiting: number; credits: number; next_at: number | null } {
  const row = statement<{ waiting: number; credits: number | null; next_at: number | null }>(
    db,
    `SELECT count(*) AS waiting, sum(credits) AS credits, min(due_at) AS next_at FROM retries
     WHERE campaign_id = ? AND state = 'waiting'`,
  ).get(campaignId);
  return { waiting: row?.waiting ?? 0, credits: row?.credits ?? 0, next_at: row?.next_at ?? null };
}

/** How many of a campaign's waiting retries are due up to `until`. */
export function countDueUntil(db: Db, campaignId: number, until: number): number {
  const row = statement<{ n: number }>(
    db,
    "SELECT count(*) AS n FROM retries WHERE campaign_id = ? AND state = 'waiting' AND due_at <= ?",
  ).get(campaignId, until);
  return row?.n ?? 0;
}

/** One retry of a message, as its timeline shows it. */
export type RetryRow = {
  number: number;
  after_state: RetryState;
  credits: number;
  due_at: number;
  state: 'waiting' | 'sent' | 'cancelled';
  reason: string | null;
  created_at: number;
  ended_at: number | null;
};

/** Every retry of a message, in order. */
export function listRetries(db: Db, messageId: number): RetryRow[] {
  return statement<RetryRow>(
    db,
    `SELECT number, after_state, credits, due_at, state, reason, created_at, ended_at FROM retries
     WHERE message_id = ? ORDER BY number`,
  ).all(messageId);
}

/** Whether a message was ever to be sent again by itself. */
export function hasRetries(db: Db, messageId: number): boolean {
  return (
    statement(db, 'SELECT 1 FROM retries WHERE message_id = ? LIMIT 1').get(messageId) !== undefined
  );
}

/** What is known of one id that a gateway gave to an attempt, or to one part of it. */
export type AttemptId = { attempt: number; parts: number; delivered: number };

/** Every gateway's id of every attempt of a message, with how often it was reported delivered. */
export function listAttemptIds(db: Db, messageId: number): AttemptId[] {
  return statement<AttemptId>(
    db,
    `WITH ids AS (
       SELECT number AS attempt, gateway_id, gateway_message_id FROM attempts
       WHERE message_id = @messageId AND gateway_message_id IS NOT NULL
       UNION SELECT attempt, gateway_id, gateway_message_id FROM earlier_attempts WHERE message_id = @messageId
       UNION SELECT m.attempts, p.gateway_id, p.gateway_message_id
       FROM message_part_ids p JOIN messages m ON m.id = p.message_id WHERE p.message_id = @messageId)
     SELECT ids.attempt, coalesce(a.parts, m.parts, 1) AS parts,
       (SELECT count(*) FROM delivery_reports r WHERE r.gateway_id = ids.gateway_id
          AND r.gateway_message_id = ids.gateway_message_id AND r.report = 'delivered') AS delivered
     FROM ids JOIN messages m ON m.id = @messageId
       LEFT JOIN attempts a ON a.message_id = @messageId AND a.number = ids.attempt`,
  ).all({ messageId });
}
