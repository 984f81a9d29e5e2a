import { settleCampaign } from '#core/credits/booking.ts';
import { canaryTurn, lookAgainMs } from '#core/sending/canary.ts';
import type { CampaignLimiters } from '#core/sending/campaign-limiters.ts';
import { finishCampaign } from '#core/sending/finish.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import { claimRepeats, type Lacking } from '#core/sending/repeat-queries.ts';
import { claimMessages, type Claim } from '#core/sending/claim-queries.ts';
import { getRemaining, listRunning, type RunningCampaign } from '#core/sending/queries.ts';
import { getRemainingAt } from '#core/sending/remaining-queries.ts';
import { LONGEST_GATHER_MS, type Budget, type Pace } from '#core/sending/pace.ts';
import type { SenderEvents } from '#core/sending/sender-events.ts';
import type { Windows } from '#core/sending/windows.ts';
import type { Db } from '#core/store/db.ts';

/** What a turn works on. */
export type TurnsDeps = {
  db: Db;
  gateway: OpenGateway;
  windows: Windows;
  pace: Pace;
  /** Shared by the senders of all gateways: a campaign's own rate counts over all of them. */
  limiters: CampaignLimiters;
  events: SenderEvents;
  /** Send this campaign alone. */
  only?: number;
};

/**
 * One turn: what may leave once the transaction is committed, whom to tell then, and when (monotonic
 * ms; infinity: not by itself) to look again.
 */
export type Turn = { claims: Claim[]; announce: (() => void)[]; wakeAt: number };

/** `blockedBy`: parts of the next message, which no budget was left for; 0: none is held up so. */
type Taken = Turn & { blockedBy: number };

/** Wall time and monotonic time of one moment, ms. */
type Moment = { now: number; mono: number };

/** Urgent campaigns, then the others. */
type Lanes = readonly ['urgent' | 'normal', readonly RunningCampaign[]][];

const NEVER = Number.POSITIVE_INFINITY;

/** A pace that opens later than this is worth telling a person. */
const NOTABLE_MS = 2_000;

/**
 * Why a campaign waits: its sending window, a message to be tried again later, the gateway's caps, or
 * what becomes of its first messages.
 */
export type Wait = { until: number; for: 'window' | 'retry' | 'cap' | 'canary' };

/**
 * Hands the places of one gateway to its running campaigns, within every limit: urgent campaigns
 * first, and campaigns of the same urgency in fair turns.
 */
export class Turns {
  private readonly deps: TurnsDeps;
  private readonly waits = new Map<number, Wait>();
  private readonly lastServed = { urgent: 0, normal: 0 };

  constructor(deps: TurnsDeps) {
    this.deps = deps;
  }

  /** What this campaign waits for (`until` in wall time), or null when it is not waiting. */
  waitOf(campaignId: number): Wait | null {
    return this.waits.get(campaignId) ?? null;
  }

  /** The claimed messages of the last turn really leave at `mono`, after a commit that took its time. */
  departed(count: number, mono: number): void {
    this.deps.pace.departed(count, mono);
  }

