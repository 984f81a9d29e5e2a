import { getCampaign, moveCampaign } from '#core/campaigns/queries.ts';
import { deleteHolds, listDone } from '#core/sending/hold-queries.ts';
import { countRows, hasUnsent } from '#core/sending/queries.ts';
import type { SenderEvents } from '#core/sending/sender-events.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/**
 * Finishes a running campaign that has nothing queued and nothing on its way, after counting its rows
 * (invariant 4); answers whether it did.
 */
export function finishCampaign(db: Db, id: number, now: number): boolean {
  if (countRows(db, id).unsent > 0) return false;
  deleteHolds(db, id, null);
  return moveCampaign(db, id, 'running', 'finished', { finishedAt: now });
}

/** Finishes every campaign that is done, whichever of its gateways sent the last message. */
export function finishDone(db: Db, now: number): { id: number; name: string }[] {
  return listDone(db).filter(({ id }) => transaction(db, () => finishCampaign(db, id, now)));
}

/**
 * Finishes the campaigns whose last message was among these, whichever gateways sent the others. Call
 * inside the transaction that recorded them; answers whom to tell after it.
 */
export function finishAfter(
  { db, events }: { db: Db; events: SenderEvents },
  ended: readonly { claim: { campaignId: number } }[],
  now: number,
): (() => void)[] {
  return [...new Set(ended.map(({ claim }) => claim.campaignId))].flatMap((id) => {
    const campaign = hasUnsent(db, id) ? undefined : getCampaign(db, id);
    const isDone = campaign?.state === 'running' && finishCampaign(db, id, now);
    return campaign && isDone ? [() => events.finished(campaign)] : [];
  });
}
