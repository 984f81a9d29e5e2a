import type { Clock } from '#core/ports.ts';

/** Smaller differences between clocks are drift and busy moments, ms. */
const NOTABLE_MS = 5_000;

/**
 * What happened to the clocks since the last look. `sleptMs`: the computer slept, and its monotonic
 * clock stood still meanwhile. `setBackMs`: somebody (or the network) set the wall clock back by so much.
 */
export type ClockNews = { sleptMs: number; setBackMs: number };

/** Compares wall time, monotonic time and time since the computer started, look by look. */
export function createClockWatch(clock: Clock): () => ClockNews {
  const read = () => {
    const mono = clock.monotonic();
    return { wall: clock.now(), mono, up: clock.uptime?.() ?? mono };
  };
  let last = read();
  return () => {
    const now = read();
    const mono = now.mono - last.mono;
    const up = now.up - last.up;
    const setBack = Math.max(mono, up) - (now.wall - last.wall);
    last = now;
    return {
      sleptMs: up - mono > NOTABLE_MS ? up - mono : 0,
      setBackMs: setBack > NOTABLE_MS ? setBack : 0,
    };
  };
}
