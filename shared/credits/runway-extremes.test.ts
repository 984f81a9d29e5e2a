import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatewayCap } from '#shared/gateways/cap.ts';
import {
  aCampaign,
  aPlan,
  forecastOne,
  HOUR,
  KL,
  TEN,
  type OneGateway,
  type Planned,
} from '#shared/credits/test-support.ts';

/** Messages a second: from one in a hundred seconds to more than any gateway takes, evenly by magnitude. */
const rateArb = fc
  .double({ min: -2, max: 5, noNaN: true })
  .map((exponent) => Math.min(100_000, Math.max(0.01, 10 ** exponent)));

const windowArb = fc.constantFrom<Planned['window'][]>(
  'always',
  { start: '08:00', end: '19:00' },
  { start: '20:00', end: '06:00' },
  { start: '10:00', end: '10:01' },
);

const capArb = fc.record({
  limit: fc.integer({ min: 1, max: 1_000_000 }),
  unit: fc.constantFrom<GatewayCap['unit'][]>('messages', 'parts'),
  per: fc.constantFrom<GatewayCap['per'][]>('minute', 'hour', 'day'),
});

/** So many messages that a cap, or the shortest window, is through with them in some fifty periods. */
const extremeArb = fc
  .record({
    rate: rateArb,
    own: fc.option(rateArb),
    window: windowArb,
    cap: fc.option(capArb),
    share: fc.double({ min: 0, max: 25, noNaN: true }),
    parts: fc.integer({ min: 1, max: 2 }),
    delay: fc.integer({ min: 0, max: 48 * HOUR }),
    credits: fc.integer({ min: -10, max: 2_000_000 }),
  })
  .map(({ rate, own, window, cap, share, parts, delay, credits }) => {
    const aMinute = Math.min(rate, own ?? rate) * 60;
    const most = Math.min(2_000_000, cap?.limit ?? 2_000_000, Math.max(1, aMinute));
    const messages = Math.floor(share * most);
    const group = { messages, parts: messages * parts, credits: messages * parts, zones: KL };
    const campaign = aCampaign({ groups: [group], window, rate: own, startsAt: TEN + delay });
    return aPlan([campaign], { rate, caps: cap ? [cap] : [], credits });
  });

const finishOf = (plan: OneGateway) => forecastOne(plan).courses[0]?.finishesAt ?? Number.NaN;

/** Ends are whole milliseconds, each rounded by itself. */
const ROUNDED_MS = 2;

describe('the forecast of extreme plans', () => {
  it('has an end, and no figure that is none', () => {
    fc.assert(
      fc.property(extremeArb, (plan) => {
        const { courses, end, needed } = forecastOne(plan);
        const [course] = courses;
        expect(Number.isSafeInteger(course?.startsAt)).toBe(true);
        expect(Number.isSafeInteger(course?.finishesAt)).toBe(true);
        expect(course?.finishesAt).toBeGreaterThanOrEqual(course?.startsAt ?? Infinity);
        expect(course?.startsAt).toBeGreaterThanOrEqual(plan.campaigns[0]?.startsAt ?? Infinity);
        expect(Number.isFinite(needed)).toBe(true);
        if (end === null) return;
        expect(Number.isFinite(end.credits)).toBe(true);
        expect(end.at).toBeGreaterThanOrEqual(course?.startsAt ?? Infinity);
        expect(end.at).toBeLessThanOrEqual((course?.finishesAt ?? 0) + ROUNDED_MS);
      }),
      { numRuns: 300 },
    );
  });

  it('ends no later by a faster gateway', () => {
    fc.assert(
      fc.property(extremeArb, fc.double({ min: 1, max: 1_000, noNaN: true }), (plan, times) => {
        const faster = { ...plan, rate: Math.min(100_000, plan.rate * times) };
        expect(finishOf(faster)).toBeLessThanOrEqual(finishOf(plan) + ROUNDED_MS);
      }),
      { numRuns: 300 },
    );
  });

  it('ends no earlier with more to send', () => {
    fc.assert(
      fc.property(extremeArb, fc.integer({ min: 1, max: 5 }), (plan, times) => {
        const campaigns = plan.campaigns.map((campaign) => ({
          ...campaign,
          groups: campaign.groups.map((group) => ({
            ...group,
            messages: group.messages * times,
            parts: group.parts * times,
            credits: group.credits * times,
          })),
        }));
        const more = finishOf({ ...plan, campaigns });
        expect(more + ROUNDED_MS).toBeGreaterThanOrEqual(finishOf(plan));
      }),
      { numRuns: 300 },
    );
  });
});
