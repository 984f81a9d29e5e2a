/**
 * At most `perSecond` messages leave in any second, measured at the gateway, not here: the window
 * is a little longer than a second, so that messages which travel at different speeds still do not
 * bunch up past the limit. It costs 4 % of the rate.
 */
const WINDOW_MS = 1040;

/** So much slower than asked a limiter is: see WINDOW_MS. */
export const RATE_MARGIN = WINDOW_MS / 1000;

/** How long a stall (a busy disk, a slow tick) may be caught up in a burst. */
const BURST_MS = 250;

/** Says how many messages may leave now. Time is monotonic and passed in, so that tests can own it. */
export type RateLimiter = {
  /** Messages that may leave at `now`. */
  available(now: number): number;
  /** Notes that `count` messages leave at `now`; never more than `available`. */
  take(count: number, now: number): void;
  /** Corrects the last `count` departures: they really left at `now`, after a slow commit. */
  departed(count: number, now: number): void;
  /** The first moment from `now` on at which so many messages (one unless told) may leave together. */
  nextAt(now: number, count?: number): number;
  /** Messages that may leave together at the most. */
  readonly burst: number;
};

/** So much of a limit may stay unused for the sake of full requests. */
export const MOST_WASTED = 0.01;

/**
 * The most messages, up to `together`, that a limit can be used up by: 75 where 100 fit into a request
 * and 150 into the limit, because 100 would leave a third of it unused. Wastes 1 % at the most.
 */
export function evenShare(limit: number, together: number): number {
  let share = Math.max(1, Math.min(limit, together));
  while (limit % share > limit * MOST_WASTED) share -= 1;
  return share;
}

/**
 * An evenly paced limiter with a hard cap per window. `perSecond` may be a fraction: 0.5 is one message
 * every two seconds, 4.5 at most five in any second and 4.5 on average. `together`: as many as this may
 * leave at once, where a second holds them.
 */
export function createRateLimiter(perSecond: number, together = 1): RateLimiter {
  const cap = Math.ceil(perSecond);
  const windowMs = Math.max(1, 1 / perSecond) * WINDOW_MS;
  // Even over the whole window: a second then holds less than the cap, which is room for jitter.
  const spacingMs = WINDOW_MS / perSecond;
  const burst = Math.max(1, (perSecond * BURST_MS) / 1000, Math.min(together, cap));
  // Departure times of the last `cap` messages; slot `next` holds the oldest.
  const departures = new Float64Array(cap).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  let tokens = 1;
  let filledAt: number | null = null;

  const fill = (now: number) => {
    if (filledAt === null) filledAt = now;
    if (now > filledAt) {
      tokens = Math.min(burst, tokens + (now - filledAt) / spacingMs);
      filledAt = now;
    }
  };
  const freeInWindow = (now: number): number => {
    // Departures are in time order around the ring: halve to the first one still inside the window.
    let low = 0;
    let high = cap;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = departures[(next + middle) % cap] ?? Number.NEGATIVE_INFINITY;
      if (at <= now - windowMs) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    available(now) {
      fill(now);
      return Math.min(Math.floor(tokens + 1e-9), freeInWindow(now));
    },
    take(count, now) {
      fill(now);
      tokens -= count;
      for (let i = 0; i < count; i += 1) {
        departures[next] = now;
        next = (next + 1) % cap;
      }
    },
    departed(count, now) {
      for (let i = 1; i <= Math.min(count, cap); i += 1) departures[(next - i + cap) % cap] = now;
    },
    nextAt(now, count = 1) {
      fill(now);
      const wanted = Math.min(count, Math.floor(burst));
      const byTokens = tokens >= wanted ? now : now + (wanted - tokens) * spacingMs;
      // The departure that must be out of the window before so many places are free.
      const last = departures[(next + wanted - 1) % cap] ?? Number.NEGATIVE_INFINITY;
      return Math.max(now, byTokens, last + windowMs);
    },
    burst: Math.floor(burst),
  };
}