  /**
   * Claims what may leave, campaigns taking turns, and finishes those with nothing left. Call inside a
   * transaction. `free`: places in flight; nothing leaves before `holdUntil` (monotonic).
   */
  take({ now, mono }: Moment, free: number, holdUntil: number): Turn {
    const { pace } = this.deps;
    const campaigns = this.campaigns();
    const turn: Turn = { claims: [], announce: [], wakeAt: NEVER };
    this.waits.clear();
    const budget = pace.budget(mono);
    const room = {
      messages: holdUntil > mono ? 0 : Math.min(free, budget.messages),
      parts: budget.parts,
    };
    const wanted = room.messages > 0 ? this.fullRequest(campaigns, mono) : 0;
    // What lands makes places free by itself; only the pace needs a timer.
    if (wanted > free) return turn;
    if (wanted > room.messages) {
      return { ...turn, wakeAt: Math.max(mono + 1, pace.nextAt(mono, 1, wanted)) };
    }
    const lacking = this.repeat(campaigns, turn, room, now);
    if (lacking !== null && holdUntil <= mono) {
      // What lands makes places free by itself, here too.
      const isPaced = lacking.messages <= free - turn.claims.length;
      const at = isPaced ? pace.nextAt(mono, lacking.parts, lacking.messages) : NEVER;
      turn.wakeAt = Math.max(mono + 1, at);
      // New messages would take each place before there are enough of them.
      if (!isPaced || at - mono < LONGEST_GATHER_MS) {
        pace.spend(turn.claims.length, partsOf(turn.claims), mono);
        return turn;
      }
    }
    // Whole requests only: what is over would travel in one that is nearly empty.
    if (wanted > 1) room.messages -= room.messages % wanted;
    // The next message in the queue has more parts than are free now.
    let blockedBy = 0;
    for (const [urgency, ones] of campaigns) {
      for (const [i, campaign] of ones.entries()) {
        const share = Math.ceil(room.messages / (ones.length - i));
        const taken = this.takeFrom(
          campaign,
          { messages: share, parts: room.parts },
          { now, mono },
        );
        // Whoever got something goes last next time. Counting every look would let looks that find no
        // room give the same campaign each free place.
        if (taken.claims.length > 0) this.lastServed[urgency] = campaign.id;
        room.messages -= taken.claims.length;
        room.parts -= partsOf(taken.claims);
        blockedBy = Math.max(blockedBy, taken.blockedBy);
        turn.claims.push(...taken.claims);
        turn.announce.push(...taken.announce);
        turn.wakeAt = Math.min(turn.wakeAt, taken.wakeAt);
      }
    }
    pace.spend(turn.claims.length, partsOf(turn.claims), mono);
    const waiting = campaigns.flatMap(([, ones]) => ones);
    if (waiting.length === 0) return turn;
    if (holdUntil > mono) turn.wakeAt = holdUntil;
    else if (blockedBy > 0 || (room.messages === 0 && free > turn.claims.length)) {
      const at = pace.nextAt(mono, Math.max(1, blockedBy));
      turn.wakeAt = blockedBy > 0 ? Math.min(turn.wakeAt, at) : at;
      if (at - mono > NOTABLE_MS) this.tellOfCap(waiting, Math.round(now + at - mono));
    }
    return turn;
  }

  /**
   * Requests in doubt come first: each is repeated whole, so it may take more than its campaign's share.
   * They left before, so neither the campaign's own rate nor its first messages hold them back. Answers
   * what the first one needs that finds too little room.
   */
  private repeat(campaigns: Lanes, turn: Turn, room: Budget, now: number): Lacking | null {
    const { db, gateway, windows, events, pace } = this.deps;
    if (gateway.capabilities.dedupe !== 'reference') return null;
    for (const campaign of campaigns.flatMap(([, ones]) => ones)) {
      const { open } = windows.openCountries(campaign, now);
      const limit = { ...room, burst: { messages: pace.burst, parts: pace.burstParts } };
      const { claims, doubted, lacking } = claimRepeats(
        db,
        { id: campaign.id, gatewayId: gateway.id, open },
        limit,
        now,
      );
      room.messages -= claims.length;
      room.parts -= partsOf(claims);
      turn.claims.push(...claims);
      if (doubted > 0) settleCampaign(db, campaign.id, { at: now });
      if (claims.length + doubted > 0) turn.announce.push(() => events.changed(campaign.id));
      if (lacking !== null) return lacking;
    }
    return null;
  }

  /**
   * Where a request carries many messages of equal text, sending a few at once would waste it: the size
   * of a full one now, or 0 where there is nothing to gather.
   */
  private fullRequest(campaigns: Lanes, mono: number): number {
    const { db, gateway, pace } = this.deps;
    if (gateway.capabilities.batch === 1) return 0;
    const uniform = campaigns.flatMap(([, ones]) => ones.filter((one) => one.uniform === 1));
    const queued = uniform.map(({ id }) => getRemainingAt(db, id, gateway.id).queued);
    return Math.min(pace.requestAt(mono), Math.max(0, ...queued));
  }

  private tellOfCap(campaigns: readonly RunningCampaign[], until: number): void {
    for (const { id } of campaigns)
      if (!this.waits.has(id)) this.waits.set(id, { until, for: 'cap' });
  }

