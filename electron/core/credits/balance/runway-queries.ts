import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A campaign that will send, or would if it were resumed, with what it has left at one gateway. */
export type PlannedRow = {
  id: number;
  name: string;
  userId: number | null;
  gatewayId: number;
  state: 'running' | 'scheduled' | 'paused' | 'finished';
  scheduledAt: number | null;
  startedAt: number | null;
  window: string;
  timeZone: string | null;
  rate: number | null;
  spreadMinutes: number | null;
  priority: 'normal' | 'urgent';
  recipients: number;
  queued: number;
  queuedCredits: number;
  sendingCredits: number;
  /** 1: this gateway's share is held back until somebody resumes it. */
  held: 0 | 1;
};

/**
 * Campaigns with something to send, oldest first, by kept counters: a few rows each. Of those that are
 * finished only the ones whose retries wait.
 */
export function listPlanned(db: Db): PlannedRow[] {
  return statement<PlannedRow>(
    db,
    `SELECT c.id, c.name, c.user_id AS userId, n.gateway_id AS gatewayId, c.state, c.scheduled_at AS scheduledAt,
       c.started_at AS startedAt, c.sending_window AS window, c.time_zone AS timeZone, c.rate,
       c.spread_minutes AS spreadMinutes, c.priority,
       (SELECT sum(messages) FROM campaign_counts a WHERE a.campaign_id = c.id AND a.state <> 'excluded') AS recipients,
       sum(iif(n.state = 'queued', n.messages, 0)) AS queued,
       sum(iif(n.state = 'queued', n.credits, 0)) AS queuedCredits,
       sum(iif(n.state = 'sending', n.credits, 0)) AS sendingCredits,
       EXISTS (SELECT 1 FROM campaign_holds h WHERE h.campaign_id = c.id AND h.gateway_id = n.gateway_id) AS held
     FROM campaigns c JOIN campaign_gateway_counts n ON n.campaign_id = c.id
     WHERE c.kind = 'campaign' AND (c.state IN ('running','scheduled','paused') OR c.state = 'finished'
       AND EXISTS (SELECT 1 FROM retries r WHERE r.campaign_id = c.id AND r.state = 'waiting'))
     GROUP BY c.id, n.gateway_id ORDER BY c.id`,
  ).all();
}

/** Retries of a campaign that wait, of one gateway and country, and due within a stretch of time. */
export type RetryGroup = {
  gatewayId: number;
  country: string;
  messages: number;
  parts: number;
  credits: number;
  /** When the last of them is due. */
  dueAt: number;
};

/**
 * The waiting retries of a campaign, the first due first; of more than `most` the first ones, by an index
 * of those that wait. `stretchMs`: those due so close together are one group.
 */
export function listRetryGroups(
  db: Db,
  campaignId: number,
  { most, stretchMs }: { most: number; stretchMs: number },
): RetryGroup[] {
  return statement<RetryGroup>(
    db,
    `SELECT m.gateway_id AS gatewayId, m.country, count(*) AS messages, sum(m.parts) AS parts,
       sum(r.credits) AS credits, max(r.due_at) AS dueAt
     FROM (SELECT message_id, credits, due_at FROM retries
           WHERE campaign_id = @campaignId AND state = 'waiting' ORDER BY due_at LIMIT @most) r
       JOIN messages m ON m.id = r.message_id
     GROUP BY m.gateway_id, m.country, r.due_at / CAST(@stretchMs AS INTEGER) ORDER BY dueAt`,
  ).all({ campaignId, most, stretchMs });
}

/** When the last waiting retry of a campaign is due; null: none waits. One seek. */
export function lastRetryDue(db: Db, campaignId: number): number | null {
  return (
    statement<{ at: number | null }>(
      db,
      "SELECT max(due_at) AS at FROM retries WHERE campaign_id = ? AND state = 'waiting'",
    ).get(campaignId)?.at ?? null
  );
}

/** Messages queued at one gateway by country in the order of the sender, with credits and parts of the first `sample`. */
export function listQueuedCountries(
  db: Db,
  { id: campaignId, gatewayId, queued }: Pick<PlannedRow, 'id' | 'gatewayId' | 'queued'>,
  sample: number,
): { country: string; messages: number; credits: number; parts: number; sampled: number }[] {
  const countries = countQueued(db, campaignId, gatewayId, queued);
  return countries.map(({ country, messages }) => {
    const head = statement<{ credits: number; parts: number; sampled: number }>(
      db,
      `SELECT sum(credits) AS credits, sum(parts) AS parts, count(*) AS sampled FROM (
         SELECT credits, parts FROM messages WHERE campaign_id = ? AND country = ? AND state = 'queued'
         AND gateway_id = ? ORDER BY id LIMIT ?)`,
    ).get(campaignId, country, gatewayId, sample);
    return {
      country,
      messages,
      credits: head?.credits ?? 0,
      parts: head?.parts ?? 0,
      sampled: head?.sampled ?? 0,
    };
  });
}

/** Most campaigns go to one country, and its queue is counted already; others count by index. */
function countQueued(
  db: Db,
  campaignId: number,
  gatewayId: number,
  queued: number,
): { country: string; messages: number }[] {
  const all = statement<{ country: string }>(
    db,
    'SELECT country FROM campaign_countries WHERE campaign_id = ?',
  ).all(campaignId);
  const [only, ...others] = all;
  if (only && others.length === 0) return [{ country: only.country, messages: queued }];
  return statement<{ country: string; messages: number }>(
    db,
    `SELECT country, count(*) AS messages FROM messages
     WHERE campaign_id = ? AND state = 'queued' AND gateway_id = ? GROUP BY country ORDER BY country`,
  ).all(campaignId, gatewayId);
}

/** Credits of the next queued messages of a country, in the order in which they are claimed. */
export function listQueuedCredits(
  db: Db,
  from: { campaignId: number; gatewayId: number; country: string; after: number },
  limit: number,
): { id: number; credits: number }[] {
  return statement<{ id: number; credits: number }>(
    db,
    `SELECT id, credits FROM messages WHERE campaign_id = @campaignId AND country = @country
       AND state = 'queued' AND gateway_id = @gatewayId AND id > @after ORDER BY id LIMIT @limit`,
  ).all({ ...from, limit });
}
