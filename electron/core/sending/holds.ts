import type { PauseReason } from '#shared/contract/campaigns.ts';
import { moveCampaign } from '#core/campaigns/queries.ts';
import {
  goesOnElsewhere,
  insertHold,
  listHeldWhole,
  listHolds,
} from '#core/sending/hold-queries.ts';
import type { Db } from '#core/store/db.ts';

/** A campaign that was held back, and why, as its person should hear it. */
export type Held = { campaign: { id: number; name: string }; reason: PauseReason };

/**
 * Holds a campaign's messages at one gateway. What goes by its other gateways goes on; where nothing
 * else is left to send, the campaign pauses. Null: it was held there before. Call inside a transaction.
 */
export function holdAt(
  db: Db,
  campaign: { id: number; name: string },
  gatewayId: number,
  reason: PauseReason,
  now: number,
): Held | null {
  const { code, message } = reason;
  const hold = { campaign_id: campaign.id, gateway_id: gatewayId, code, message, since: now };
  if (!insertHold(db, hold)) return null;
  if (goesOnElsewhere(db, campaign.id)) {
    const rest = 'What goes by the other gateways of this campaign goes on.';
    return { campaign, reason: { code, message: `${message} ${rest}` } };
  }
  moveCampaign(db, campaign.id, 'running', 'paused', { pause: reason });
  return { campaign, reason };
}

/** Pauses the campaigns of which everything that is left waits at gateways that hold it. */
export function pauseHeldWhole(db: Db): Held[] {
  return listHeldWhole(db).flatMap((campaign) => {
    const [first, ...others] = listHolds(db, campaign.id);
    if (!first) return [];
    const message = [first, ...others].map((hold) => hold.message).join(' ');
    const pause: PauseReason = { code: first.code, message };
    const moved = moveCampaign(db, campaign.id, 'running', 'paused', { pause });
    return moved ? [{ campaign, reason: pause }] : [];
  });
}
