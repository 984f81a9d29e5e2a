import { describe, expect, it } from 'vitest';
import type { CoreEvent } from '#shared/contract/host.ts';
import type { Core } from '#core/create-core.ts';
import { insertReading, listReadings } from '#core/credits/balance/queries.ts';
import { engineBed, startCore, startPractice, type Practice } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { aCampaign, aRunningCampaign, untilOver } from '#tests/support/test-core.ts';

const SECRETS = { apiKey: 'practice', apiSecret: 'practice' };
const TOMORROW = () => Date.now() + 24 * 3_600_000;

/** An eSMS account (real money, by its books) whose gateway is a practice server. */
async function anEsms(core: Core, practice: Practice): Promise<number> {
  const { url } = practice;
  const made = await core.client.gateways.add({
    name: 'eSMS',
    driver: 'esms',
    url,
    rate: 1_000,
    secrets: SECRETS,
  });
  return made.id;
}

describe('a balance', () => {
  it('is a series of readings, thinned out with age', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 900 } });
    const { db } = core.deps;
    const day = 24 * 3_600_000;
    const now = Date.now();
    const old = Math.floor((now - 90 * day) / day) * day;
    const older = Math.floor((now - 5 * day) / 3_600_000) * 3_600_000;
    for (const at of [old, old + 1, old + 2, older, older + 5, older + 3_600_000, now - 60_000]) {
      insertReading(db, gatewayId, { at, balance: 1_000, ledger: null, spent: null });
    }
    await core.client.gateways.balance({ id: gatewayId });
    const kept = listReadings(db, gatewayId, 0).map(({ at, balance }) => [at, balance]);
    expect(kept.slice(0, 4)).toEqual([
      [old + 2, 1_000],
      [older + 5, 1_000],
      [older + 3_600_000, 1_000],
      [now - 60_000, 1_000],
    ]);
    expect(kept.at(-1)?.[1]).toBe(900);
    const recent = await core.client.balances.series({ id: gatewayId, from: now - day });
    expect(recent.map(({ balance }) => balance)).toEqual([1_000, 900]);
  });

  it('is less what Siar spent since it was read', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 900 } });
    await core.client.gateways.balance({ id: gatewayId });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 30 });
    await untilOver(core, id);
    expect(await core.client.balances.all()).toMatchObject([
      { reading: { credits: 900 }, expected: 870, difference: null, practice: true },
    ]);
  });

  it('differs from the ledger where somebody spends elsewhere, and is booked once', async () => {
    const practice = await startPractice({ balance: 500 });
    const core = await startCore();
    const gatewayId = await anEsms(core, practice);
    const { client } = core;
    await client.gateways.balance({ id: gatewayId });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await untilOver(core, id);
    await client.gateways.balance({ id: gatewayId });
    expect((await client.balances.all())[0]).toMatchObject({ expected: 480, difference: 0 });

    // Somebody sends 80 messages from the gateway's own website.
    await practice.setScript({ balance: 400 });
    await client.gateways.balance({ id: gatewayId });
    expect((await client.balances.all())[0]).toMatchObject({ expected: 400, difference: -80 });
    const booked = await client.balances.reconcile({ id: gatewayId });
    expect(booked).toMatchObject({ balance: 400, difference: -80 });
    expect((await client.balances.all())[0]).toMatchObject({ expected: 400, difference: 0 });
    expect(await client.balances.reconcile({ id: gatewayId })).toEqual({
      balance: 400,
      difference: 0,
      transactionId: null,
    });
    const { rows } = await client.credits.ledger({ gatewayId, kind: 'adjustment' });
    expect(rows).toMatchObject([{ reason: expect.stringContaining('spent outside Siar') }]);

    const play = await client.gateways.add({ name: 'Play', driver: 'practice' });
    await expect(client.balances.reconcile({ id: play.id })).rejects.toMatchObject({
      data: { code: 'practice-credits' },
    });
  });

  it('raises its alert once per crossing', async () => {
    const practice = await startPractice({ balance: 500 });
    const core = await startCore();
    const gatewayId = await anEsms(core, practice);
    const told: CoreEvent[] = [];
    core.deps.bus.subscribe((event) => {
      if (event.type === 'balance.low') told.push(event);
    });
    const reads = async (balance: number) => {
      await practice.setScript({ balance });
      await core.client.gateways.balance({ id: gatewayId });
      return (await core.client.balances.all())[0]?.lowSince !== null;
    };
    await core.client.balances.setLevel({ id: gatewayId, level: 300 });
    expect(await reads(300)).toBe(false);
    expect(await reads(299)).toBe(true);
    expect(await reads(200)).toBe(true);
    expect(told).toEqual([
      { type: 'balance.low', gatewayId, name: 'eSMS', balance: 299, level: 300 },
    ]);
    expect(await reads(1_000)).toBe(false);
    expect(await reads(10)).toBe(true);
    expect(told).toHaveLength(2);
    await core.client.balances.setLevel({ id: gatewayId, level: null });
    expect((await core.client.balances.all())[0]).toMatchObject({ level: null, lowSince: null });
  });
});