  /** Running campaigns by urgency, each kind beginning after the one that was served last. */
  private campaigns(): Lanes {
    const { db, gateway, only } = this.deps;
    const running = listRunning(db, gateway.id).filter(
      ({ id }) => only === undefined || id === only,
    );
    return (['urgent', 'normal'] as const).map((urgency) => {
      const ones = running.filter(({ priority }) => priority === urgency);
      const first = Math.max(
        0,
        ones.findIndex(({ id }) => id > this.lastServed[urgency]),
      );
      return [urgency, [...ones.slice(first), ...ones.slice(0, first)]];
    });
  }

  private takeFrom(campaign: RunningCampaign, share: Budget, { now, mono }: Moment): Taken {
    const { db, gateway, windows, limiters, events } = this.deps;
    const { open, closed, changesAt } = windows.openCountries(campaign, now);
    const turn: Taken = { claims: [], announce: [], wakeAt: NEVER, blockedBy: 0 };
    const canary = canaryTurn(db, campaign, gateway.id, now);
    if (canary.room === 0) {
      const { pause, until } = canary;
      if (pause) turn.announce.push(() => events.paused(campaign, pause, false));
      if (until !== null) {
        this.waits.set(campaign.id, { until, for: 'canary' });
        turn.wakeAt = mono + lookAgainMs(canary, now);
      }
      return turn;
    }
    const limiter = limiters.of(campaign);
    const paced = limiter ? limiter.available(mono) : share.messages;
    const limit = Math.min(share.messages, paced, canary.room);
    let parts = share.parts;
    let excluded = 0;
    for (const country of open) {
      while (turn.claims.length < limit && turn.blockedBy === 0) {
        const from = { campaignId: campaign.id, gatewayId: gateway.id, country };
        const wanted = limit - turn.claims.length;
        const taken = claimMessages(db, from, { messages: wanted, parts }, now);
        turn.claims.push(...taken.claims);
        turn.blockedBy = taken.blockedBy;
        parts -= partsOf(taken.claims);
        excluded += taken.excluded;
        if (taken.claims.length + taken.excluded < wanted) break;
      }
    }
    limiter?.take(turn.claims.length, mono);
    if (excluded > 0) settleCampaign(db, campaign.id, { at: now });
    if (turn.claims.length + excluded > 0) turn.announce.push(() => events.changed(campaign.id));
    if (share.messages > 0 && paced === 0 && limiter) turn.wakeAt = limiter.nextAt(mono);
    else if (turn.claims.length === canary.room) turn.wakeAt = mono + 1;
    else if (turn.claims.length < limit && turn.blockedBy === 0) {
      const rest = this.whatIsLeft(campaign, turn.claims.length, now);
      if (rest.finished) turn.announce.push(rest.finished);
      const at = earliest(rest.nextAt, closed > 0 ? changesAt : null);
      if (at !== null && turn.claims.length === 0) {
        this.waits.set(campaign.id, { until: at, for: at === rest.nextAt ? 'retry' : 'window' });
      }
      if (at !== null) turn.wakeAt = mono + at - now;
    }
    return turn;
  }

  /** Finishes a campaign that has nothing left, after counting its rows (invariant 4). */
  private whatIsLeft(campaign: RunningCampaign, justClaimed: number, now: number) {
    const { db, gateway, events } = this.deps;
    const left = getRemaining(db, campaign.id);
    if (left.queued > 0 || left.sending > 0 || justClaimed > 0) {
      const { nextNotBefore } = getRemainingAt(db, campaign.id, gateway.id);
      const nextAt = nextNotBefore !== null && nextNotBefore > now ? nextNotBefore : null;
      return { nextAt, finished: undefined };
    }
    const moved = finishCampaign(db, campaign.id, now);
    return { nextAt: null, finished: moved ? () => events.finished(campaign) : undefined };
  }
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  if (b === null) return a;
  return Math.min(a, b);
}

function partsOf(claims: readonly Claim[]): number {
  return claims.reduce((sum, { parts }) => sum + parts, 0);
}
