/** A limit that allows bursts. */
export type TokenBucket = {
  /** Whether one more is allowed at `now` (monotonic ms); takes it if so. */
  take(now: number): boolean;
};

/** At most `burst` at once and `perSecond` in the long run. */
export function createTokenBucket(burst: number, perSecond: number): TokenBucket {
  let left = burst;
  let at: number | undefined;
  return {
    take(now) {
      left = Math.min(burst, left + ((now - (at ?? now)) / 1_000) * perSecond);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
