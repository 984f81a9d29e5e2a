import type { PauseReason } from '#shared/contract/campaign-status.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A gateway at which a campaign's messages wait, and why. */
export type Hold = {
  campaign_id: number;
  gateway_id: number;
  code: PauseReason['code'];
  message: string;
  since: number;
};

/** Holds a campaign's messages at one gateway; answers whether they were not held there before. */
export function insertHold(db: Db, hold: Hold): boolean {
  return (
    statement(
      db,
      `INSERT OR IGNORE INTO campaign_holds (campaign_id, gateway_id, code, message, since)
       VALUES (@campaign_id, @gateway_id, @code, @message, @since)`,
    ).run(hold).changes === 1
  );
}

/** What holds a campaign back, oldest first. */
export function listHolds(db: Db, campaignId: number): Hold[] {
  return statement<Hold>(
    db,
    `SELECT campaign_id, gateway_id, code, message, since FROM campaign_holds
     WHERE campaign_id = ? ORDER BY since, gateway_id`,
  ).all(campaignId);
}

/**
 * Holds of one kind, of campaigns that would go on without them. A campaign that an older Siar paused has
 * no hold: it is taken for one of its own gateway.
 */
export function listHoldsFor(
  db: Db,
  code: PauseReason['code'],
): Pick<Hold, 'campaign_id' | 'gateway_id'>[] {
  return statement<Pick<Hold, 'campaign_id' | 'gateway_id'>>(
    db,
    `SELECT h.campaign_id, h.gateway_id FROM campaign_holds h JOIN campaigns c ON c.id = h.campaign_id
     WHERE h.code = @code AND (c.state = 'running' OR (c.state = 'paused' AND c.pause_code = @code))
     UNION ALL
     SELECT id, gateway_id FROM campaigns c WHERE state = 'paused' AND pause_code = @code
       AND NOT EXISTS (SELECT 1 FROM campaign_holds h WHERE h.campaign_id = c.id)`,
  ).all({ code });
}

/** Lets a campaign's messages go on at one gateway, or at all of them. */
export function deleteHolds(db: Db, campaignId: number, gatewayId: number | null): void {
  statement(
    db,
    'DELETE FROM campaign_holds WHERE campaign_id = @campaignId AND (@gatewayId IS NULL OR gateway_id = @gatewayId)',
  ).run({ campaignId, gatewayId });
}

/** Running campaigns in which every message that is left waits at a gateway that holds it. */
export function listHeldWhole(db: Db): { id: number; name: string }[] {
  return statement<{ id: number; name: string }>(
    db,
    `SELECT c.id, c.name FROM campaigns c
     WHERE c.state = 'running' AND EXISTS (SELECT 1 FROM campaign_holds h WHERE h.campaign_id = c.id)
       AND EXISTS (SELECT 1 FROM campaign_gateway_counts k
         WHERE k.campaign_id = c.id AND k.state IN ('queued','sending') AND k.messages > 0)
       AND NOT EXISTS (SELECT 1 FROM campaign_gateway_counts k
         WHERE k.campaign_id = c.id AND k.state IN ('queued','sending') AND k.messages > 0
           AND k.gateway_id NOT IN (SELECT gateway_id FROM campaign_holds h WHERE h.campaign_id = c.id))`,
  ).all();
}

/** Whether a campaign has anything queued or on its way at other gateways that hold nothing. */
export function goesOnElsewhere(db: Db, campaignId: number): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM campaign_gateway_counts k
       WHERE k.campaign_id = @campaignId AND k.state IN ('queued','sending') AND k.messages > 0
         AND k.gateway_id NOT IN (SELECT gateway_id FROM campaign_holds WHERE campaign_id = @campaignId)
       LIMIT 1`,
    ).get({ campaignId }) !== undefined
  );
}

/** Why a gateway holds campaigns back now, newest first. */
export function listTroubles(db: Db, gatewayId: number): { message: string }[] {
  return statement<{ message: string }>(
    db,
    `SELECT h.message FROM campaign_holds h JOIN campaigns c ON c.id = h.campaign_id
     WHERE h.gateway_id = ? AND c.state IN ('running','paused') ORDER BY h.since DESC`,
  ).all(gatewayId);
}

/** Running campaigns with nothing queued and nothing on its way. */
export function listDone(db: Db): { id: number; name: string }[] {
  return statement<{ id: number; name: string }>(
    db,
    `SELECT c.id, c.name FROM campaigns c WHERE c.state = 'running'
       AND NOT EXISTS (SELECT 1 FROM campaign_gateway_counts k
         WHERE k.campaign_id = c.id AND k.state IN ('queued','sending') AND k.messages > 0)`,
  ).all();
}
