import { expect, it } from 'vitest';
import { createClockWatch } from '#core/sending/clock-watch.ts';

it('tells sleep from a clock that was set, in both directions', () => {
  const time = { wall: 1e12, mono: 5_000, up: 90_000 };
  const look = createClockWatch({
    now: () => time.wall,
    monotonic: () => time.mono,
    uptime: () => time.up,
  });
  const pass = (wall: number, mono: number, up: number) => {
    time.wall += wall;
    time.mono += mono;
    time.up += up;
    return look();
  };
  expect(pass(1_000, 1_000, 1_000)).toEqual({ sleptMs: 0, setBackMs: 0 });
  expect(pass(3_600_000, 1_000, 3_600_000)).toEqual({ sleptMs: 3_599_000, setBackMs: 0 });
  expect(pass(-7_200_000, 1_000, 1_000)).toEqual({ sleptMs: 0, setBackMs: 7_201_000 });
  expect(pass(7_200_000, 1_000, 1_000)).toEqual({ sleptMs: 0, setBackMs: 0 });
});

it('does without the time since the start', () => {
  const time = { wall: 1e12, mono: 0 };
  const look = createClockWatch({ now: () => time.wall, monotonic: () => time.mono });
  time.mono += 8 * 3_600_000;
  time.wall += 8 * 3_600_000;
  expect(look()).toEqual({ sleptMs: 0, setBackMs: 0 });
});
