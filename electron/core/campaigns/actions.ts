import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import {
  campaignTransition,
  type CampaignAction,
  type CampaignState,
} from '#shared/campaigns/lifecycle.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';
import { say } from '#shared/said/say.ts';
import { freezeAudience } from '#core/campaigns/audience/freeze.ts';
import { isSamePlan, planOf, type MessagePlan } from '#core/campaigns/audience/plan.ts';
import { previewAudience } from '#core/campaigns/audience/preview.ts';
import { withGatewayNotices } from '#core/campaigns/gateway-notices.ts';
import {
  getCampaign,
  moveCampaign,
  saveLeaveOutDead,
  type CampaignWithGateway,
  type StateChange,
} from '#core/campaigns/queries.ts';
import { saveCanaryState } from '#core/campaigns/pacing-queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { assertCampaignCovered, reserveCampaign, type Ask } from '#core/credits/cover.ts';
import { deleteHolds } from '#core/sending/hold-queries.ts';
import { cancelQueued } from '#core/sending/queries.ts';
import { listShares } from '#core/campaigns/share-queries.ts';
import type { Engine } from '#core/sending/engine-port.ts';
import { cancelRetriesOf } from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** What the actions work on. */
export type ActionDeps = PreviewDeps & Pick<CoreDeps, 'bus' | 'guard'> & { engine: Engine };

type PreviewDeps = Pick<CoreDeps, 'db' | 'clock' | 'secrets' | 'logger'>;

/** As with missed schedules: later than this is late. */
const LATE_MS = 15 * 60_000;

/** Messages changed per transaction by actions on whole campaigns: some tens of milliseconds. */
export const STEP = 5_000;

/** The campaign, or `no-such-campaign`. */
export function requireCampaign(db: Db, id: number): CampaignWithGateway {
  const row = getCampaign(db, id);
  if (!row)
    throw invalid('no-such-campaign', `There is no campaign ${id}. Nothing was changed.`, {
      campaign: id,
    });
  return row;
}

/** Throws `not-now` with the lifecycle's sentence unless the action is allowed in this state. */
export function assertAllowed(row: CampaignWithGateway, action: CampaignAction): CampaignState {
  const transition = campaignTransition(row.state, action);
  if (transition.ok) return transition.next;
  throw refused('not-now', transition.message, { state: row.state, action });
}

/** What a stored draft would do. Throws what makePlan and previewAudience throw. */
export function previewCampaign(
  deps: PreviewDeps,
  row: CampaignWithGateway,
  { samples, leaveOutDead }: { samples: number; leaveOutDead?: boolean | undefined },
): Promise<Preview> {
  return previewPlan(deps, planOf(deps.db, row, { now: deps.clock.now(), leaveOutDead }), {
    samples,
    rate: row.rate,
    spreadMinutes: row.spread_minutes,
    timeZone: row.time_zone,
    userId: row.user_id,
  });
}

/** The same for any plan. */
export function previewPlan(
  deps: PreviewDeps,
  plan: MessagePlan,
  { userId, ...options }: Parameters<typeof previewAudience>[2] & { userId: number | null },
): Promise<Preview> {
  return withGatewayNotices(deps, previewAudience(deps.db, plan, options), {
    userId,
    text: plan.text,
  });
}

/** Who asks for something that costs credits, and whether short credit is allowed (see Ask). */
export type Spending = Omit<Ask, 'at'>;

/**
 * Freezes a draft and lets it go: running when this process sends, else scheduled for the next one
 * that does. Refuses (`warnings`, `no-recipients`, `missing-fields`, `not-enough-credit`, …) before
 * anything is written.
 */
export async function startCampaign(
  deps: ActionDeps,
  id: number,
  {
    allowWarnings,
    leaveOutDead,
    ...spending
  }: Spending & { allowWarnings: boolean; leaveOutDead?: boolean | undefined },
): Promise<void> {
  const { db, clock, engine } = deps;
  const seen = requireCampaign(db, id);
  assertAllowed(seen, 'start');
  deps.guard.assertUnlocked();
  assertNotLate(seen, clock.now());
  const dead = { now: clock.now(), leaveOutDead };
  const plan = planOf(db, seen, dead);
  const preview = await previewCampaign(deps, seen, { samples: 0, leaveOutDead });
  assertSendable(preview, allowWarnings);
  // Freezing a million takes its time: say it before. What counts is asked again with the freeze.
  const needs = preview.gateways.map(({ gatewayId, credits }) => ({ gatewayId, credits }));
  assertCampaignCovered(db, seen.user_id, needs, { ...spending, at: clock.now() });
  const row = transaction(db, () => {
    const current = requireCampaign(db, id);
    // The preview takes time. What is frozen must be what was checked.
    if (current.state === 'draft' && !isSamePlan(plan, planOf(db, current, dead)))
      throw changedMeanwhile();
    if (leaveOutDead !== undefined) saveLeaveOutDead(db, id, leaveOutDead);
    if (moveCampaign(db, id, 'draft', 'freezing')) return current;
    throw refused('not-now', 'This campaign is already being started. Nothing is sent twice.', {
      case: 'starting',
    });
  });
  try {
    await freezeAudience(db, id, plan, clock.now(), {
      commit: () => {
        release(deps, row, 'freezing');
        reserveCampaign(db, id, { ...spending, at: clock.now() });
      },
      undo: () => moveCampaign(db, id, 'freezing', 'draft'),
    });
  } finally {
    announce(deps, id);
  }
  engine.wake();
}

