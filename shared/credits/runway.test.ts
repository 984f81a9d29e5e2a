import { describe, expect, it } from 'vitest';
import { forecastSending } from '#shared/credits/runway.ts';
import type { PlannedGroup, SendingPlan } from '#shared/credits/sending-plan.ts';
import {
  aCampaign,
  aPlan,
  forecastOne,
  HOUR,
  KL,
  MINUTE,
  TEN,
  type OneGateway,
} from '#shared/credits/test-support.ts';

const courseOf = (plan: OneGateway) => forecastOne(plan).courses;

describe('the estimated finish', () => {
  it('is messages by rate while the window is open', () => {
    expect(courseOf(aPlan([aCampaign()]))).toEqual([
      { campaignId: 1, startsAt: TEN, finishesAt: TEN + 100_000 },
    ]);
  });

  it('is the lower of the campaign’s and the gateway’s rate', () => {
    expect(courseOf(aPlan([aCampaign({ rate: 4 })]))[0]?.finishesAt).toBe(TEN + 1_000_000);
    expect(courseOf(aPlan([aCampaign({ rate: 400 })]))[0]?.finishesAt).toBe(TEN + 100_000);
  });

  it('waits for the start and goes on the next morning where the evening comes first', () => {
    const startsAt = TEN + 8 * HOUR + 59 * MINUTE;
    expect(courseOf(aPlan([aCampaign({ startsAt })]))).toEqual([
      { campaignId: 1, startsAt, finishesAt: startsAt + MINUTE + 13 * HOUR + 40_000 },
    ]);
  });

  it('serves countries by their own hours', () => {
    const groups = [
      { messages: 400, parts: 400, credits: 400, zones: KL },
      // 15:00 there; its window closes at 19:00, four hours later.
      { messages: 400, parts: 400, credits: 400, zones: ['Pacific/Auckland'] },
    ];
    const late = TEN + 5 * HOUR;
    const [course] = courseOf(aPlan([aCampaign({ groups, startsAt: late })]));
    // 03:00 in Kuala Lumpur the next day is 08:00 in Auckland.
    expect(course?.finishesAt).toBe(TEN + 17 * HOUR + 10_000);
  });

  it('shares a gateway fairly, and lets urgent campaigns go first', () => {
    const two = [aCampaign(), aCampaign({ id: 2, messages: 400 })];
    expect(courseOf(aPlan(two)).map(({ finishesAt }) => finishesAt)).toEqual([
      TEN + 110_000,
      TEN + 20_000,
    ]);
    const urgent = [aCampaign(), aCampaign({ id: 2, urgent: true })];
    expect(courseOf(aPlan(urgent))).toEqual([
      { campaignId: 1, startsAt: TEN + 100_000, finishesAt: TEN + 200_000 },
      { campaignId: 2, startsAt: TEN, finishesAt: TEN + 100_000 },
    ]);
  });

  it('holds caps: a day’s worth at full pace, then the next day', () => {
    const caps = [{ limit: 1_000, unit: 'messages' as const, per: 'day' as const }];
    const plan = aPlan([aCampaign({ messages: 2_500, window: 'always' })], { caps });
    expect(courseOf(plan)[0]?.finishesAt).toBe(TEN + 48 * HOUR + 12_500);
    const parts = [{ limit: 100, unit: 'parts' as const, per: 'minute' as const }];
    const long = aCampaign({
      groups: [{ messages: 100, parts: 200, credits: 200, zones: KL }],
    });
    expect(courseOf(aPlan([long], { caps: parts }))[0]?.finishesAt).toBe(TEN + MINUTE + 1_250);
  });

  it('is unknown where the hours never come, and over where nothing is left', () => {
    const never = aCampaign({
      window: { start: '09:00', end: '10:00' },
      groups: [
        { messages: 1, parts: 1, credits: 1, zones: ['Asia/Kuala_Lumpur', 'America/New_York'] },
      ],
    });
    expect(courseOf(aPlan([never]))).toEqual([{ campaignId: 1, startsAt: null, finishesAt: null }]);
    expect(courseOf(aPlan([aCampaign({ messages: 0 })]))[0]?.finishesAt).toBe(TEN);
  });
});

