import { summaryOf } from '#shared/campaigns/lifecycle.ts';
import type { CampaignShare } from '#shared/contract/campaign-status.ts';
import type { CampaignWithGateway } from '#core/campaigns/queries.ts';
import { reportingGateways } from '#core/campaigns/reports-of.ts';
import type { Share } from '#core/campaigns/share-queries.ts';
import { listHolds } from '#core/sending/hold-queries.ts';
import type { Db } from '#core/store/db.ts';

/** A campaign's counters by gateway, its own first; those that sent nothing and have nothing are left out. */
export function sharesOf(
  db: Db,
  row: CampaignWithGateway,
  stored: readonly Share[],
): CampaignShare[] {
  if (stored.length === 0) return [];
  const reporting = reportingGateways(db, row);
  const holds = new Map(listHolds(db, row.id).map((hold) => [hold.gateway_id, hold]));
  const shares = new Map<number, CampaignShare>();
  for (const one of stored) {
    const hold = holds.get(one.gateway_id);
    const share = shares.get(one.gateway_id) ?? {
      gatewayId: one.gateway_id,
      gatewayName: one.gateway_name,
      messages: 0,
      queued: 0,
      summary: { success: 0, queue: 0, failure: 0 },
      credits: { predicted: 0, reserved: 0, charged: 0 },
      hold: hold ? { code: hold.code, message: hold.message } : null,
    };
    add(share, one, reporting.has(one.gateway_id));
    shares.set(one.gateway_id, share);
  }
  return [...shares.values()].toSorted(
    (a, b) =>
      Number(b.gatewayId === row.gateway_id) - Number(a.gatewayId === row.gateway_id) ||
      b.messages - a.messages,
  );
}

function add(share: CampaignShare, one: Share, reports: boolean): void {
  const { state, messages, credits, charged } = one;
  share.messages += messages;
  share.credits.predicted += credits;
  share.credits.charged += charged;
  if (state === 'queued') share.queued += messages;
  if (state === 'queued' || state === 'sending') share.credits.reserved += credits;
  const word = summaryOf(state, reports);
  if (word !== 'none') share.summary[word] += messages;
}
