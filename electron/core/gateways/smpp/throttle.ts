/** How long to leave a gateway alone that asks to slow down. */
export type Throttle = {
  /** The gateway said "too fast"; answers how long to wait from `now` (monotonic), ms. */
  note(now: number): number;
  /** The gateway took a message. */
  ease(): void;
};

const FIRST_MS = 1_000;
const MAX_MS = 60_000;

/** Waits that double while the gateway goes on saying so. What was on its way at once counts once. */
export function createThrottle(firstMs = FIRST_MS): Throttle {
  let step = 0;
  let until = -Infinity;
  return {
    note(now) {
      if (now < until) return Math.max(1, Math.ceil(until - now));
      const wait = Math.min(MAX_MS, firstMs * 2 ** step);
      until = now + wait;
      step += 1;
      return wait;
    },
    ease() {
      step = 0;
    },
  };
}
