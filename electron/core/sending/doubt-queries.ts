import { assertMessageMove } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Which messages that wait for a repeat: those of a campaign, of a gateway, or one. */
type Repeats = { campaignId: number } | { gatewayId: number } | { messageId: number };

/**
 * Messages that wait for a repeat which will never come: whether their first request was taken is not
 * known. Answers how many.
 */
export function doubtQueued(db: Db, which: Repeats): number {
  assertMessageMove('queued', 'uncertain');
  // The small index of backed-off messages: what waits for a repeat always has a moment.
  const waiting = "state = 'queued' AND not_before IS NOT NULL AND repeat_attempt IS NOT NULL";
  const where =
    'messageId' in which
      ? "id = @id AND state = 'queued'"
      : `${'campaignId' in which ? 'campaign_id' : 'gateway_id'} = @id AND ${waiting}`;
  // Said outright: of a gateway, the planner would walk all that is queued, a million maybe.
  const index = 'messageId' in which ? '' : 'INDEXED BY messages_backed_off';
  return statement(
    db,
    `UPDATE messages ${index} SET state = 'uncertain', not_before = NULL, resolved = 0, code = 'not-repeated',
       reason = 'It got no clear answer, and sending ended before it could be repeated.', final_at = NULL
     WHERE ${where}`,
  ).run({ id: Object.values(which)[0] }).changes;
}

/**
 * Messages that were being handed over when the last owner of the folder ended: nobody can know
 * whether their bytes left, so they become uncertain (invariant 3). Through gateways that recognise a
 * reference (`repeatable`) they are queued instead, to be repeated byte for byte. Call inside a
 * transaction; answers how many became uncertain.
 */
export function doubtInterrupted(
  db: Db,
  now: number,
  reason: string,
  repeatable: readonly number[] = [],
): number {
  const gateways = JSON.stringify(repeatable);
  statement(
    db,
    `UPDATE attempts SET finished_at = ?, outcome = 'interrupted', detail = ?
     WHERE finished_at IS NULL AND message_id IN (SELECT id FROM messages WHERE state = 'sending')`,
  ).run(now, reason);
  statement(
    db,
    `UPDATE messages SET state = 'queued', not_before = @now, repeat_attempt =
       (SELECT max(id) FROM attempts a WHERE a.message_id = messages.id)
     WHERE state = 'sending' AND gateway_id IN (SELECT value FROM json_each(@gateways))
       AND campaign_id IN (SELECT id FROM campaigns WHERE kind = 'campaign')`,
  ).run({ now, gateways });
  return statement(
    db,
    "UPDATE messages SET state = 'uncertain', code = 'interrupted', reason = ? WHERE state = 'sending'",
  ).run(reason).changes;
}
