import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** How much there is of everything, for Home. Lists and templates are few; contacts count by index. */
export function countThings(db: Db): {
  contacts: number;
  lists: number;
  templates: number;
  gateways: number;
  realGateways: number;
} {
  return (
    statement<ReturnType<typeof countThings>>(
      db,
      `SELECT (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM lists) AS lists,
         (SELECT count(*) FROM templates) AS templates,
         (SELECT count(*) FROM gateways WHERE removed_at IS NULL) AS gateways,
         (SELECT count(*) FROM gateways WHERE removed_at IS NULL AND driver <> 'practice') AS realGateways`,
    ).get() ?? { contacts: 0, lists: 0, templates: 0, gateways: 0, realGateways: 0 }
  );
}

/** Uncertain messages nobody has decided on yet, of this user's campaigns; null: of everybody's. */
export function countUnresolvedOf(db: Db, userId: number | null): number {
  return (
    statement<{ n: number }>(
      db,
      `SELECT count(*) AS n FROM messages WHERE state = 'uncertain' AND resolved = 0
         AND (@userId IS NULL OR campaign_id IN (SELECT id FROM campaigns WHERE user_id = @userId))`,
    ).get({ userId })?.n ?? 0
  );
}

/**
 * Messages by state of every campaign that began sending since `since`; a few rows per campaign.
 * `userId` null: everybody's.
 */
export function listCountsSince(
  db: Db,
  since: number,
  userId: number | null,
): { started_at: number; gateway_id: number; state: MessageState; messages: number }[] {
  return statement<ReturnType<typeof listCountsSince>[number]>(
    db,
    `SELECT c.started_at, n.gateway_id, n.state, n.messages
     FROM campaigns c JOIN campaign_gateway_counts n ON n.campaign_id = c.id
     WHERE c.started_at >= @since AND (@userId IS NULL OR c.user_id = @userId)`,
  ).all({ since, userId });
}