/** A draft whose own time has passed would go out at once, which is not what it says. */
function assertNotLate({ scheduled_at: at }: CampaignWithGateway, now: number): void {
  if (at === null || now - at <= LATE_MS) return;
  throw refused(
    'time-passed',
    `This campaign was meant for ${new Date(at).toISOString()}, which has passed. Nothing was sent. Choose another time, or take the time out to send now.`,
    { scheduledAt: at },
  );
}

function changedMeanwhile() {
  return refused(
    'not-now',
    'This campaign was changed while it was being checked. Nothing was sent. Look at it again, then start it.',
    { case: 'changed' },
  );
}

function assertSendable(preview: Preview, allowWarnings: boolean): void {
  if (preview.recipients === 0) {
    const { message, ...details } = nobodyLeft(preview);
    throw refused('no-recipients', message, { ...details });
  }
  const warnings = preview.warnings.filter((warning) => warning.severity === 'warning');
  if (warnings.length > 0 && !allowWarnings) {
    throw refused(
      'warnings',
      `${warnings.map((warning) => warning.message).join(' ')} Nothing was sent. Change the text, or allow the warnings.`,
      { warnings, case: 'campaign' },
    );
  }
}

function nobodyLeft({ excluded, dead }: Preview) {
  const suppressed = excluded['suppressed'] ?? 0;
  const deadNumbers = excluded['dead-number'] ?? 0;
  if (suppressed + deadNumbers === 0) {
    const message = 'The lists of this campaign are empty. Nothing was sent; add people first.';
    return { message, case: 'empty' };
  }
  if (deadNumbers === 0) {
    const message = `All ${suppressed} people in these lists are on the do-not-contact list. Nothing was sent.`;
    return { message, suppressed, case: 'suppressed' };
  }
  const others = suppressed > 0 ? `, and ${suppressed} are on the do-not-contact list` : '';
  return {
    message: `Nobody is left: look-ups of the last ${dead.days} days found ${deadNumbers} of these numbers dead${others}. Nothing was sent. Look them up again, or choose to send to them all the same.`,
    days: dead.days,
    dead: deadNumbers,
    suppressed,
    case: suppressed > 0 ? 'dead-and-suppressed' : 'dead',
  };
}

/** Where a campaign goes that may send from now on. */
export function release(deps: ActionDeps, row: CampaignWithGateway, from: CampaignState): void {
  const { db, clock, engine } = deps;
  const now = clock.now();
  const later = row.scheduled_at !== null && row.scheduled_at > now;
  const change: StateChange = { finishedAt: null };
  if (later) moveCampaign(db, row.id, from, 'scheduled', change);
  else if (engine.started) {
    moveCampaign(db, row.id, from, 'running', { ...change, startedAt: now });
  } else {
    // Due as soon as something sends; a null time cannot be "missed".
    moveCampaign(db, row.id, from, 'scheduled', { ...change, scheduledAt: null });
  }
}

/** Tells every window that a campaign changed. */
export function announce(deps: ActionDeps, campaignId: number): void {
  deps.bus.publish({ type: 'campaigns.changed', campaignIds: [campaignId] });
}

/** Stands still at once; requests in flight finish and are recorded. */
export function pauseCampaign(deps: ActionDeps, id: number): void {
  const row = requireCampaign(deps.db, id);
  assertAllowed(row, 'pause');
  moveCampaign(deps.db, id, row.state, 'paused', {
    pause: { code: 'user', message: say('you-paused') },
  });
  announce(deps, id);
  deps.engine.wake();
}

/** Goes on after a pause, a crash or a missed time. A campaign that waits for a sender just wakes it. */
export function resumeCampaign(deps: ActionDeps, id: number): void {
  const { db, engine } = deps;
  const row = requireCampaign(db, id);
  deps.guard.assertUnlocked();
  const waitsForSender = row.state === 'scheduled' && row.scheduled_at === null;
  if (!waitsForSender && row.state !== 'running') {
    assertAllowed(row, 'resume');
    transaction(db, () => {
      // Whoever resumes after the first messages has decided about the rest.
      if (row.canary_state === 'asked' || row.canary_state === 'failed') {
        saveCanaryState(db, id, 'passed', deps.clock.now());
      }
      release(deps, row, 'paused');
    });
  }
  deleteHolds(db, id, null);
  announce(deps, id);
  engine.wake({ forgive: gatewaysOf(db, row) });
}

/** Every gateway that sends for a campaign. */
export function gatewaysOf(db: Db, row: CampaignWithGateway): number[] {
  const shares = listShares(db, row.id).map(({ gateway_id: gatewayId }) => gatewayId);
  return [...new Set([row.gateway_id, ...shares])];
}

/** Ends a campaign: what is not on its way is cancelled. In steps; a crash in between loses nothing. */
export async function stopCampaign(deps: ActionDeps, id: number): Promise<void> {
  const { db, clock } = deps;
  const row = requireCampaign(db, id);
  assertAllowed(row, 'stop');
  transaction(db, () => {
    moveCampaign(db, id, row.state, 'stopped', { finishedAt: clock.now() });
    deleteHolds(db, id, null);
    cancelRetriesOf(db, id, 'stopped', clock.now());
  });
  const cancelSome = () => {
    const cancelled = cancelQueued(db, id, STEP, clock.now());
    settleCampaign(db, id, { at: clock.now() });
    return cancelled;
  };
  while (transaction(db, cancelSome) === STEP) {
    await yieldToEventLoop();
  }
  announce(deps, id);
  deps.engine.wake();
}
