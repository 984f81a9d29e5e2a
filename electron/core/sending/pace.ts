import { say } from '#shared/said/say.ts';
import { refused } from '#shared/contract/errors.ts';
import { CAP_SPANS_MS, formatCap, type GatewayCap } from '#shared/gateways/cap.ts';
import type { Clock } from '#core/ports.ts';
import { listDepartures } from '#core/sending/pace-queries.ts';
import {
  createRateLimiter,
  evenShare,
  MOST_WASTED,
  type RateLimiter,
} from '#core/sending/rate-limiter.ts';
import { createWindowCap, type WindowCap } from '#core/sending/window-cap.ts';
import type { Db } from '#core/store/db.ts';

/** What may leave now. Parts: infinity where no cap counts them. */
export type Budget = { messages: number; parts: number };

/** How fast one gateway may be used. */
export type PaceSettings = {
  readonly rate: number;
  readonly caps: readonly GatewayCap[];
  readonly capabilities: { readonly batch: number };
};

/**
 * The pace of one gateway: its rate, its caps, and who goes first. Everything that is sent through the
 * gateway passes here: campaigns, test messages, one-time passwords. Times are monotonic ms.
 */
export type Pace = {
  /** What campaigns may send at `mono`; places that somebody in the express lane waits for are kept free. */
  budget(mono: number): Budget;
  /** Notes what leaves; never more than the budget. */
  spend(messages: number, parts: number, mono: number): void;
  /** The `messages` that campaigns spent last really left at `mono`, once they were on the disk. */
  departed(messages: number, mono: number): void;
  /** The first moment at which a message of so many parts may leave, or so many such messages together. */
  nextAt(mono: number, parts?: number, messages?: number): number;
  /** How much of each cap is used at `mono`, in their order, and since when (wall ms; null: none of it). */
  uses(mono: number): { used: number; since: number | null }[];
  /** Messages that may ever leave together. */
  readonly burst: number;
  /** Parts that may ever leave together; infinite where no cap counts them. */
  readonly burstParts: number;
  /** Messages of one request, where a gateway takes several: as many as use up its rate and its caps. */
  readonly request: number;
  /** The same at `mono`: less where that is all that a cap leaves for long, and more than it may waste. */
  requestAt(mono: number): number;
  /**
   * Waits for the next place, before every campaign, and takes it. A rate below one a second spreads
   * campaigns and is no limit of the gateway: nobody waits for it longer than a second; the campaigns
   * make up for it. Caps always hold: throws SiarError `cap-reached` where a person would wait longer
   * than `patienceMs` for one. Nothing was taken then.
   */
  express(parts: number, patienceMs: number): Promise<void>;
  /** The computer slept so long: the caps counted in real time, the monotonic clock may not have. */
  slept(ms: number): void;
};

/** The paces of all gateways in use; they outlive senders, so that reopening one gives nothing away. */
export type Paces = {
  /** Keeps what is known of the gateway when only its settings changed. */
  of(gateway: PaceSettings & { readonly id: number; readonly name: string }): Pace;
  slept(ms: number): void;
  /** See Pace.uses; empty where nothing left through the gateway since this process started. */
  usesOf(gatewayId: number): { used: number; since: number | null }[];
};

/** See Paces. */
export function createPaces(deps: { db: Db; clock: Clock }): Paces {
  const known = new Map<number, { settings: string; pace: Pace }>();
  return {
    of(gateway) {
      const settings = JSON.stringify([gateway.rate, gateway.caps, gateway.capabilities.batch]);
      const entry = known.get(gateway.id);
      if (entry?.settings === settings) return entry.pace;
      const pace = new GatewayPace(deps, gateway);
      known.set(gateway.id, { settings, pace });
      return pace;
    },
    slept(ms) {
      for (const { pace } of known.values()) pace.slept(ms);
    },
    usesOf: (gatewayId) => known.get(gatewayId)?.pace.uses(deps.clock.monotonic()) ?? [],
  };
}

/** A person waits no longer than this for a rate that only spreads campaigns: one below one a second. */
const LONGEST_PACE_MS = 1_000;

/** A full request is waited for so long where there is room for a part of one. */
export const LONGEST_GATHER_MS = 5_000;

/** Shorter waits than this are not worth telling anybody. */
const SHORT_MS = 2_000;

type Counted = { cap: GatewayCap; window: WindowCap };

class GatewayPace implements Pace {
  private readonly clock: Clock;
  private readonly name: string;
  private readonly rate: number;
  private readonly batch: number;
  private readonly limiter: RateLimiter;
  private readonly counted: Counted[];
  /** Added to monotonic time: what left before this process started counts too. */
  private offset: number;
  private waiting = { messages: 0, parts: 0 };
  /** Places that the express lane took after the last ones that campaigns spent. */
  private since = 0;
  /** The last that campaigns spent, by the time of the caps; their commit is not on the disk yet. */
  private spent = { messages: 0, parts: 0, at: 0 };

  constructor(
    { db, clock }: { db: Db; clock: Clock },
    gateway: PaceSettings & { readonly id: number; readonly name: string },
  ) {
    this.clock = clock;
    this.name = gateway.name;
    this.rate = gateway.rate;
    this.batch = gateway.capabilities.batch;
    this.limiter = createRateLimiter(gateway.rate, gateway.capabilities.batch);
    this.offset = clock.now() - clock.monotonic();
    this.counted = gateway.caps.map((cap) => ({
      cap,
      window: createWindowCap(cap.limit, CAP_SPANS_MS[cap.per]),
    }));
    const longest = Math.max(0, ...gateway.caps.map(({ per }) => CAP_SPANS_MS[per]));
    if (longest === 0) return;
    const now = clock.now();
    for (const { at, messages, parts } of listDepartures(db, gateway.id, now - 1.1 * longest)) {
      // A clock that was set back since then must not make the cap forget: it left just now, at worst.
      this.note(messages, parts, Math.min(at, now));
    }
  }

