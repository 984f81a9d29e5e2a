import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aCampaign,
  aPlan,
  forecastOne,
  HOUR,
  KL,
  TEN,
  type Planned,
} from '#shared/credits/test-support.ts';

const groupArb = fc.record({
  messages: fc.integer({ min: 0, max: 3_000 }),
  each: fc.integer({ min: 1, max: 4 }),
  zones: fc.constantFrom(KL, ['Pacific/Auckland'], ['Asia/Jakarta', 'Asia/Jayapura']),
});
const campaignArb = fc.record({
  groups: fc.array(groupArb, { minLength: 1, maxLength: 3 }),
  window: fc.constantFrom<Planned['window'][]>(
    'always',
    { start: '08:00', end: '19:00' },
    { start: '20:00', end: '06:00' },
  ),
  delay: fc.integer({ min: 0, max: 20 * HOUR }),
  urgent: fc.boolean(),
  rate: fc.option(fc.integer({ min: 1, max: 100 })),
});
const planArb = fc
  .record({ campaigns: fc.array(campaignArb, { maxLength: 4 }), credits: fc.nat(30_000) })
  .map(({ campaigns, credits }) =>
    aPlan(
      campaigns.map(({ groups, delay, ...rest }, index) => ({
        ...rest,
        id: index + 1,
        startsAt: TEN + delay,
        groups: groups.map(({ messages, each, zones }) => ({
          messages,
          parts: messages,
          credits: messages * each,
          zones,
        })),
      })),
      { credits },
    ),
  );

/** Messages one by one, a tenth of a second at a time: slow, and written to be plain. */
function sendOneByOne(campaign: Planned, credits: number): number {
  let left = credits;
  let sent = 0;
  for (const { messages, credits: all } of campaign.groups) {
    for (let n = 0; n < messages; n++) {
      left -= all / messages;
      if (left < 0) return sent;
      sent += 1;
    }
  }
  return sent;
}

describe('any plan', () => {
  it('ends where, and only where, it costs more than there is', () => {
    fc.assert(
      fc.property(planArb, (plan) => {
        const { end, needed, courses } = forecastOne(plan);
        const finished = courses.every(({ finishesAt }) => finishesAt !== null);
        expect(finished).toBe(true);
        expect(end !== null).toBe(needed > (plan.credits ?? 0));
      }),
      { numRuns: 150 },
    );
  });

  it('never sends faster than its rates, and never before its start', () => {
    fc.assert(
      fc.property(planArb, (plan) => {
        const { courses } = forecastOne(plan);
        for (const campaign of plan.campaigns) {
          const course = courses.find(({ campaignId }) => campaignId === campaign.id);
          const messages = campaign.groups.reduce((sum, group) => sum + group.messages, 0);
          const fastest = Math.min(plan.rate, campaign.rate ?? plan.rate);
          const least = campaign.startsAt + (messages / fastest) * 1000;
          expect(course?.finishesAt ?? 0).toBeGreaterThanOrEqual(Math.floor(least) - 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('pays for the same messages of a campaign alone as sending them one by one', () => {
    fc.assert(
      fc.property(campaignArb, fc.nat(20_000), ({ groups, rate }, credits) => {
        const alone = aCampaign({
          window: 'always',
          rate,
          groups: groups.map(({ messages, each }) => ({
            messages,
            parts: messages,
            credits: messages * each,
            zones: KL,
          })),
        });
        const { end, needed } = forecastOne(aPlan([alone], { credits }));
        if (needed <= credits) return;
        expect(end?.messages).toBe(sendOneByOne(alone, credits));
      }),
      { numRuns: 150 },
    );
  });
});
