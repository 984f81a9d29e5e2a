import { hash, randomUUID } from 'node:crypto';
import {
  assertMessageMove,
  type CampaignState,
  type MessageState,
} from '#shared/campaigns/lifecycle.ts';
import type { Encoding } from '#shared/sms/segments.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** What the sender needs of a running campaign. */
export type RunningCampaign = {
  id: number;
  name: string;
  gateway_id: number;
  rate: number | null;
  sending_window: string;
  time_zone: string | null;
};

/** Running campaigns of a gateway, oldest first. */
export function listRunning(db: Db, gatewayId: number): RunningCampaign[] {
  return statement<RunningCampaign>(
    db,
    `SELECT id, name, gateway_id, rate, sending_window, time_zone FROM campaigns
     WHERE state = 'running' AND gateway_id = ? ORDER BY id`,
  ).all(gatewayId);
}

/** Gateways that have something to send. */
export function listRunningGateways(db: Db): number[] {
  return statement<{ id: number }>(
    db,
    "SELECT DISTINCT gateway_id AS id FROM campaigns WHERE state = 'running'",
  )
    .all()
    .map((row) => row.id);
}

/** Countries a frozen campaign goes to. */
export function listCountries(db: Db, campaignId: number): string[] {
  return statement<{ country: string }>(
    db,
    'SELECT country FROM campaign_countries WHERE campaign_id = ? ORDER BY country',
  )
    .all(campaignId)
    .map((row) => row.country);
}

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
  credits: number;
};

type ClaimRow = {
  id: number;
  msisdn: string;
  text: string;
  encoding: Encoding;
  credits: number;
  attempts: number;
  suppressed: 0 | 1;
};

/**
 * Claims up to `limit` messages of a campaign in one country and writes their attempts (invariant 2).
 * Call inside a transaction and let nothing leave before it is committed. People who opted out since
 * the freeze are excluded here, at the last moment. Cost: one index range, four writes a message.
 */
export function claimMessages(
  db: Db,
  from: { campaignId: number; gatewayId: number; country: string },
  limit: number,
  now: number,
): { claims: Claim[]; excluded: number } {
  const rows = statement<ClaimRow>(
    db,
    `SELECT id, msisdn, text, encoding, credits, attempts,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
     FROM messages m
     WHERE campaign_id = ? AND country = ? AND state = 'queued' AND (not_before IS NULL OR not_before <= ?)
     ORDER BY id LIMIT ?`,
  ).all(from.campaignId, from.country, now, limit);
  const claims: Claim[] = [];
  let excluded = 0;
  for (const row of rows) {
    if (row.suppressed === 1) {
      statement(
        db,
        "UPDATE messages SET state = 'excluded', reason = 'suppressed', final_at = ? WHERE id = ? AND state = 'queued'",
      ).run(now, row.id);
      excluded += 1;
    } else {
      claims.push(startAttempt(db, row, from, now));
    }
  }
  return { claims, excluded };
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
    credits: row.credits,
  };
}

/** How an attempt ended and where that puts its message. */
export type AttemptResult = {
  outcome: string;
  code: string | null;
  detail: string | null;
  gatewayMessageId: string | null;
  parts: number | null;
  /** Credits taken; added to what the message has cost. Null: unknown or none. */
  credits: number | null;
  to: MessageState;
  /** Set with `queued`: not before this moment. */
  notBefore: number | null;
};

/** Records an attempt's end and moves its message; call inside a transaction. */
export function recordAttempt(
  db: Db,
  claim: Pick<Claim, 'messageId' | 'attemptId'>,
  result: AttemptResult,
  now: number,
): void {
  assertMessageMove('sending', result.to);
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
       sent_at = CASE WHEN ? THEN ? ELSE sent_at END, final_at = ?
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
    claim.messageId,
  );
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

/** What is left of a campaign, and when the next backed-off message may go (null: none waits). */
export function getRemaining(
  db: Db,
  campaignId: number,
): { queued: number; sending: number; nextNotBefore: number | null } {
  const counts = statement<{ state: string; messages: number }>(
    db,
    "SELECT state, messages FROM campaign_counts WHERE campaign_id = ? AND state IN ('queued','sending')",
  ).all(campaignId);
  const of = (state: string) => counts.find((row) => row.state === state)?.messages ?? 0;
  const queued = of('queued');
  if (queued === 0) return { queued, sending: of('sending'), nextNotBefore: null };
  const next = statement<{ at: number | null }>(
    db,
    "SELECT min(not_before) AS at FROM messages WHERE campaign_id = ? AND state = 'queued' AND not_before IS NOT NULL",
  ).get(campaignId);
  return { queued, sending: of('sending'), nextNotBefore: next?.at ?? null };
}

