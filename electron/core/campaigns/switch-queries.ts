import type { Encoding } from '#shared/sms/segments.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message that certainly has not left. */
export type UnsentMessage = {
  id: number;
  gateway_id: number;
  msisdn: string;
  country: string;
  text: string;
  parts: number;
  credits: number;
};

/** Which messages of a campaign go where: those that wait for `from`, null: for any other gateway. */
export type Move = { campaignId: number; from: number | null; to: number };

/**
 * The next of a campaign's queued messages that a move is about, without requests in doubt to be
 * repeated. One seek by messages_by_state.
 */
export function listUnsent(
  db: Db,
  { campaignId, from, to }: Move,
  { after, limit }: { after: number; limit: number },
): UnsentMessage[] {
  return statement<UnsentMessage>(
    db,
    `SELECT id, gateway_id, msisdn, country, text, parts, credits FROM messages
     WHERE campaign_id = @campaignId AND state = 'queued' AND id > @after AND repeat_attempt IS NULL
       AND gateway_id <> @to AND (@from IS NULL OR gateway_id = @from)
     ORDER BY id LIMIT @limit`,
  ).all({ campaignId, from, to, after, limit });
}

/** Gives a queued message to another gateway, as that one sends and counts it. */
export function moveUnsent(
  db: Db,
  gatewayId: number,
  message: { id: number; text: string; encoding: Encoding; parts: number; credits: number },
): void {
  statement(
    db,
    `UPDATE messages SET gateway_id = ?, text = ?, encoding = ?, parts = ?, credits = ?, not_before = NULL
     WHERE id = ? AND state = 'queued' AND repeat_attempt IS NULL`,
  ).run(gatewayId, message.text, message.encoding, message.parts, message.credits, message.id);
}

/**
 * Notes that a move has begun. The gateway that a campaign shows becomes the new one, unless only the
 * share of another is moved; what other gateways have of it stays with them.
 */
export function beginMove(db: Db, { campaignId, from, to }: Move): void {
  statement(
    db,
    `UPDATE campaigns SET moving_from = @from, moving_to = @to,
       gateway_id = iif(@from IS NULL OR gateway_id = @from, @to, gateway_id)
     WHERE id = @campaignId`,
  ).run({ campaignId, from, to });
}

/** Notes that it is over. */
export function endMove(db: Db, campaignId: number): void {
  statement(db, 'UPDATE campaigns SET moving_from = NULL, moving_to = NULL WHERE id = ?').run(
    campaignId,
  );
}

/** Changes what a campaign is predicted to cost, by so many credits. */
export function addPredicted(db: Db, campaignId: number, credits: number): void {
  statement(db, 'UPDATE campaigns SET predicted = predicted + ? WHERE id = ?').run(
    credits,
    campaignId,
  );
}

/** A campaign's queued messages, by the gateway they wait for: kept counters, a row each. */
export function listWaiting(db: Db, campaignId: number): { gatewayId: number; messages: number }[] {
  return statement<{ gatewayId: number; messages: number }>(
    db,
    `SELECT gateway_id AS gatewayId, messages FROM campaign_gateway_counts
     WHERE campaign_id = ? AND state = 'queued'`,
  ).all(campaignId);
}
