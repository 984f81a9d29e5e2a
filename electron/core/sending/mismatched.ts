import { getCampaign } from '#core/campaigns/queries.ts';
import { differs, findMismatch, type Answer } from '#core/credits/mismatch/find.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { Claim } from '#core/sending/claim-queries.ts';
import { holdAt } from '#core/sending/holds.ts';
import type { SenderEvents } from '#core/sending/sender-events.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Holds the campaigns at this gateway of which it counted a message otherwise than predicted, for the first
 * time, and answers whom to tell after the commit. Call once their outcomes are recorded, in that transaction.
 * Costs nothing while predictions are right.
 */
export function pauseMismatched(
  { db, gateway, events }: { db: Db; gateway: OpenGateway; events: SenderEvents },
  ended: readonly { claim: Claim; outcome: SendOutcome }[],
  now: number,
): (() => void)[] {
  const wrong = new Map<number, Answer[]>();
  for (const { claim, outcome } of ended) {
    if (outcome.kind !== 'accepted') continue;
    const { messageId, campaignId, parts, credits } = claim;
    const reported = { parts: outcome.parts, credits: outcome.credits };
    const answer = { messageId, predicted: { parts, credits }, reported };
    if (differs(answer)) wrong.set(campaignId, [...(wrong.get(campaignId) ?? []), answer]);
  }
  const announce: (() => void)[] = [];
  for (const [id, answers] of wrong) {
    const campaign = getCampaign(db, id);
    if (campaign?.state !== 'running') continue;
    const pause = findMismatch(db, gateway, id, answers, now);
    const held = pause && holdAt(db, campaign, gateway, pause, now);
    if (held) announce.push(() => events.paused(campaign, held.reason, held.goesOn));
  }
  return announce;
}
