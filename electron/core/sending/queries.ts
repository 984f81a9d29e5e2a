import {
  assertMessageMove,
  type CampaignState,
  type MessageState,
} from '#shared/campaigns/lifecycle.ts';
import { doubtQueued } from '#core/sending/doubt-queries.ts';
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
  priority: 'normal' | 'urgent';
  spread_minutes: number | null;
  /** Its choice as JSON, and where its first messages stand (see canary.ts). */
  canary: string | null;
  canary_state: 'judging' | 'passed' | 'failed' | 'asked' | null;
  /** 1: everybody gets the same text, but for what the price prefix makes of it. */
  uniform: 0 | 1;
};

/** Whether a gateway (`@gatewayId`) has messages of campaign `c` in one state. */
const hasMessages = (state: MessageState) => `EXISTS (SELECT 1 FROM campaign_gateway_counts k
  WHERE k.campaign_id = c.id AND k.state = '${state}' AND k.gateway_id = @gatewayId AND k.messages > 0)`;

/**
 * Running campaigns that have messages left at a gateway which holds none of theirs back, oldest first.
 * Asked for every batch: one look for each of two states costs a tenth of one look for both.
 */
export function listRunning(db: Db, gatewayId: number): RunningCampaign[] {
  return statement<RunningCampaign>(
    db,
    `SELECT id, name, gateway_id, rate, sending_window, time_zone, priority,
       spread_minutes, canary, canary_state, instr(text, '{{') = 0 AS uniform FROM campaigns c
     WHERE state = 'running' AND (${hasMessages('queued')} OR ${hasMessages('sending')})
       AND NOT EXISTS (
         SELECT 1 FROM campaign_holds h WHERE h.campaign_id = c.id AND h.gateway_id = @gatewayId)
     ORDER BY id`,
  ).all({ gatewayId });
}

/** Gateways that have something to send, of one campaign (null: of any), and hold it not back. */
export function listRunningGateways(db: Db, only: number | null): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT DISTINCT k.gateway_id AS id FROM campaigns c JOIN campaign_gateway_counts k ON k.campaign_id = c.id
     WHERE c.state = 'running' AND (@only IS NULL OR c.id = @only)
       AND k.state IN ('queued','sending') AND k.messages > 0
       AND NOT EXISTS (
         SELECT 1 FROM campaign_holds h WHERE h.campaign_id = c.id AND h.gateway_id = k.gateway_id)`,
  )
    .all({ only })
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

/** Whether a campaign has anything queued or on its way, by its kept counters: asked after every batch. */
export function hasUnsent(db: Db, campaignId: number): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM campaign_gateway_counts
       WHERE campaign_id = ? AND state IN ('queued','sending') AND messages > 0 LIMIT 1`,
    ).get(campaignId) !== undefined
  );
}

/** People a frozen campaign was meant for, whatever became of them; excluded ones do not count. */
export function countRecipients(db: Db, campaignId: number): number {
  const row = statement<{ n: number | null }>(
    db,
    "SELECT sum(messages) AS n FROM campaign_counts WHERE campaign_id = ? AND state <> 'excluded'",
  ).get(campaignId);
  return row?.n ?? 0;
}

/** Counts every row of a campaign, not the kept counters: the sweep before it may be called finished. */
export function countRows(db: Db, campaignId: number): { rows: number; unsent: number } {
  const row = statement<{ total: number; unsent: number | null }>(
    db,
    `SELECT count(*) AS total, sum(state IN ('queued','sending')) AS unsent FROM messages WHERE campaign_id = ?`,
  ).get(campaignId);
  return { rows: row?.total ?? 0, unsent: row?.unsent ?? 0 };
}

/**
 * Moves up to `limit` (-1: all) queued messages of a stopped campaign to `cancelled`; answers how many.
 * Those that wait to be repeated may have left already: they become uncertain.
 */
export function cancelQueued(db: Db, campaignId: number, limit: number, now: number): number {
  doubtQueued(db, { campaignId });
  return statement(
    db,
    `UPDATE messages SET state = 'cancelled', not_before = NULL, final_at = ? WHERE id IN (
       SELECT id FROM messages WHERE campaign_id = ? AND state = 'queued' LIMIT ?)`,
  ).run(now, campaignId, limit).changes;
}

/**
 * Queues messages in these states again, `limit` at most and only those after id `after`; answers
 * their ids. Attempts and charges stay. A request in doubt that can be repeated is (see repeat.ts).
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
    `UPDATE messages SET state = 'queued', not_before = CASE WHEN repeat_attempt IS NULL THEN NULL ELSE 0 END, final_at = NULL, code = NULL, reason = NULL,
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

/** A scheduled campaign whose time has come; `missed`: what to do where it has long passed. */
export type DueCampaign = {
  id: number;
  name: string;
  scheduled_at: number | null;
  missed: 'ask' | 'send' | 'skip';
};

/** Scheduled campaigns that are due at `now`. */
export function listDue(db: Db, now: number): DueCampaign[] {
  return statement<DueCampaign>(
    db,
    `SELECT id, name, scheduled_at, missed FROM campaigns
     WHERE state = 'scheduled' AND (scheduled_at IS NULL OR scheduled_at <= ?) ORDER BY id`,
  ).all(now);
}

/** What the engine decides on. */
export type CampaignInState = {
  id: number;
  name: string;
  gateway_id: number;
  pause_code: string | null;
  missed: DueCampaign['missed'];
};

/** Campaigns in one state, with what the engine decides on. */
export function listInState(db: Db, state: CampaignState): CampaignInState[] {
  return statement<CampaignInState>(
    db,
    'SELECT id, name, gateway_id, pause_code, missed FROM campaigns WHERE state = ? ORDER BY id',
  ).all(state);
}

/**
 * The wall clock was set back by so much: what waits for a moment waits no longer for it. Messages, retries, and
 * the verdict on first messages; answers how many messages.
 */
export function bringForward(db: Db, ms: number): number {
  const by = { ms: Math.round(ms) };
  statement(
    db,
    "UPDATE campaigns SET canary_since = canary_since - @ms WHERE canary_state = 'judging'",
  ).run(by);
  statement(
    db,
    "UPDATE retries SET due_at = due_at - @ms, not_after = not_after - @ms WHERE state = 'waiting'",
  ).run(by);
  return statement(
    db,
    `UPDATE messages SET not_before = not_before - @ms WHERE state = 'queued' AND not_before IS NOT NULL
       AND campaign_id IN (SELECT id FROM campaigns WHERE state IN ('running','paused'))`,
  ).run(by).changes;
}