/** Counts every row of a campaign, not the kept counters: the sweep before it may be called finished. */
export function countRows(db: Db, campaignId: number): { rows: number; unsent: number } {
  const row = statement<{ total: number; unsent: number | null }>(
    db,
    `SELECT count(*) AS total, sum(state IN ('queued','sending')) AS unsent FROM messages WHERE campaign_id = ?`,
  ).get(campaignId);
  return { rows: row?.total ?? 0, unsent: row?.unsent ?? 0 };
}

/** Moves up to `limit` (-1: all) queued messages of a stopped campaign to `cancelled`; answers how many. */
export function cancelQueued(db: Db, campaignId: number, limit: number, now: number): number {
  return statement(
    db,
    `UPDATE messages SET state = 'cancelled', not_before = NULL, final_at = ? WHERE id IN (
       SELECT id FROM messages WHERE campaign_id = ? AND state = 'queued' LIMIT ?)`,
  ).run(now, campaignId, limit).changes;
}

/**
 * Queues messages in these states again, `limit` at most and only those after id `after`; answers
 * their ids. Attempts and charges stay.
 */
export function requeueMessages(
  db: Db,
  campaignId: number,
  states: readonly MessageState[],
  range: { after: number; limit: number },
): number[] {
  for (const state of states) assertMessageMove(state, 'queued');
  return statement<{ id: number }>(
    db,
    `UPDATE messages SET state = 'queued', not_before = NULL, final_at = NULL, code = NULL, reason = NULL,
       gateway_message_id = NULL, resolved = 0 WHERE id IN (
       SELECT id FROM messages WHERE campaign_id = ? AND id > ?
         AND state IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?)
     RETURNING id`,
  )
    .all(campaignId, range.after, JSON.stringify(states), range.limit)
    .map((row) => row.id);
}

/** Marks uncertain messages as "left as they are": they stay uncertain but no longer ask. */
export function leaveUncertain(db: Db, campaignId: number): number {
  return statement(
    db,
    "UPDATE messages SET resolved = 1 WHERE campaign_id = ? AND state = 'uncertain' AND resolved = 0",
  ).run(campaignId).changes;
}

/** Uncertain messages nobody has decided on yet: of one campaign, or of all. */
export function countUnresolved(db: Db, campaignId: number | null): number {
  const row = statement<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM messages WHERE state = 'uncertain' AND resolved = 0
       AND (@campaignId IS NULL OR campaign_id = @campaignId)`,
  ).get({ campaignId });
  return row?.n ?? 0;
}

/**
 * Messages that were being handed over when the last owner of the folder ended: nobody can know
 * whether their bytes left, so they become uncertain (invariant 3). Call inside a transaction.
 */
export function doubtInterrupted(db: Db, now: number, reason: string): number {
  statement(
    db,
    `UPDATE attempts SET finished_at = ?, outcome = 'interrupted', detail = ?
     WHERE finished_at IS NULL AND message_id IN (SELECT id FROM messages WHERE state = 'sending')`,
  ).run(now, reason);
  return statement(
    db,
    "UPDATE messages SET state = 'uncertain', code = 'interrupted', reason = ? WHERE state = 'sending'",
  ).run(reason).changes;
}

/** Scheduled campaigns that are due at `now`. */
export function listDue(
  db: Db,
  now: number,
): { id: number; name: string; scheduled_at: number | null }[] {
  return statement<{ id: number; name: string; scheduled_at: number | null }>(
    db,
    `SELECT id, name, scheduled_at FROM campaigns
     WHERE state = 'scheduled' AND (scheduled_at IS NULL OR scheduled_at <= ?) ORDER BY id`,
  ).all(now);
}

/** Campaigns in one state, with what the engine decides on. */
export function listInState(
  db: Db,
  state: CampaignState,
): { id: number; name: string; gateway_id: number; pause_code: string | null }[] {
  return statement<{ id: number; name: string; gateway_id: number; pause_code: string | null }>(
    db,
    'SELECT id, name, gateway_id, pause_code FROM campaigns WHERE state = ? ORDER BY id',
  ).all(state);
}

/** A test message with its own record: a campaign of one, already claimed. Call inside a transaction. */
export function insertTestMessage(
  db: Db,
  test: {
    name: string;
    gatewayId: number;
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
    `INSERT INTO campaigns (name, kind, state, text, gateway_id, sending_window, predicted, created_at, started_at, finished_at)
     VALUES (?, 'test', 'finished', ?, ?, 'always', ?, ?, ?, ?)`,
  ).run(test.name, test.text, test.gatewayId, test.credits, now, now, now);
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
    credits: test.credits,
    attempts: 0,
    suppressed: 0,
  };
  return startAttempt(db, row, { campaignId, gatewayId: test.gatewayId }, now);
}
