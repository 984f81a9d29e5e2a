import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWindowCap } from '#core/sending/window-cap.ts';
import { mostInAnySpan } from '#tests/support/most-in-any-span.ts';

const span = fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000);

it('never lets more leave in any span than the cap, however it is asked', () => {
  fc.assert(
    fc.property(
      span,
      fc.integer({ min: 1, max: 500 }),
      fc.array(
        fc.record({ wait: fc.double({ min: 0, max: 0.3, noNaN: true }), want: fc.nat(40) }),
        {
          maxLength: 400,
        },
      ),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      (spanMs, limit, asks, start) => {
        const cap = createWindowCap(limit, spanMs);
        const left: { at: number; amount: number }[] = [];
        let now = start;
        for (const { wait, want } of asks) {
          now += wait * spanMs;
          const amount = Math.min(want, cap.available(now));
          if (amount === 0) continue;
          cap.note(amount, now);
          left.push({ at: now, amount });
        }
        expect(mostInAnySpan(left, spanMs)).toBeLessThanOrEqual(limit);
      },
    ),
    { numRuns: 300 },
  );
});

it('gives more than 95 % of the cap in the long run to whoever waits until it says', () => {
  fc.assert(
    fc.property(
      span,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 30 }),
      (spanMs, limit, wish) => {
        const cap = createWindowCap(limit, spanMs);
        const amount = Math.min(wish, limit);
        let now = 0;
        let sum = 0;
        const spans = 30;
        while (now < spans * spanMs) {
          const take = cap.available(now) >= amount ? amount : 0;
          if (take > 0) {
            cap.note(take, now);
            sum += take;
          } else {
            const at = cap.nextAt(amount, now);
            expect(at).toBeGreaterThan(now);
            now = at;
          }
        }
        // What never fits into a whole number of wishes cannot be used up.
        const usable = Math.floor(limit / amount) * amount;
        expect(sum / (usable * spans)).toBeGreaterThan(0.95);
      },
    ),
    { numRuns: 200 },
  );
});

it('says when the next may leave, and never for more than the cap', () => {
  const cap = createWindowCap(3, 1_000);
  cap.note(3, 500);
  expect(cap.available(500)).toBe(0);
  const at = cap.nextAt(1, 500);
  expect(at).toBeGreaterThanOrEqual(1_500);
  expect(at).toBeLessThanOrEqual(1_520);
  expect(cap.available(at)).toBe(3);
  expect(cap.nextAt(4, at)).toBe(Number.POSITIVE_INFINITY);
});

it('counts what is read back out of order', () => {
  const cap = createWindowCap(10, 60_000);
  for (const at of [50_000, 10_000, 30_000, 10_100]) cap.note(2, at);
  expect(cap.available(60_000)).toBe(2);
  expect(cap.available(73_000)).toBe(6);
});
