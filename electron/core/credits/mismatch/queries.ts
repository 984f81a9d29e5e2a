import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message that was taken: as frozen, and as the gateway counted it. */
export type TakenRow = {
  id: number;
  msisdn: string;
  country: string;
  text: string;
  parts: number | null;
  credits: number | null;
};

const TAKEN = `SELECT m.id, m.msisdn, m.country, m.text, a.parts, a.credits
  FROM messages m JOIN attempts a ON a.message_id = m.id AND a.outcome = 'accepted'`;

/** These messages as the gateway counted them. */
export function listTaken(db: Db, messageIds: readonly number[]): TakenRow[] {
  return statement<TakenRow>(
    db,
    `${TAKEN} WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY m.id`,
  ).all(JSON.stringify(messageIds));
}

/** The first messages of a campaign that a gateway took, at most `limit`. */
export function listFirstTaken(
  db: Db,
  campaignId: number,
  gatewayId: number,
  limit: number,
): TakenRow[] {
  return statement<TakenRow>(
    db,
    `${TAKEN} WHERE m.campaign_id = ? AND a.gateway_id = ? LIMIT ?`,
  ).all(campaignId, gatewayId, limit);
}

/** What was found at a campaign, as stored. `proposals` and `applied` are JSON. */
export type MismatchRow = {
  campaign_id: number;
  gateway_id: number;
  gateway_name: string;
  message_id: number;
  predicted_parts: number;
  predicted_credits: number;
  parts: number | null;
  credits: number | null;
  proposals: string;
  applied: string | null;
  found_at: number;
};

/** What was found at each gateway of a campaign, newest first. */
export function listMismatches(db: Db, campaignId: number): MismatchRow[] {
  return statement<MismatchRow>(
    db,
    `SELECT k.*, g.name AS gateway_name FROM credit_mismatches k JOIN gateways g ON g.id = k.gateway_id
     WHERE k.campaign_id = ? ORDER BY k.found_at DESC, k.gateway_id`,
  ).all(campaignId);
}

/** What was found at one gateway of a campaign; undefined: nothing. */
export function getMismatch(
  db: Db,
  campaignId: number,
  gatewayId: number,
): MismatchRow | undefined {
  return listMismatches(db, campaignId).find((row) => row.gateway_id === gatewayId);
}

/** Keeps the first mismatch of a gateway's share of a campaign. */
export function insertMismatch(db: Db, row: Omit<MismatchRow, 'applied' | 'gateway_name'>): void {
  statement(
    db,
    `INSERT INTO credit_mismatches
       (campaign_id, gateway_id, message_id, predicted_parts, predicted_credits, parts, credits, proposals, found_at)
     VALUES (@campaign_id, @gateway_id, @message_id, @predicted_parts, @predicted_credits, @parts, @credits, @proposals, @found_at)`,
  ).run(row);
}

/** Notes which proposal a person took. */
export function setApplied(
  db: Db,
  { campaign_id: campaignId, gateway_id: gatewayId }: MismatchRow,
  applied: string,
): void {
  statement(
    db,
    'UPDATE credit_mismatches SET applied = ? WHERE campaign_id = ? AND gateway_id = ?',
  ).run(applied, campaignId, gatewayId);
}
