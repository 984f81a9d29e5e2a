import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, evenShare } from '#core/sending/rate-limiter.ts';
import { mostInAnySpan } from '#tests/support/most-in-any-span.ts';

/** Lets a limiter run against a clock that moves by the given steps; answers the departures. */
function run(perSecond: number, steps: number[]): number[] {
  const limiter = createRateLimiter(perSecond);
  const departures: number[] = [];
  let now = 0;
  for (const step of steps) {
    now += step;
    const count = limiter.available(now);
    limiter.take(count, now);
    for (let i = 0; i < count; i += 1) departures.push(now);
  }
  return departures;
}

function mostInAnySecond(departures: readonly number[]): number {
  return mostInAnySpan(
    departures.map((at) => ({ at, amount: 1 })),
    1_000,
  );
}

describe('rate limiter', () => {
  it('never lets more than the cap leave in any window, however the ticks fall', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 50, maxLength: 400 }),
        (perSecond, steps) => {
          expect(mostInAnySecond(run(perSecond, steps))).toBeLessThanOrEqual(perSecond);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([1, 7, 40, 333, 5000])('uses at least 95 %% of %i/s in the long run', (perSecond) => {
    const departures = run(
      perSecond,
      Array.from({ length: 30_000 }, () => 1),
    );
    expect(departures.length).toBeGreaterThanOrEqual(perSecond * 30 * 0.95);
  });

  it('spaces messages evenly instead of sending a second at once', () => {
    const departures = run(
      40,
      Array.from({ length: 2000 }, () => 1),
    );
    const inFirst100Ms = departures.filter((at) => at <= 100).length;
    expect(inFirst100Ms).toBeLessThanOrEqual(6);
  });

  it('takes a fraction as one message every so many seconds', () => {
    expect(
      run(
        0.5,
        Array.from({ length: 10_001 }, () => 1),
      ).length,
    ).toBeLessThanOrEqual(6);
    expect(
      run(
        0.5,
        Array.from({ length: 10_001 }, () => 1),
      ).length,
    ).toBeGreaterThanOrEqual(4);
  });

  it('says when the next message may leave', () => {
    const limiter = createRateLimiter(10);
    limiter.take(limiter.available(0), 0);
    expect(limiter.available(50)).toBe(0);
    const at = limiter.nextAt(50);
    expect(at).toBeGreaterThan(50);
    expect(limiter.available(at)).toBe(1);
  });

  it('counts from when messages really left, after a slow commit', () => {
    const limiter = createRateLimiter(10);
    let now = 0;
    for (let left = 0; left < 10; now += 5) {
      const count = Math.min(10 - left, limiter.available(now));
      limiter.take(count, now);
      limiter.departed(count, now + 40);
      left += count;
    }
    // Ten have left; the first of them 40 ms after it was taken.
    expect(limiter.available(1_045)).toBe(0);
    expect(limiter.available(1_085)).toBe(1);
  });
});

it.each([
  [150, 100, 75],
  [1_000, 100, 100],
  [40, 100, 40],
  [950, 100, 95],
  [5, 4, 1],
  [107, 100, 53],
])('uses up a limit of %i with requests of at most %i by requests of %i', (limit, most, share) => {
  expect(evenShare(limit, most)).toBe(share);
});
