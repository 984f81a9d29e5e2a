import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dividePace, type Demand } from '#shared/credits/divide-pace.ts';

const demand = fc.record({
  campaignId: fc.integer({ min: 1, max: 4 }),
  gatewayId: fc.integer({ min: 1, max: 3 }),
  urgent: fc.boolean(),
});
/** Demands as they come: a campaign at a gateway once, and of one rate everywhere. */
const demands = fc
  .tuple(
    fc.uniqueArray(demand, {
      maxLength: 12,
      selector: ({ campaignId, gatewayId }) => `${campaignId} ${gatewayId}`,
    }),
    fc.array(fc.option(fc.integer({ min: 1, max: 60 })), { minLength: 5, maxLength: 5 }),
  )
  .map(([all, rates]): Demand[] =>
    all.map((one) => ({
      ...one,
      urgent: one.campaignId === 1,
      rate: rates[one.campaignId] ?? null,
    })),
  );
const gateways = fc
  .array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 3 })
  .map((rates) => new Map(rates.map((rate, index) => [index + 1, rate])));

describe('the pace of several campaigns at several gateways', () => {
  it('never exceeds the rate of a gateway or of a campaign', () => {
    fc.assert(
      fc.property(demands, gateways, (all, rates) => {
        const paces = dividePace(all, rates);
        const sum = (fits: (one: Demand) => boolean) =>
          paces.reduce((total, pace, index) => total + (fits(all[index]!) ? pace : 0), 0);
        for (const [id, rate] of rates) {
          expect(sum(({ gatewayId }) => gatewayId === id)).toBeLessThanOrEqual(rate + 1e-6);
        }
        for (const { campaignId, rate } of all) {
          if (rate === null) continue;
          expect(sum((one) => one.campaignId === campaignId)).toBeLessThanOrEqual(rate + 1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no gateway idle that an unlimited campaign could use', () => {
    fc.assert(
      fc.property(demands, gateways, (all, rates) => {
        const paces = dividePace(all, rates);
        for (const [id, rate] of rates) {
          const here = all.flatMap((one, index) =>
            one.gatewayId === id ? [{ ...one, pace: paces[index] ?? 0 }] : [],
          );
          if (!here.some((one) => one.rate === null)) continue;
          const used = here.reduce((total, { pace }) => total + pace, 0);
          expect(Math.abs(used - rate)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lets urgent campaigns take what they can', () => {
    const one = { gatewayId: 1, rate: null };
    const all = [
      { ...one, campaignId: 1, urgent: false },
      { ...one, campaignId: 2, urgent: true, rate: 30 },
    ];
    expect(dividePace(all, new Map([[1, 40]]))).toEqual([10, 30]);
  });
});
