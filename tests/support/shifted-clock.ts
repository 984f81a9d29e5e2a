import type { Clock } from '#core/ports.ts';

/** A clock that runs like the machine's and can be moved by hand. */
export type ShiftedClock = Clock & {
  /** Both clocks jump forward, as if this much time had passed. */
  advance(ms: number): void;
  /** Only the wall clock jumps, as when somebody sets it. */
  setWall(now: number): void;
};

/** See ShiftedClock. Starts at `start` (wall ms) or now. */
export function createShiftedClock(start = Date.now()): ShiftedClock {
  let wall = start - Date.now();
  let steady = 0;
  return {
    now: () => Date.now() + wall,
    monotonic: () => performance.now() + steady,
    advance(ms) {
      wall += ms;
      steady += ms;
    },
    setWall(now) {
      wall = now - Date.now();
    },
  };
}
