import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CAP_SPANS_MS, type GatewayCap } from '#shared/gateways/cap.ts';
import { createPaces, type Pace, type PaceSettings } from '#core/sending/pace.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { mostInAnySpan, type Left } from '#tests/support/most-in-any-span.ts';

const db = openDatabase(':memory:');
const clock = { now: () => Date.now(), monotonic: () => performance.now() };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function aPace(settings: { rate: number; batch: number; caps?: readonly GatewayCap[] }): Pace {
  const { rate, batch, caps = [] } = settings;
  const gateway: PaceSettings = { rate, caps, capabilities: { batch } };
  return createPaces({ db, clock }).of({ ...gateway, id: 1, name: 'Gateway' });
}

/** A sender's turn: how long until it, what it wants of how many parts each, how long its flush takes. */
type Turn = { wait: number; want: number; parts: number; flush: number; express: number };

/** What a sender and the express lane let leave, by when it really left. As a sender does, one flush at a time. */
async function leave(
  pace: Pace,
  turns: readonly Turn[],
): Promise<{ messages: Left[]; parts: Left[] }> {
  const messages: Left[] = [];
  const parts: Left[] = [];
  const note = (n: number, each: number) => {
    messages.push({ at: performance.now(), amount: n });
    parts.push({ at: performance.now(), amount: n * each });
  };
  let asked = 0;
  let answered = 0;
  const ask = async (each: number) => {
    asked += 1;
    await pace.express(each, 1e9);
    answered += 1;
    note(1, each);
  };
  for (const { wait, want, parts: each, flush, express } of turns) {
    await vi.advanceTimersByTimeAsync(wait);
    const budget = pace.budget(performance.now());
    const n = Math.min(want, budget.messages, Math.floor(budget.parts / each));
    pace.spend(n, n * each, performance.now());
    const half = flush >> 1;
    await vi.advanceTimersByTimeAsync(half);
    for (let i = 0; i < express; i += 1) void ask(each);
    await vi.advanceTimersByTimeAsync(flush - half);
    pace.departed(n, performance.now());
    if (n > 0) note(n, each);
  }
  while (answered < asked) await vi.advanceTimersByTimeAsync(10_000);
  return { messages, parts };
}

const turn = (most: number): fc.Arbitrary<Turn> =>
  fc.record({
    wait: fc.oneof(fc.nat(30), fc.nat(300), fc.constant(2_500)),
    want: fc.nat(most),
    parts: fc.integer({ min: 1, max: 3 }),
    flush: fc.nat(80),
    express: fc.nat(3),
  });
const turns = (most: number) => fc.array(turn(most), { minLength: 20, maxLength: 60, size: 'max' });

describe('the pace of a gateway', () => {
  it('never lets more leave in any second than its rate, whatever flushes take and whoever overtakes', async () => {
    const rate = fc.oneof(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 1, max: 60, noNaN: true }),
      fc.integer({ min: 1, max: 5_000 }),
    );
    await fc.assert(
      fc.asyncProperty(
        rate,
        fc.constantFrom(1, 4, 100),
        turns(200),
        async (perSecond, batch, list) => {
          const { messages } = await leave(aPace({ rate: perSecond, batch }), list);
          expect(mostInAnySpan(messages, 1_000)).toBeLessThanOrEqual(Math.ceil(perSecond));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('lets one campaign message leave in so many seconds where the rate is below one a second', async () => {
    const rate = fc.double({ min: 0.2, max: 0.99, noNaN: true });
    await fc.assert(
      fc.asyncProperty(rate, turns(3), async (perSecond, list) => {
        const campaigns = list.map((one) => ({ ...one, express: 0 }));
        const { messages } = await leave(aPace({ rate: perSecond, batch: 1 }), campaigns);
        expect(mostInAnySpan(messages, 1_000 / perSecond)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('is used to more than 95 % in the long run by whoever always has something to send', () => {
    const rate = fc.oneof(
      fc.double({ min: 0.2, max: 60, noNaN: true }),
      fc.integer({ min: 1, max: 5_000 }),
    );
    const flushes = fc.array(fc.nat(5), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(rate, fc.constantFrom(1, 4, 100), flushes, (perSecond, batch, list) => {
        const pace = aPace({ rate: perSecond, batch });
        const seconds = Math.max(20, 60 / perSecond);
        let now = 0;
        let left = 0;
        for (let i = 0; now < seconds * 1_000; i += 1) {
          // As a sender does: whole requests, and the next look when so many may leave.
          const free = pace.budget(now).messages;
          const n = free - (free % pace.request);
          pace.spend(n, n, now);
          left += n;
          now += list[i % 7]!;
          pace.departed(n, now);
          now = Math.max(now + 1, pace.nextAt(now, 1, pace.request));
        }
        // What never fits into a whole number of requests cannot be used up: 1 % at the most.
        const cap = Math.ceil(perSecond);
        const usable = 1 - (cap % pace.request) / cap;
        expect(usable).toBeGreaterThanOrEqual(0.99);
        // The last request may be just about to leave.
        expect(left + pace.request).toBeGreaterThan(perSecond * seconds * usable * 0.95);
      }),
      { numRuns: 100 },
    );
  });

  it('never lets more leave in any span than a cap of messages or parts', async () => {
    const cap = fc.record<GatewayCap>({
      limit: fc.integer({ min: 3, max: 60 }),
      unit: fc.constantFrom('messages', 'parts'),
      per: fc.constantFrom('second', 'minute'),
    });
    await fc.assert(
      fc.asyncProperty(cap, turns(40), async (one, list) => {
        const left = await leave(aPace({ rate: 5_000, batch: 1, caps: [one] }), list);
        const most = mostInAnySpan(left[one.unit], CAP_SPANS_MS[one.per]);
        expect(most).toBeLessThanOrEqual(one.limit);
      }),
      { numRuns: 150 },
    );
  });

  it('says what holds somebody back who would wait too long, and takes nothing then', async () => {
    const pace = aPace({ rate: 2, batch: 2 });
    await vi.advanceTimersByTimeAsync(2_000);
    const now = performance.now();
    pace.budget(now);
    await pace.express(1, 0);
    await expect(pace.express(1, 100)).rejects.toMatchObject({
      code: 'cap-reached',
      message: expect.stringContaining('2 messages/second'),
    });
    const at = pace.nextAt(now);
    await vi.advanceTimersByTimeAsync(Math.ceil(at - now));
    expect(pace.budget(performance.now()).messages).toBe(1);
  });
});
