import type { Campaign } from '#shared/contract/campaigns.ts';
import { getCampaign } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { getGateway } from '#core/gateways/queries.ts';
import { campaignRate } from '#core/sending/campaign-rate.ts';
import { countRecipients } from '#core/sending/queries.ts';
import { RATE_MARGIN } from '#core/sending/rate-limiter.ts';
import { getRemainingAt } from '#core/sending/remaining-queries.ts';
import type { Sender } from '#core/sending/sender-port.ts';
import type { Db } from '#core/store/db.ts';

/** Live figures of a running campaign, over all gateways that send for it now; null: none does. */
export function liveOf(
  { db, clock }: Pick<CoreDeps, 'db' | 'clock'>,
  senders: ReadonlyMap<number, Sender>,
  campaignId: number,
): Campaign['live'] {
  const row = getCampaign(db, campaignId);
  if (row?.state !== 'running') return null;
  const at = [...senders].flatMap(([gatewayId, sender]) => {
    const queued = getRemainingAt(db, campaignId, gatewayId).queued;
    const inFlight = sender.inFlight(campaignId);
    return queued + inFlight > 0 ? [{ gatewayId, sender, queued, inFlight }] : [];
  });
  if (at.length === 0) return null;
  const own = campaignRate(row, countRecipients(db, campaignId));
  const waits = at.map(({ sender }) => sender.waitOf(campaignId));
  // As long as any gateway sends, the campaign does not wait; it goes on when the first one does.
  const wait = waits.includes(null)
    ? null
    : (waits.toSorted((a, b) => (a?.until ?? 0) - (b?.until ?? 0))[0] ?? null);
  const perSecond = at.map(({ sender }) => sender.perSecond(campaignId));
  const seconds = at.map(({ gatewayId, queued }, index) =>
    secondsFor(db, gatewayId, queued, perSecond[index] ?? 0, own),
  );
  return {
    ratePerSecond: Math.round(10 * perSecond.reduce((sum, n) => sum + n, 0)) / 10,
    finishesAt: wait === null ? Math.round(clock.now() + 1000 * Math.max(...seconds)) : null,
    inFlight: at.reduce((sum, { inFlight }) => sum + inFlight, 0),
    waitsUntil: wait?.until ?? null,
    waitsFor: wait?.for ?? null,
  };
}

/** How long one gateway takes for its share. */
function secondsFor(
  db: Db,
  gatewayId: number,
  queued: number,
  perSecond: number,
  own: number,
): number {
  const cap = Math.min(own, getGateway(db, gatewayId)?.rate ?? own);
  // Ten seconds say little about less than one message a second.
  const speed = perSecond > 0 && cap >= 1 ? perSecond : cap / RATE_MARGIN;
  return queued / speed;
}
