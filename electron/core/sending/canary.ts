import {
  judgeCanary,
  type Canary,
  type CanaryCounts,
  type CanaryVerdict,
} from '#shared/campaigns/canary.ts';
import { canaryRooms } from '#shared/campaigns/canary-shares.ts';
import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import { saveCanaryState, toPacing } from '#core/campaigns/pacing-queries.ts';
import { getCampaign, moveCampaign } from '#core/campaigns/queries.ts';
import { reportingGateways } from '#core/campaigns/reports-of.ts';
import { listShares, type Share } from '#core/campaigns/share-queries.ts';
import { listHolds } from '#core/sending/hold-queries.ts';
import type { RunningCampaign } from '#core/sending/queries.ts';
import type { Db } from '#core/store/db.ts';

/** Judged at least this often while a verdict is waited for, ms. */
const LOOK_EVERY_MS = 1_000;

/**
 * What the first messages of a campaign allow one gateway now. `room`: how many more may leave; infinity once they
 * passed. `until`: the latest moment of the verdict that is waited for. `pause`: the campaign was paused.
 */
export type CanaryTurn = { room: number; until: number | null; pause: PauseReason | null };

const FREE: CanaryTurn = { room: Number.POSITIVE_INFINITY, until: null, pause: null };

/** Looks at a campaign's first messages for a gateway; call inside the transaction that claims. */
export function canaryTurn(
  db: Db,
  campaign: RunningCampaign,
  gatewayId: number,
  now: number,
): CanaryTurn {
  if (campaign.canary === null || campaign.canary_state === 'passed') return FREE;
  const row = getCampaign(db, campaign.id);
  const { canary } = row ? toPacing(row) : { canary: null };
  if (!row || canary === null) return FREE;
  const shares = listShares(db, campaign.id);
  const counts = countsOf(shares);
  const left = leftOf(counts);
  // Everybody is among the first ones: nothing is left to decide about.
  if (counts.queued === 0) return FREE;
  if (left < canary.messages) {
    const room = roomOf(db, campaign.id, gatewayId, canary.messages, shares);
    return { room, until: null, pause: null };
  }
  const since = row.canary_since ?? now;
  if (row.canary_state !== 'judging') saveCanaryState(db, row.id, 'judging', now);
  const verdict = judgeCanary(canary, counts, {
    ...reportedOf(shares, reportingGateways(db, row)),
    elapsedMs: now - since,
  });
  if (verdict.verdict === 'wait') {
    return { room: 0, until: since + canary.waitMinutes * 60_000, pause: null };
  }
  return decide(db, campaign, verdict, canary, now);
}

/** How long to wait before looking again, ms. */
export function lookAgainMs({ until }: CanaryTurn, now: number): number {
  return Math.max(1, Math.min(LOOK_EVERY_MS, (until ?? now) - now));
}

function decide(
  db: Db,
  { id }: RunningCampaign,
  verdict: Exclude<CanaryVerdict, { verdict: 'wait' }>,
  canary: Canary,
  now: number,
): CanaryTurn {
  if (verdict.verdict === 'passed' && canary.afterwards === 'go') {
    saveCanaryState(db, id, 'passed', now);
    return FREE;
  }
  saveCanaryState(db, id, verdict.verdict === 'passed' ? 'asked' : 'failed', now);
  const pause = explain(verdict, canary);
  const moved = moveCampaign(db, id, 'running', 'paused', { pause });
  return { room: 0, until: null, pause: moved ? pause : null };
}

function explain(
  verdict: Exclude<CanaryVerdict, { verdict: 'wait' }>,
  canary: Canary,
): PauseReason {
  const { accepted, delivered } = verdict;
  const found = { accepted, messages: canary.messages };
  if (verdict.verdict === 'passed') {
    const message =
      delivered === null
        ? say('canary-passed', found)
        : say('canary-passed-delivered', { ...found, delivered });
    return { code: 'canary-passed', message };
  }
  const least =
    verdict.why === 'accepted'
      ? say('canary-least-accepted', { percent: canary.minAccepted })
      : say('canary-least-delivered', {
          percent: canary.minDelivered ?? 0,
          minutes: canary.waitMinutes,
        });
  const message =
    delivered === null
      ? say('canary-failed', { ...found, least })
      : say('canary-failed-delivered', { ...found, delivered, least });
  return { code: 'canary-failed', message };
}

/** Every gateway is tried: each gets a part of the first messages. */
function roomOf(
  db: Db,
  campaignId: number,
  gatewayId: number,
  size: number,
  shares: readonly Share[],
): number {
  const held = new Set(listHolds(db, campaignId).map(({ gateway_id: id }) => id));
  const byGateway = [...Map.groupBy(shares, ({ gateway_id: id }) => id)];
  const rooms = canaryRooms(
    size,
    byGateway.map(([id, own]) => {
      const counts = countsOf(own);
      const left = leftOf(counts);
      return {
        gatewayId: id,
        messages: left + counts.queued,
        left,
        ready: held.has(id) ? 0 : counts.queued,
      };
    }),
  );
  return rooms.get(gatewayId) ?? 0;
}

/** Where some gateways give no reports, deliveries are judged by those that do. */
function reportedOf(shares: readonly Share[], reporting: ReadonlySet<number>) {
  const reported = countsOf(shares.filter(({ gateway_id: id }) => reporting.has(id)));
  return { reported, givesReports: leftOf(reported) > 0 };
}

function leftOf(counts: CanaryCounts): number {
  const { sending, accepted, delivered, undelivered, expired, rejected, uncertain } = counts;
  return sending + accepted + delivered + undelivered + expired + rejected + uncertain;
}

function countsOf(shares: readonly Share[]) {
  const counts = {
    queued: 0,
    sending: 0,
    accepted: 0,
    delivered: 0,
    undelivered: 0,
    expired: 0,
    rejected: 0,
    uncertain: 0,
    excluded: 0,
    cancelled: 0,
  };
  for (const { state, messages } of shares) counts[state] += messages;
  return counts;
}
