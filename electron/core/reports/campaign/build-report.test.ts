import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { buildReport } from '#core/reports/campaign/build-report.ts';
import { stepFor, type Fact } from '#core/reports/campaign/facts.ts';

const STEP_MS = 60_000;
const judge = { stepMs: STEP_MS, reporting: new Set([1]) };

const fact: fc.Arbitrary<Fact> = fc.record({
  gatewayId: fc.constantFrom(1, 2),
  state: fc.constantFrom(...MESSAGE_STATES),
  country: fc.constantFrom('MY', 'SG', 'TH'),
  prefix: fc.constantFrom('6012', '6017', '6581', '6699'),
  at: fc.option(fc.nat(50).map((step) => step * STEP_MS)),
  messages: fc.integer({ min: 1, max: 1_000 }),
  parts: fc.nat(3_000),
  predicted: fc.nat(3_000),
  charged: fc.nat(3_000),
  attempts: fc.nat(3_000),
  again: fc.nat(100),
  leftOutFor: fc.constantFrom(null, 'suppressed', 'dead-number'),
});

const sum = (rows: readonly { messages: number; predicted: number; charged: number }[]) => ({
  messages: rows.reduce((total, row) => total + row.messages, 0),
  predicted: rows.reduce((total, row) => total + row.predicted, 0),
  charged: rows.reduce((total, row) => total + row.charged, 0),
});

describe('a campaign report', () => {
  it('adds up the same way in every breakdown, whatever the filter', () => {
    const filter = fc.record(
      {
        state: fc.constantFrom(...MESSAGE_STATES),
        summary: fc.constantFrom('success' as const, 'queue' as const, 'failure' as const),
        country: fc.constantFrom('MY', 'SG'),
        prefix: fc.constantFrom('6012', '6581'),
        from: fc.nat(50 * STEP_MS),
        to: fc.nat(50 * STEP_MS),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), filter, (facts, wanted) => {
        const report = buildReport(facts, wanted, judge);
        const totals = sum([report.totals]);
        expect(sum(report.byState)).toEqual(totals);
        expect(sum(report.byGateway)).toEqual(totals);
        expect(sum(report.byCountry)).toEqual(totals);
        expect(sum(report.byPrefix)).toEqual(totals);
        const { frozen, ...counts } = report.totals.counts;
        expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBe(frozen);
        const { messages, success, queue, failure, notSent } = report.totals;
        expect(success + queue + failure + notSent).toBe(messages);
        const times = report.overTime.map(({ at }) => at);
        expect(times.every((at, i) => i === 0 || at === (times[i - 1] ?? 0) + STEP_MS)).toBe(true);
      }),
    );
  });

  it('offers every choice, whatever is chosen', () => {
    const base = {
      gatewayId: 1,
      messages: 1,
      parts: 1,
      predicted: 1,
      charged: 1,
      attempts: 1,
      again: 0,
      leftOutFor: null,
      at: 0,
    };
    const facts: Fact[] = [
      { ...base, state: 'delivered', country: 'MY', prefix: '6012' },
      { ...base, state: 'expired', country: 'SG', prefix: '6581' },
    ];
    const report = buildReport(facts, { country: 'MY' }, judge);
    expect(report.totals).toMatchObject({ messages: 1, success: 1 });
    expect(report.choices).toEqual({ countries: ['MY', 'SG'], prefixes: ['6012', '6581'] });
  });

  it('takes "accepted" for the last word where a gateway gives no reports', () => {
    const one: Fact = {
      gatewayId: 1,
      state: 'accepted',
      country: 'MY',
      prefix: '6012',
      at: 0,
      messages: 3,
      parts: 3,
      predicted: 3,
      charged: 3,
      attempts: 3,
      again: 0,
      leftOutFor: null,
    };
    expect(buildReport([one], {}, judge).totals.queue).toBe(3);
    expect(buildReport([one], {}, { ...judge, reporting: new Set() }).totals.success).toBe(3);
  });

  it.each([
    [0, 1_000],
    [90_000, 1_000],
    [10 * 60_000, 15_000],
    [8 * 3_600_000, 5 * 60_000],
    [365 * 86_400_000, 4 * 86_400_000],
  ])('cuts %i ms into steps of %i', (span, step) => {
    expect(stepFor(span)).toBe(step);
  });
});