describe('the runway', () => {
  it('names the campaign, the message and the minute at which the credit ends', () => {
    const plan = aPlan([aCampaign({ messages: 10_000, each: 2 })], { credits: 6_427 });
    const { end, needed } = forecastOne(plan);
    expect(needed).toBe(20_000);
    expect(end).toMatchObject({ campaignId: 1, messages: 3_213 });
    expect(Math.abs((end?.at ?? 0) - (TEN + 80_337))).toBeLessThan(10);
  });

  it('counts across campaigns in the order of sending', () => {
    const later = aCampaign({ id: 2, startsAt: TEN + HOUR, messages: 5_000 });
    const plan = aPlan([aCampaign(), later], { credits: 4_500 });
    expect(forecastOne(plan).end).toEqual({
      campaignId: 2,
      at: TEN + HOUR + 12_500,
      messages: 500,
      credits: 500,
    });
  });

  it('ends at once where nothing is left, and never where there is enough or nothing is known', () => {
    expect(forecastOne(aPlan([aCampaign()], { credits: 0 })).end).toMatchObject({
      at: TEN,
      messages: 0,
    });
    expect(forecastOne(aPlan([aCampaign()], { credits: -5 })).end?.messages).toBe(0);
    expect(forecastOne(aPlan([aCampaign()], { credits: 4_000 })).end).toBeNull();
    expect(forecastOne(aPlan([aCampaign()])).end).toBeNull();
    expect(forecastOne(aPlan([aCampaign({ each: 0 })], { credits: 0 })).end).toBeNull();
  });
});

describe('several gateways', () => {
  const at = (gatewayId: number, messages: number, more: Partial<PlannedGroup> = {}) => ({
    gatewayId,
    messages,
    parts: messages,
    credits: messages,
    zones: KL,
    againAt: null,
    ...more,
  });
  const gateway = (id: number, rate: number, credits: number | null = null) => ({
    id,
    rate,
    caps: [],
    credits,
  });
  const plan = (
    groups: PlannedGroup[],
    gateways: SendingPlan['gateways'],
    rate: number | null,
  ) => ({
    now: TEN,
    gateways,
    campaigns: [{ id: 1, groups, window: 'always' as const, startsAt: TEN, urgent: false, rate }],
  });
  const ends = (of: SendingPlan) =>
    forecastSending(of).courses.map(({ finishesAt }) => (finishesAt ?? 0) - TEN);

  it('send beside each other, each at its own rate', () => {
    expect(ends(plan([at(1, 400), at(2, 400)], [gateway(1, 40), gateway(2, 10)], null))).toEqual([
      10_000, 40_000,
    ]);
  });

  it('share the rate of the campaign, and the one that is left goes at all of it', () => {
    const both = [gateway(1, 40), gateway(2, 40)];
    // Two a second each, until the first is through with its 20; then four a second for the rest.
    expect(ends(plan([at(1, 20), at(2, 60)], both, 4))).toEqual([10_000, 20_000]);
    // What the slow one cannot take of it, the other does.
    expect(ends(plan([at(1, 10), at(2, 30)], [gateway(1, 1), gateway(2, 40)], 4))).toEqual([
      10_000, 10_000,
    ]);
  });

  it('have credits of their own', () => {
    const { gateways } = forecastSending(
      plan([at(1, 400), at(2, 400)], [gateway(1, 40, 400), gateway(2, 40, 100)], null),
    );
    expect(gateways).toMatchObject([
      { gatewayId: 1, end: null, needed: 400 },
      { gatewayId: 2, end: { campaignId: 1, messages: 100, at: TEN + 2_500 }, needed: 400 },
    ]);
  });

  it('send retries when they are due, in the hours of their campaign, and pay for them', () => {
    const again = at(1, 40, { againAt: TEN + HOUR });
    const of = plan([at(1, 400), again], [gateway(1, 40, 420)], null);
    const { courses, gateways } = forecastSending(of);
    expect(courses).toEqual([
      {
        campaignId: 1,
        gatewayId: 1,
        startsAt: TEN,
        finishesAt: TEN + 10_000,
        retriesEndAt: TEN + HOUR + 1_000,
      },
    ]);
    expect(gateways[0]).toMatchObject({ needed: 440, end: { at: TEN + HOUR + 500 } });
    const late = plan([at(1, 40, { againAt: TEN + 10 * HOUR })], [gateway(1, 40)], null);
    const window = { start: '08:00', end: '19:00' };
    const held = { ...late, campaigns: late.campaigns.map((one) => ({ ...one, window })) };
    // 20:00 is too late; they go at 08:00 the next morning.
    expect(forecastSending(held).courses[0]?.retriesEndAt).toBe(TEN + 22 * HOUR + 1_000);
  });

  it('begin with what is used of their caps already', () => {
    const cap = { limit: 100, unit: 'messages' as const, per: 'hour' as const };
    const used = [{ cap, used: 60, since: TEN - 50 * MINUTE }];
    const of = plan([at(1, 60)], [{ id: 1, rate: 40, caps: used, credits: null }], null);
    // 40 at once; the hour is over in ten minutes, and the other 20 go then.
    expect(ends(of)).toEqual([10 * MINUTE + 500]);
  });
});
