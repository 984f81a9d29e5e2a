import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import { refused } from '#shared/contract/errors.ts';
import {
  announce,
  assertAllowed,
  gatewaysOf,
  release,
  requireCampaign,
  STEP,
  type ActionDeps,
  type Spending,
} from '#core/campaigns/actions.ts';
import { listCounts, type CampaignWithGateway } from '#core/campaigns/queries.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { assertAgainCovered } from '#core/credits/cover.ts';
import { deleteHolds } from '#core/sending/hold-queries.ts';
import { leaveUncertain, requeueMessages } from '#core/sending/queries.ts';
import { forgetUnrepeatable } from '#core/sending/repeat-queries.ts';
import { listRepeatingGateways } from '#core/sending/repeat.ts';
import { transaction } from '#core/store/statement.ts';

/** Queues the failed messages again: each becomes a new attempt that costs credit. */
export async function retryFailed(deps: ActionDeps, id: number, spending: Spending): Promise<void> {
  const row = requireCampaign(deps.db, id);
  assertAllowed(row, 'retry');
  deps.guard.assertUnlocked();
  const again = await sendAgain(deps, row, ['rejected', 'undelivered', 'expired'], spending);
  if (again === 0) {
    throw refused('nothing-failed', 'No message of this campaign failed. Nothing was changed.');
  }
}

/**
 * Decides on uncertain messages: leave them, or send them again at the risk of a double, which there is
 * not where their request can be repeated. Leaving is no last word: what was left stays uncertain and may
 * still be sent again.
 */
export async function resolveUncertain(
  deps: ActionDeps,
  id: number,
  { decision, ...spending }: Spending & { decision: 'leave' | 'resend' },
): Promise<void> {
  const { db } = deps;
  const row = requireCampaign(db, id);
  assertAllowed(row, 'resolve');
  if (!listCounts(db, id).some(({ state, messages }) => state === 'uncertain' && messages > 0)) {
    throw refused('nothing-uncertain', 'No message of this campaign is uncertain.');
  }
  if (decision === 'leave') {
    transaction(db, () => {
      leaveUncertain(db, id);
      settleCampaign(db, id, { at: deps.clock.now() });
    });
    announce(deps, id);
    return;
  }
  deps.guard.assertUnlocked();
  transaction(db, () => forgetUnrepeatable(db, id, listRepeatingGateways(db)));
  await sendAgain(deps, row, ['uncertain'], spending);
}

/**
 * Queues messages again and lets the campaign go on. The first step and the campaign's move are one
 * transaction: a crash leaves no queued message in a campaign that is over.
 */
async function sendAgain(
  deps: ActionDeps,
  row: CampaignWithGateway,
  states: readonly MessageState[],
  spending: Spending,
): Promise<number> {
  const { db, clock, engine } = deps;
  assertAgainCovered(db, row.id, states, { ...spending, at: clock.now() });
  const isOver = row.state === 'finished' || row.state === 'stopped';
  let sum = 0;
  // Onwards by id: a message that fails again while this goes on is not taken a second time.
  for (let after = 0, moved = STEP; moved === STEP;) {
    const ids = transaction(db, () => {
      const requeued = requeueMessages(db, row.id, states, { after, limit: STEP });
      if (isOver && sum === 0 && requeued.length > 0) release(deps, row, row.state);
      settleCampaign(db, row.id, { actorId: spending.actorId, at: clock.now() });
      return requeued;
    });
    moved = ids.length;
    after = ids.reduce((last, id) => Math.max(last, id), after);
    sum += moved;
    if (moved === STEP) await yieldToEventLoop();
  }
  if (sum > 0) {
    announce(deps, row.id);
    deleteHolds(db, row.id, null);
    engine.wake({ forgive: gatewaysOf(db, row) });
  }
  return sum;
}