  budget(mono: number): Budget {
    const free = this.free(mono);
    return {
      messages: Math.max(0, free.messages - this.waiting.messages),
      parts: Math.max(0, free.parts - this.waiting.parts),
    };
  }

  spend(messages: number, parts: number, mono: number): void {
    if (messages === 0) return;
    this.take(messages, parts, mono);
    this.since = 0;
    this.spent = { messages, parts, at: mono + this.offset };
  }

  departed(messages: number, mono: number): void {
    if (messages === 0) return;
    // The limiter keeps departures in order, so what overtook them counts as leaving with them.
    this.limiter.departed(messages + this.since, mono);
    for (const { cap, window } of this.counted) {
      window.moved(this.spent[cap.unit], this.spent.at, mono + this.offset);
    }
  }

  nextAt(mono: number, parts = 1, messages = 1): number {
    return Math.max(this.limiter.nextAt(mono, messages), this.capsOpenAt(mono, parts, messages));
  }

  uses(mono: number): { used: number; since: number | null }[] {
    return this.counted.map(({ window }) => window.use(mono + this.offset));
  }

  get burst(): number {
    const caps = this.counted.map(({ cap }) => cap.limit);
    return Math.max(1, Math.min(this.limiter.burst, ...caps));
  }

  get burstParts(): number {
    return Math.min(
      ...this.counted.map(({ cap }) => (cap.unit === 'parts' ? cap.limit : Infinity)),
    );
  }

  get request(): number {
    const limits = [Math.ceil(this.rate), ...this.counted.map(({ cap }) => cap.limit)];
    return Math.min(this.burst, ...limits.map((limit) => evenShare(limit, this.batch)));
  }

  requestAt(mono: number): number {
    const { request } = this;
    if (this.capsOpenAt(mono, 1, request) - mono < LONGEST_GATHER_MS) return request;
    const rests = this.counted.flatMap(({ cap, window }) => {
      const rest = window.available(mono + this.offset) - this.waiting.messages;
      return cap.unit === 'messages' && rest > cap.limit * MOST_WASTED ? [rest] : [];
    });
    return Math.min(request, ...rests);
  }

  async express(parts: number, patienceMs: number): Promise<void> {
    const until = this.clock.monotonic() + patienceMs;
    this.waiting.messages += 1;
    this.waiting.parts += parts;
    try {
      for (;;) {
        const mono = this.clock.monotonic();
        const paced = this.limiter.nextAt(mono);
        const isTooSlow = this.rate < 1 && paced - mono > LONGEST_PACE_MS;
        const at = Math.max(isTooSlow ? mono : paced, this.capsOpenAt(mono, parts));
        if (at <= mono) {
          this.take(1, parts, mono);
          this.since += 1;
          return;
        }
        if (at > until) throw this.refusal(at - mono);
        await new Promise((resolve) => setTimeout(resolve, Math.max(1, Math.ceil(at - mono))));
      }
    } finally {
      this.waiting.messages -= 1;
      this.waiting.parts -= parts;
    }
  }

  slept(ms: number): void {
    this.offset += ms;
  }

  private take(messages: number, parts: number, mono: number): void {
    this.limiter.take(messages, mono);
    this.note(messages, parts, mono + this.offset);
  }

  private capsOpenAt(mono: number, parts: number, messages = 1): number {
    let at = mono;
    for (const { cap, window } of this.counted) {
      const amount = Math.min(cap.unit === 'messages' ? messages : parts, cap.limit);
      at = Math.max(at, window.nextAt(amount, mono + this.offset) - this.offset);
    }
    return at;
  }

  private free(mono: number): Budget {
    const free: Budget = {
      messages: this.limiter.available(mono),
      parts: Number.POSITIVE_INFINITY,
    };
    for (const { cap, window } of this.counted) {
      free[cap.unit] = Math.min(free[cap.unit], window.available(mono + this.offset));
    }
    return free;
  }

  private note(messages: number, parts: number, at: number): void {
    for (const { cap, window } of this.counted) {
      window.note(cap.unit === 'messages' ? messages : parts, at);
    }
  }

  private refusal(waitMs: number) {
    const set = this.counted.map(({ cap }) => formatCap(cap));
    const pace = say('cap-messages-second', { limit: this.rate });
    const caps = set.length > 0 ? set.join('; ') : pace;
    const reached = `${this.name} has reached the cap set for it (${caps}), so nothing was sent and nothing was charged.`;
    const minutes = Number.isFinite(waitMs) ? Math.ceil(waitMs / 60_000) : null;
    if (minutes !== null && waitMs > SHORT_MS) {
      return refused(
        'cap-reached',
        `${reached} The next place is free in about ${minutes} minutes. Try again then, or raise the cap under Gateways.`,
        { gateway: this.name, caps, waitMs: Math.ceil(waitMs), minutes, case: 'later' },
      );
    }
    return refused('cap-reached', `${reached} Try again later, or raise the cap under Gateways.`, {
      gateway: this.name,
      caps,
      waitMs: minutes === null ? null : Math.ceil(waitMs),
    });
  }
}
