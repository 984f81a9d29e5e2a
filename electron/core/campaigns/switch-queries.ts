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

/**
 * The next of a campaign's queued messages of other gateways than `gatewayId`, without requests in doubt
 * to be repeated. One seek by messages_by_state.
 */
export function listUnsent(
  db: Db,
  { campaignId, gatewayId }: { campaignId: number; gatewayId: number },
  { after, limit }: { after: number; limit: number },
): UnsentMessage[] {
  return statement<UnsentMessage>(
    db,
    `SELECT id, gateway_id, msisdn, country, text, parts, credits FROM messages
     WHERE campaign_id = ? AND state = 'queued' AND id > ? AND repeat_attempt IS NULL AND gateway_id <> ?
     ORDER BY id LIMIT ?`,
  ).all(campaignId, after, gatewayId, limit);
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

/** The gateway that a campaign shows and sends by; what other gateways have of it stays with them. */
export function setCampaignGateway(db: Db, campaignId: number, gatewayId: number): void {
  statement(db, 'UPDATE campaigns SET gateway_id = ? WHERE id = ?').run(gatewayId, campaignId);
}

/** Changes what a campaign is predicted to cost, by so many credits. */
export function addPredicted(db: Db, campaignId: number, credits: number): void {
  statement(db, 'UPDATE campaigns SET predicted = predicted + ? WHERE id = ?').run(
    credits,
    campaignId,
  );
}

/** A campaign's queued messages that wait for this gateway. One row of kept counters. */
export function countWaitingFor(db: Db, campaignId: number, gatewayId: number): number {
  return (
    statement<{ messages: number }>(
      db,
      `SELECT messages FROM campaign_gateway_counts
       WHERE campaign_id = ? AND gateway_id = ? AND state = 'queued'`,
    ).get(campaignId, gatewayId)?.messages ?? 0
  );
}
