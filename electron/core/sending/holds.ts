import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import { moveCampaign } from '#core/campaigns/queries.ts';
import { listShares } from '#core/campaigns/share-queries.ts';
import {
  goesOnElsewhere,
  insertHold,
  listHeldWhole,
  listHolds,
} from '#core/sending/hold-queries.ts';
import type { Db } from '#core/store/db.ts';

/** A campaign that was held back, and why, as its person should hear it. */
export type Held = {
  campaign: { id: number; name: string };
  reason: PauseReason;
  /** Its other gateways go on. */
  goesOn: boolean;
};

/**
 * Holds a campaign's messages at one gateway. What goes by its other gateways goes on; where nothing
 * else is left to send, the campaign pauses. Null: it was held there before. Call inside a transaction.
 */
export function holdAt(
  db: Db,
  campaign: { id: number; name: string },
  gateway: { id: number; name: string },
  reason: PauseReason,
  now: number,
): Held | null {
  const { code } = reason;
  const message = namesGateway(db, campaign.id, gateway, reason.message);
  const hold = { campaign_id: campaign.id, gateway_id: gateway.id, code, message, since: now };
  if (!insertHold(db, hold)) return null;
  if (goesOnElsewhere(db, campaign.id)) {
    const whole = `${message} ${say('others-go-on')}`;
    return { campaign, reason: { code, message: whole }, goesOn: true };
  }
  const pause = { code, message };
  moveCampaign(db, campaign.id, 'running', 'paused', { pause });
  return { campaign, reason: pause, goesOn: false };
}

/** With several gateways it must be plain which one is meant. */
function namesGateway(
  db: Db,
  campaignId: number,
  { id, name }: { id: number; name: string },
  message: string,
): string {
  const isShared = listShares(db, campaignId).some((share) => share.gateway_id !== id);
  if (!isShared || message.includes(name)) return message;
  return say('of-gateway', { gateway: name, reason: message });
}

/** Pauses the campaigns of which everything that is left waits at gateways that hold it. */
export function pauseHeldWhole(db: Db): Held[] {
  return listHeldWhole(db).flatMap((campaign) => {
    const [first, ...others] = listHolds(db, campaign.id);
    if (!first) return [];
    const message = [first, ...others].map((hold) => hold.message).join(' ');
    const pause: PauseReason = { code: first.code, message };
    const moved = moveCampaign(db, campaign.id, 'running', 'paused', { pause });
    return moved ? [{ campaign, reason: pause, goesOn: false }] : [];
  });
}
