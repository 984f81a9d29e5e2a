import { moveCampaign } from '#core/campaigns/queries.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import { claimMessages, type Claim } from '#core/sending/attempt-queries.ts';
import {
  countRows,
  getRemaining,
  listRunning,
  type RunningCampaign,
} from '#core/sending/queries.ts';
import { createRateLimiter, type RateLimiter } from '#core/sending/rate-limiter.ts';
import type { SenderEvents } from '#core/sending/sender-events.ts';
import type { Windows } from '#core/sending/windows.ts';
import type { Db } from '#core/store/db.ts';

/** What a turn works on. */
export type TurnsDeps = {
  db: Db;
  gateway: OpenGateway;
  windows: Windows;
  events: SenderEvents;
  /** Send this campaign alone. */
  only?: number;
};

/**
 * One turn: what may leave once the transaction is committed, whom to tell then, and when (monotonic
 * ms; infinity: not by itself) to look again.
 */
export type Turn = { claims: Claim[]; announce: (() => void)[]; wakeAt: number };

/** Wall time and monotonic time of one moment, ms. */
type Moment = { now: number; mono: number };

const NEVER = Number.POSITIVE_INFINITY;

/** Hands the places of one gateway to its running campaigns in fair turns, within every limit. */
export class Turns {
  private readonly deps: TurnsDeps;
  private readonly limiter: RateLimiter;
  private readonly campaignLimiters = new Map<number, { rate: number; limiter: RateLimiter }>();
  private readonly waits = new Map<number, number>();
  private lastServed = 0;

  constructor(deps: TurnsDeps) {
    this.deps = deps;
    this.limiter = createRateLimiter(deps.gateway.rate);
  }

  /** The moment (wall time) this campaign waits for, or null when it is not waiting. */
  waitsUntil(campaignId: number): number | null {
    return this.waits.get(campaignId) ?? null;
  }

  /** The claimed messages of the last turn really leave at `mono`, after a commit that took its time. */
  departed(count: number, mono: number): void {
    this.limiter.departed(count, mono);
  }

  /**
   * Claims what may leave, campaigns taking turns, and finishes those with nothing left. Call inside a
   * transaction. `free`: places in flight; nothing leaves before `holdUntil` (monotonic).
   */
  take({ now, mono }: Moment, free: number, holdUntil: number): Turn {
    const campaigns = this.campaigns();
    const turn: Turn = { claims: [], announce: [], wakeAt: NEVER };
    this.waits.clear();
    let room = holdUntil > mono ? 0 : Math.min(free, this.limiter.available(mono));
    for (const [i, campaign] of campaigns.entries()) {
      const share = Math.ceil(room / (campaigns.length - i));
      const taken = this.takeFrom(campaign, share, { now, mono });
      // Whoever got something goes last next time. Counting every look would let looks that find no
      // room give the same campaign each free place.
      if (taken.claims.length > 0) this.lastServed = campaign.id;
      room -= taken.claims.length;
      turn.claims.push(...taken.claims);
      turn.announce.push(...taken.announce);
      turn.wakeAt = Math.min(turn.wakeAt, taken.wakeAt);
    }
    this.limiter.take(turn.claims.length, mono);
    if (campaigns.length === 0) return turn;
    if (holdUntil > mono) turn.wakeAt = holdUntil;
    else if (room === 0 && free > turn.claims.length) turn.wakeAt = this.limiter.nextAt(mono);
    return turn;
  }

  /** Running campaigns, beginning after the one that was served last. */
  private campaigns(): RunningCampaign[] {
    const { db, gateway, only } = this.deps;
    const running = listRunning(db, gateway.id).filter(
      ({ id }) => only === undefined || id === only,
    );
    const first = Math.max(
      0,
      running.findIndex(({ id }) => id > this.lastServed),
    );
    return [...running.slice(first), ...running.slice(0, first)];
  }

  private takeFrom(campaign: RunningCampaign, share: number, { now, mono }: Moment): Turn {
    const { db, gateway, windows, events } = this.deps;
    const { open, closed, changesAt } = windows.openCountries(campaign, now);
    const limiter = this.limiterOf(campaign);
    const limit = limiter ? Math.min(share, limiter.available(mono)) : share;
    const turn: Turn = { claims: [], announce: [], wakeAt: NEVER };
    let excluded = 0;
    for (const country of open) {
      while (turn.claims.length < limit) {
        const from = { campaignId: campaign.id, gatewayId: gateway.id, country };
        const wanted = limit - turn.claims.length;
        const taken = claimMessages(db, from, wanted, now);
        turn.claims.push(...taken.claims);
        excluded += taken.excluded;
        if (taken.claims.length + taken.excluded < wanted) break;
      }
    }
    limiter?.take(turn.claims.length, mono);
    if (turn.claims.length + excluded > 0) turn.announce.push(() => events.changed(campaign.id));
    if (share > 0 && limit === 0 && limiter) turn.wakeAt = limiter.nextAt(mono);
    else if (turn.claims.length < limit) {
      const rest = this.whatIsLeft(campaign, turn.claims.length, now);
      if (rest.finished) turn.announce.push(rest.finished);
      const at = earliest(rest.nextAt, closed > 0 ? changesAt : null);
      if (at !== null && turn.claims.length === 0) this.waits.set(campaign.id, at);
      if (at !== null) turn.wakeAt = mono + at - now;
    }
    return turn;
  }

  /** Finishes a campaign that has nothing left, after counting its rows (invariant 4). */
  private whatIsLeft(campaign: RunningCampaign, justClaimed: number, now: number) {
    const { db, events } = this.deps;
    const left = getRemaining(db, campaign.id);
    if (left.queued > 0 || left.sending > 0 || justClaimed > 0) {
      const nextAt =
        left.nextNotBefore !== null && left.nextNotBefore > now ? left.nextNotBefore : null;
      return { nextAt, finished: undefined };
    }
    if (countRows(db, campaign.id).unsent > 0) return { nextAt: null, finished: undefined };
    const moved = moveCampaign(db, campaign.id, 'running', 'finished', { finishedAt: now });
    return { nextAt: null, finished: moved ? () => events.finished(campaign) : undefined };
  }

  private limiterOf(campaign: RunningCampaign): RateLimiter | undefined {
    if (campaign.rate === null) return undefined;
    let known = this.campaignLimiters.get(campaign.id);
    if (known?.rate !== campaign.rate) {
      known = { rate: campaign.rate, limiter: createRateLimiter(campaign.rate) };
      this.campaignLimiters.set(campaign.id, known);
    }
    return known.limiter;
  }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  if (b === null) return a;
  return Math.min(a, b);
}
