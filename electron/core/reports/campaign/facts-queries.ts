import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import type { Fact, FactsRequest } from '#core/reports/campaign/facts.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Malaysian mobile prefixes are 60 1x, two of them (011, 015) a digit longer; elsewhere four digits. */
const PREFIX = `CASE country WHEN 'MY'
  THEN substr(msisdn, 1, CASE WHEN substr(msisdn, 1, 4) IN ('6011','6015') THEN 5 ELSE 4 END)
  ELSE substr(msisdn, 1, 4) END`;

const GROUPS = `
  SELECT state, country, ${PREFIX} AS prefix,
    CASE WHEN attempts > 0 THEN
      -- Bound numbers are real ones; steps are whole.
      (coalesce(sent_at, final_at, queued_at) + CAST(@aheadMs AS INTEGER)) / CAST(@stepMs AS INTEGER)
        * CAST(@stepMs AS INTEGER) - CAST(@aheadMs AS INTEGER) END AS at,
    count(*) AS messages, sum(parts) AS parts, sum(credits) AS predicted, sum(charged) AS charged,
    sum(attempts) AS attempts, sum(attempts > 1) AS again, gateway_id AS gatewayId,
    CASE WHEN state = 'excluded' THEN reason END AS leftOutFor
  FROM messages WHERE id BETWEEN @first AND @last AND +campaign_id = @campaignId`;

const BY = 'GROUP BY 1, 2, 3, 4, gateway_id, leftOutFor';

/** First and last id of a campaign's messages: they were frozen together, so they lie together. */
function rangeOf(db: Db, campaignId: number): { first: number; last: number } | null {
  const ids = MESSAGE_STATES.flatMap((state) => {
    const row = statement<{ first: number | null; last: number | null }>(
      db,
      `SELECT (SELECT min(id) FROM messages WHERE campaign_id = @campaignId AND state = @state) AS first,
         (SELECT max(id) FROM messages WHERE campaign_id = @campaignId AND state = @state) AS last`,
    ).get({ campaignId, state });
    return row && row.first !== null && row.last !== null ? [row.first, row.last] : [];
  });
  return ids.length === 0 ? null : { first: Math.min(...ids), last: Math.max(...ids) };
}

/**
 * The facts of a campaign: some thousands of rows, whatever its size. Reads each of its messages once,
 * in the order in which they lie on the disk: 1.4 s for a million.
 */
export function readFacts(db: Db, { listId, ...request }: FactsRequest): Fact[] {
  const range = rangeOf(db, request.campaignId);
  if (range === null) return [];
  if (listId === null) return statement<Fact>(db, `${GROUPS} ${BY}`).all({ ...request, ...range });
  return statement<Fact>(
    db,
    `${GROUPS} AND contact_id IN (SELECT contact_id FROM list_members WHERE list_id = @listId) ${BY}`,
  ).all({ ...request, ...range, listId });
}
