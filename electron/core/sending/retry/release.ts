import { SiarError } from '#shared/contract/errors.ts';
import { moveCampaign } from '#core/campaigns/queries.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { assertCampaignCovered } from '#core/credits/cover.ts';
import {
  cancelRetry,
  listDueRetries,
  releaseRetry,
  type DueRetry,
} from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** Retries released per look: a transaction of some tens of milliseconds. The next look is a second later. */
const STEP = 1_000;

/**
 * Queues the messages whose retry is due and lets their campaigns send again; answers the campaigns
 * that changed. `only`: this campaign alone. What became pointless meanwhile is taken back: too late,
 * opted out, no credit. Campaigns that are paused or stopped send nothing, so theirs stay as they are.
 */
export function releaseDueRetries(db: Db, now: number, only: number | null): number[] {
  if (listDueRetries(db, { now, only, limit: 1 }).length === 0) return [];
  return transaction(db, () => {
    const changed = new Set<number>();
    // What was released above and is not booked yet, by who pays for it.
    const taken = new Map<string, number>();
    for (const due of listDueRetries(db, { now, only, limit: STEP })) {
      changed.add(due.campaign_id);
      if (now > due.not_after) cancelRetry(db, due.message_id, 'too-late', now);
      else if (due.suppressed === 1) cancelRetry(db, due.message_id, 'opted-out', now);
      else if (!isCovered(db, due, taken, now)) cancelRetry(db, due.message_id, 'no-credit', now);
      else release(db, due, now);
    }
    for (const id of changed) settleCampaign(db, id, { at: now });
    return [...changed];
  });
}

/**
 * Whether whoever pays has the credits for one more attempt. Nobody is there to allow it although they
 * are short, so it is not sent: it stays failed, and can be retried by hand.
 */
function isCovered(db: Db, due: DueRetry, taken: Map<string, number>, at: number): boolean {
  const payer = `${due.gateway_id} ${due.user_id}`;
  const credits = (taken.get(payer) ?? 0) + due.credits;
  try {
    const needs = [{ gatewayId: due.gateway_id, credits }];
    assertCampaignCovered(db, due.user_id, needs, { actorId: null, allowShort: false, at });
    taken.set(payer, credits);
    return true;
  } catch (error) {
    if (error instanceof SiarError && error.kind === 'refused') return false;
    throw error;
  }
}

function release(db: Db, { message_id: messageId, campaign_id: id }: DueRetry, now: number): void {
  releaseRetry(db, messageId, now);
  // Only the first of a finished campaign moves it.
  moveCampaign(db, id, 'finished', 'running', { finishedAt: null });
}
