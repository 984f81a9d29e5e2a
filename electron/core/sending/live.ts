import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Course } from '#shared/credits/runway.ts';
import { getCampaign } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import type { LiveView } from '#core/sending/engine-port.ts';
import { listHolds } from '#core/sending/hold-queries.ts';
import { createOutlook, type Outlook } from '#core/sending/outlook.ts';
import type { Paces } from '#core/sending/pace.ts';
import { getRemainingAt } from '#core/sending/remaining-queries.ts';
import type { Sender } from '#core/sending/sender-port.ts';
import type { Db } from '#core/store/db.ts';

/** What these senders know beyond the database: see LiveView. */
export function createLiveView(
  { db, clock }: Pick<CoreDeps, 'db' | 'clock'>,
  senders: ReadonlyMap<number, Sender>,
  paces: Paces,
): LiveView {
  const outlook = createOutlook(db, clock, () => view);
  const view: LiveView = {
    live: (campaignId) => liveOf(db, outlook, senders, campaignId),
    trouble: (campaignId) => {
      if (getCampaign(db, campaignId)?.state !== 'running') return null;
      // One disk serves them all.
      const troubles = [...senders.values()].map((sender) => sender.trouble());
      return troubles.find((trouble) => trouble !== null) ?? null;
    },
    use: (gatewayId) => ({
      caps: paces.usesOf(gatewayId),
      perSecond: (campaignId) => {
        const sender = senders.get(gatewayId);
        if (!sender || sender.waitOf(campaignId) !== null) return null;
        return sender.perSecond(campaignId);
      },
    }),
  };
  return view;
}

/** Live figures of a running campaign, over all gateways that send for it now; null: none does. */
function liveOf(
  db: Db,
  outlook: Outlook,
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
  const waits = at.map(({ sender }) => sender.waitOf(campaignId));
  // As long as any gateway sends, the campaign does not wait; it goes on when the first one does.
  const wait = waits.includes(null)
    ? null
    : (waits.toSorted((a, b) => (a?.until ?? 0) - (b?.until ?? 0))[0] ?? null);
  const perSecond = at.map(({ sender }) => sender.perSecond(campaignId));
  const isHeld = listHolds(db, campaignId).some(
    ({ gateway_id: gatewayId }) => getRemainingAt(db, campaignId, gatewayId).queued > 0,
  );
  const courses = outlook.coursesOf(campaignId);
  const retries = courses.flatMap(({ retriesEndAt }) => retriesEndAt ?? []);
  return {
    ratePerSecond: Math.round(10 * perSecond.reduce((sum, n) => sum + n, 0)) / 10,
    // What waits for a person has no time.
    finishesAt: isHeld || wait?.for === 'canary' ? null : lastOf(courses),
    retriesEndAt: retries.length === 0 ? null : Math.max(...retries),
    inFlight: at.reduce((sum, { inFlight }) => sum + inFlight, 0),
    waitsUntil: wait?.until ?? null,
    waitsFor: wait?.for ?? null,
  };
}

/** The last gateway ends it; one that cannot say leaves it open. */
function lastOf(courses: readonly Course[]): number | null {
  const ends = courses.flatMap(({ finishesAt }) => finishesAt ?? []);
  return courses.length === 0 || ends.length < courses.length ? null : Math.max(...ends);
}
