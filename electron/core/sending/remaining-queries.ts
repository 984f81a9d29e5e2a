import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/**
 * What one gateway has left to claim of a campaign, and when the next of its messages that were put off
 * may go (null: none was). Costs the messages of the campaign that were put off.
 */
export function getRemainingAt(
  db: Db,
  campaignId: number,
  gatewayId: number,
): { queued: number; nextNotBefore: number | null } {
  const queued =
    statement<{ messages: number }>(
      db,
      "SELECT messages FROM campaign_gateway_counts WHERE campaign_id = ? AND state = 'queued' AND gateway_id = ?",
    ).get(campaignId, gatewayId)?.messages ?? 0;
  if (queued === 0) return { queued, nextNotBefore: null };
  const next = statement<{ at: number | null }>(
    db,
    `SELECT min(not_before) AS at FROM messages INDEXED BY messages_backed_off
     WHERE campaign_id = ? AND state = 'queued' AND not_before IS NOT NULL AND gateway_id = ?`,
  ).get(campaignId, gatewayId);
  return { queued, nextNotBefore: next?.at ?? null };
}
