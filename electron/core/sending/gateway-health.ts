import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { say } from '#shared/said/say.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import { createRefusals } from '#core/sending/refusals.ts';

/** Waits after the 1st, 2nd, … time in a row that the gateway could not be reached, ms. */
const UNREACHABLE_WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000];

/** Uncertain outcomes in a row after which sending on would only make more of them. */
const MAX_UNCERTAIN_IN_A_ROW = 10;

/** Why to stop and ask a person. */
export type Trouble = {
  reason: PauseReason;
  /** The one campaign that must pause; null: every campaign of the gateway. */
  campaignId: number | null;
};

/** Watches the outcomes of one gateway: when to wait, and when to stop and ask a person. */
export type GatewayHealth = {
  /** Notes an outcome of a campaign; answers what must pause now, and why. */
  note(outcome: SendOutcome, now: number, campaignId: number): Trouble | null;
  /** Nothing may leave before this moment (monotonic ms). */
  holdUntil(): number;
  /** Forgets the past: a person resumed. */
  reset(): void;
};

/** See GatewayHealth. `now` is monotonic. */
export function createGatewayHealth(gatewayName: string): GatewayHealth {
  let hold = 0;
  let unreachable = 0;
  let uncertainInARow = 0;
  const refusals = createRefusals();

  const noteUnreachable = (reason: string, now: number): PauseReason | null => {
    // Requests that were in flight together fail together: they count once.
    if (now < hold) return null;
    const wait = UNREACHABLE_WAITS_MS[unreachable];
    unreachable += 1;
    if (wait === undefined) {
      return {
        code: 'gateway-unreachable',
        message: say('still-unreachable', { gateway: gatewayName, reason }),
      };
    }
    hold = now + wait;
    return null;
  };

  const noteRefusal = (isRejected: boolean, campaignId: number): Trouble | null => {
    const of = refusals.note(campaignId, isRejected);
    if (of === null) return null;
    const key = of === 'campaign' ? 'refused-campaign' : 'refused-all';
    return {
      campaignId: of === 'campaign' ? campaignId : null,
      reason: { code: 'too-many-rejected', message: say(key, { gateway: gatewayName }) },
    };
  };

  const noteForAll = (outcome: SendOutcome, now: number): PauseReason | null => {
    if (outcome.kind === 'ambiguous') {
      uncertainInARow += 1;
      if (uncertainInARow < MAX_UNCERTAIN_IN_A_ROW) return null;
      uncertainInARow = 0;
      return {
        code: 'too-many-uncertain',
        message: say('many-uncertain', {
          messages: MAX_UNCERTAIN_IN_A_ROW,
          gateway: gatewayName,
          reason: outcome.reason,
        }),
      };
    }
    if (outcome.kind === 'rate-limited') {
      hold = Math.max(hold, now + outcome.retryAfterMs);
      return null;
    }
    if (outcome.kind === 'retryable') {
      return outcome.unreachable ? noteUnreachable(outcome.reason, now) : null;
    }
    unreachable = 0;
    uncertainInARow = 0;
    if (outcome.kind === 'paused') return { code: outcome.pauseReason, message: outcome.reason };
    return null;
  };

  return {
    note(outcome, now, campaignId) {
      const reason = noteForAll(outcome, now);
      if (reason) return { reason, campaignId: null };
      const isAnswer = outcome.kind === 'accepted' || outcome.kind === 'rejected';
      return isAnswer ? noteRefusal(outcome.kind === 'rejected', campaignId) : null;
    },
    holdUntil: () => hold,
    reset() {
      hold = 0;
      unreachable = 0;
      uncertainInARow = 0;
      refusals.reset();
    },
  };
}
