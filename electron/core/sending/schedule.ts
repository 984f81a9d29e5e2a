import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import { moveCampaign, setPauseReason } from '#core/campaigns/queries.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { cancelRetriesOf } from '#core/sending/retry/queries.ts';
import { cancelQueued, listDue, listInState, type DueCampaign } from '#core/sending/queries.ts';
import { transaction } from '#core/store/statement.ts';

/** Later than this after its time, a scheduled campaign asks before it sends (it would be late). */
const LATE_MS = 15 * 60_000;

/** SQLite's word for no limit. */
const ALL = -1;

type ScheduleDeps = Pick<CoreDeps, 'db' | 'clock' | 'guard'> & {
  /** The one campaign that this process sends; undefined: all. */
  only(): number | undefined;
  changed(campaignId: number): void;
  /** A campaign stands still (or was skipped), and its person should hear why. */
  paused(campaign: { id: number; name: string }, reason: PauseReason): void;
};

/** When campaigns begin by themselves, and what happens to those that could not. */
export type Schedule = {
  /** Starts what is due. What is late goes the way its campaign says (never silently late). */
  promoteDue(): void;
  /** This database may not send (decision record 0008): what would be sent now pauses and says why. */
  holdBack(): void;
  /**
   * Once, when sending begins: campaigns that the last Siar left in the middle go on where they were
   * told to send what was missed; the others wait for their person.
   */
  resumeInterrupted(): void;
};

/** See Schedule. */
export function createSchedule(deps: ScheduleDeps): Schedule {
  const { db, clock, guard } = deps;
  const isMine = ({ id }: { id: number }) => deps.only() === undefined || id === deps.only();

  function promote(due: DueCampaign): void {
    const now = clock.now();
    const lateMs = due.scheduled_at === null ? 0 : now - due.scheduled_at;
    if (lateMs > LATE_MS && due.missed === 'ask') askAboutLate(deps, due, lateMs);
    else if (lateMs > LATE_MS && due.missed === 'skip') skipLate(deps, due, lateMs);
    else if (moveCampaign(db, due.id, 'scheduled', 'running', { startedAt: now })) {
      deps.changed(due.id);
    }
  }

  return {
    promoteDue() {
      for (const due of listDue(db, clock.now()).filter(isMine)) promote(due);
    },
    holdBack() {
      const pause = lockedReason(deps);
      for (const state of ['scheduled', 'running'] as const) {
        const held = state === 'running' ? listInState(db, state) : listDue(db, clock.now());
        for (const campaign of held.filter(isMine)) {
          if (moveCampaign(db, campaign.id, state, 'paused', { pause })) {
            deps.paused(campaign, pause);
          }
        }
      }
    },
    resumeInterrupted() {
      const interrupted = listInState(db, 'paused').filter(
        (campaign) =>
          campaign.pause_code === 'interrupted' && campaign.missed === 'send' && isMine(campaign),
      );
      const { locked } = guard.state();
      for (const { id } of interrupted) {
        // An older copy must not go on by itself, now or after it was allowed to send again.
        if (locked) setPauseReason(db, id, lockedReason(deps));
        else moveCampaign(db, id, 'paused', 'running');
        deps.changed(id);
      }
    },
  };
}

function lockedReason({ guard }: ScheduleDeps): PauseReason {
  return {
    code: 'locked',
    message: `${guard.state().message ?? ''} ${say('then-resume')}`,
  };
}

function askAboutLate(deps: ScheduleDeps, campaign: DueCampaign, lateMs: number): void {
  const reason: PauseReason = {
    code: 'missed-schedule',
    message: say('late-asked', { minutes: Math.round(lateMs / 60_000) }),
  };
  if (moveCampaign(deps.db, campaign.id, 'scheduled', 'paused', { pause: reason })) {
    deps.paused(campaign, reason);
  }
}

function skipLate(deps: ScheduleDeps, campaign: DueCampaign, lateMs: number): void {
  const { db, clock } = deps;
  const reason: PauseReason = {
    code: 'missed-schedule',
    message: say('late-skipped', { minutes: Math.round(lateMs / 60_000) }),
  };
  const skipped = transaction(db, () => {
    const change = { pause: reason, finishedAt: clock.now() };
    if (!moveCampaign(db, campaign.id, 'scheduled', 'stopped', change)) return false;
    cancelQueued(db, campaign.id, ALL, clock.now());
    cancelRetriesOf(db, campaign.id, 'stopped', clock.now());
    settleCampaign(db, campaign.id, { at: clock.now() });
    return true;
  });
  if (skipped) deps.paused(campaign, reason);
}