describe('the runway', () => {
  it('names the recipient at whom the credit ends, across campaigns, in the order of sending', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 100 }, rate: 40 });
    const { client } = core;
    await client.gateways.balance({ id: gatewayId });
    await client.rates.set({ gatewayId, country: 'SG', rate: 3 });
    const first = await aCampaign(core, {
      gatewayId,
      to: people(60),
      name: 'First',
      scheduledAt: TOMORROW(),
    });
    const to = [
      ...people(20, 1_000),
      ...Array.from({ length: 20 }, (_, n) => ({ msisdn: `6581234${500 + n}`, country: 'SG' })),
    ];
    const scheduledAt = TOMORROW() + 3_600_000;
    const second = await aCampaign(core, { gatewayId, to, name: 'Second', scheduledAt });
    await client.campaigns.start({ id: first.id });
    expect((await client.balances.runway({}))[0]).toMatchObject({ needed: 60, end: null });
    await client.campaigns.start({ id: second.id });
    const [runway] = await client.balances.runway({});
    // 60 for the first, 20 for Malaysia, then 6 of the 20 in Singapore at 3 each.
    expect(runway).toMatchObject({
      credits: 100,
      needed: 140,
      end: { campaignId: second.id, campaignName: 'Second', recipient: 27, recipients: 40 },
    });
    expect(runway?.end?.at).toBeGreaterThan(scheduledAt);
    expect(runway?.end?.at).toBeLessThan(scheduledAt + 2_000);
    expect(runway?.courses.map(({ campaignId }) => campaignId)).toEqual([first.id, second.id]);
  });

  it('is exact among messages of different length', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 10 } });
    await core.client.gateways.balance({ id: gatewayId });
    const to = people(8).map((person, index) => ({
      ...person,
      fields: { words: 'x'.repeat(index < 4 ? 200 : 10) },
    }));
    const { id } = await aCampaign(core, {
      gatewayId,
      to,
      text: '{{ words }}',
      scheduledAt: TOMORROW(),
    });
    await core.client.campaigns.start({ id, allowWarnings: true });
    // Four of two credits, then two of one: the seventh is not paid for.
    const [runway] = await core.client.balances.runway({});
    expect(runway).toMatchObject({ needed: 12, end: { recipient: 7, recipients: 8 } });
  });

  it('tells of a campaign that is only planned, and of nothing where no balance is known', async () => {
    const { core, gatewayId } = await engineBed({ script: { balance: 50 }, rate: 10 });
    const draft = {
      gatewayId,
      groups: [{ messages: 100, parts: 100, credits: 100, zones: ['Asia/Kuala_Lumpur'] }],
      window: 'always',
      startsAt: null,
      rate: null,
      urgent: false,
    };
    const [unknown] = await core.client.balances.runway({ draft });
    expect(unknown).toMatchObject({ credits: null, needed: 100, end: null });
    await core.client.gateways.balance({ id: gatewayId });
    const [runway] = await core.client.balances.runway({ draft });
    expect(runway).toMatchObject({
      credits: 50,
      end: { campaignId: null, recipient: 51, recipients: 100 },
    });
    const [course] = runway?.courses ?? [];
    // 100 at 10 a second, and the limiter's margin of 4 %.
    expect((course?.finishesAt ?? 0) - (course?.startsAt ?? 0)).toBe(10_400);
  });
});
