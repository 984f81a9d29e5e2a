import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import {
  aCampaign,
  aRunningCampaign,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** 10:00 in Kuala Lumpur. */
const TEN_IN_KL = Date.UTC(2027, 0, 12, 2, 0, 0);
const unreachable = { msisdn: '60125550003' };

const liveOf = async (core: Core, id: number) => (await core.client.campaigns.get({ id })).live;
const runwayOf = async (core: Core, gatewayId: number) =>
  (await core.client.balances.runway({})).find((one) => one.gatewayId === gatewayId)!;

describe('when a campaign that is being sent will be over', () => {
  it('knows that its rate is one for all its gateways, and says the same as the runway', async () => {
    const { core, ownId } = await routedBed();
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 2,
      to: [...ordinary(60), ...routed(60)],
    });
    const seen = await until(core, id, ({ live }) => live !== null);
    const left = (seen.live?.finishesAt ?? 0) - core.deps.clock.now();
    // 120 at two a second; each gateway alone at two would take half of it.
    expect(left).toBeGreaterThan(55_000);
    expect(left).toBeLessThan(65_000);
    const runways = await core.client.balances.runway({});
    const ends = runways.flatMap(({ courses }) => courses.map(({ finishesAt }) => finishesAt ?? 0));
    expect(Math.abs(Math.max(...ends) - (seen.live?.finishesAt ?? 0))).toBeLessThan(3_000);
    await core.client.campaigns.stop({ id });
  });

  it('knows its hours, also while it waits for them', async () => {
    const clock = createShiftedClock(TEN_IN_KL);
    const { core, gatewayId } = await engineBed({ clock, rate: 10 });
    const { id } = await aRunningCampaign(core, {
      gatewayId,
      to: 100,
      window: '15:00-15:30',
      timeZone: 'Asia/Kuala_Lumpur',
    });
    const { live } = await until(core, id, (campaign) => campaign.live?.waitsUntil !== null);
    expect(live).toMatchObject({ waitsFor: 'window', waitsUntil: TEN_IN_KL + 5 * HOUR_MS });
    expect(live?.finishesAt).toBe(TEN_IN_KL + 5 * HOUR_MS + 10_400);
  });

  it('knows the caps, and how much of them is used', async () => {
    const clock = createShiftedClock(TEN_IN_KL);
    const { core, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const caps = [{ limit: 10, unit: 'messages', per: 'hour' } as const];
    await core.client.gateways.update({ id: gatewayId, caps });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 25 });
    await until(core, id, ({ counts }) => counts.accepted === 10);
    clock.advance(20 * MINUTE_MS);
    core.deps.engine.wake();
    const left = ((await liveOf(core, id))?.finishesAt ?? 0) - clock.now();
    // The next ten after forty minutes, the last five an hour later.
    expect(Math.round(left / MINUTE_MS)).toBeGreaterThanOrEqual(99);
    expect(Math.round(left / MINUTE_MS)).toBeLessThanOrEqual(102);
  });

  it('tells when the retries that wait will have gone, and counts what they cost', async () => {
    const clock = createShiftedClock(TEN_IN_KL);
    const { core, gatewayId } = await engineBed({ clock, script: { reportDelayMs: 5 } });
    const { policy } = await core.client.retries.settings({ gatewayId });
    await core.client.retries.save({ gatewayId, policy: { ...policy, who: 'siar' } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: [unreachable, ...ordinary(5)] });
    await until(core, id, ({ state, retries }) => state === 'finished' && retries.waiting === 1);
    const { nextAt } = (await core.client.campaigns.get({ id })).retries;
    const runway = await runwayOf(core, gatewayId);
    expect(runway.needed).toBe(1);
    expect(runway.courses).toMatchObject([{ campaignId: id }]);
    const [course] = runway.courses;
    expect((course?.retriesEndAt ?? 0) - (nextAt ?? 0)).toBeLessThan(1_000);
    expect(course?.retriesEndAt).toBeGreaterThanOrEqual(nextAt ?? Infinity);
  });

  it('is open while one of its gateways waits for a person', async () => {
    const locked = { credentials: { apiKey: 'k', apiSecret: 'right' } };
    const { core, ownId } = await routedBed({ other: locked });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 5,
      to: [...ordinary(200), ...routed(5)],
    });
    const held = await until(core, id, ({ gateways }) =>
      gateways.some(({ hold }) => hold !== null),
    );
    expect(held.live).toMatchObject({ finishesAt: null });
    await core.client.campaigns.stop({ id });
  });
});

describe('credits for what is paused', () => {
  it('are told apart: what is needed once it is resumed, and what would be missing then', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 100 }, rate: 20 });
    await core.client.gateways.balance({ id: gatewayId });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 90, name: 'Paused' });
    await until(core, id, ({ counts }) => counts.accepted + counts.delivered > 3);
    await core.client.campaigns.pause({ id });
    const { counts } = await until(core, id, (campaign) => campaign.counts.sending === 0);
    const scheduledAt = Date.now() + 24 * HOUR_MS;
    const later = await aCampaign(core, { gatewayId, to: 40, name: 'Later', scheduledAt });
    await core.client.campaigns.start({ id: later.id });
    const runway = await runwayOf(core, gatewayId);
    expect(runway).toMatchObject({ needed: 40, end: null });
    expect(runway.courses.map(({ campaignId }) => campaignId)).toEqual([later.id]);
    const credits = runway.credits ?? 0;
    expect(runway.ifResumed).toMatchObject({
      campaigns: 1,
      needed: counts.queued,
      missing: 40 + counts.queued - credits,
      end: { campaignId: later.id, recipient: credits - counts.queued + 1, recipients: 40 },
    });
    await core.client.campaigns.resume({ id });
    await untilOver(core, id, 60_000);
    expect((await runwayOf(core, gatewayId)).ifResumed).toBeNull();
  });

  it('count the share that one gateway holds back', async () => {
    const locked = { credentials: { apiKey: 'k', apiSecret: 'right' } };
    const { core, ownId, otherId } = await routedBed({ other: locked });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...ordinary(5), ...routed(7)],
    });
    await untilPaused(core, id, 'credentials');
    expect(await runwayOf(core, otherId)).toMatchObject({
      needed: 0,
      courses: [],
      ifResumed: { campaigns: 1, needed: 7, missing: null },
    });
    expect(await runwayOf(core, ownId)).toMatchObject({ ifResumed: null });
  });
});
