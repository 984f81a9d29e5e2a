import { describe, expect, it } from 'vitest';
import { engineBed } from '#tests/support/engine-bed.ts';
import { aCampaign, eventually } from '#tests/support/test-core.ts';

describe('a test message', () => {
  it('is on record like any other, outside the campaigns', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 1 } });
    const result = await core.client.campaigns.testSend({
      gatewayId,
      to: '012-345 6789',
      text: 'Percubaan 测试',
    });
    expect(result).toMatchObject({ ok: true, parts: 1, credits: 1 });
    await eventually(() => practice.counters().reports.delivered === 1);
    const { rows } = await core.client.history.page({ search: '测试' });
    expect(rows).toMatchObject([
      { msisdn: '60123456789', text: 'RM0.00 Percubaan 测试', state: 'delivered', attempts: 1 },
    ]);
    expect((await core.client.campaigns.page({})).total).toBe(0);
  });

  it('says so when nobody knows whether it went', async () => {
    const { core, gatewayId } = await engineBed();
    const result = await core.client.campaigns.testSend({
      gatewayId,
      to: '60125550010',
      text: 'x',
    });
    expect(result.ok).toBe(false);
    expect(result.message).toContain('Nobody knows');
    expect((await core.client.host.overview()).uncertain).toBe(1);
  });

  it('is not left on its way where its text is half a character, or its driver fails', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const { id: kannel } = await core.client.gateways.add({
      name: 'Kannel',
      driver: 'kannel',
      url: practice.url,
      secrets: { username: 'u', password: 'p' },
    });
    const half = { to: '60123456789', text: 'half \ud83d' };
    expect((await core.client.campaigns.testSend({ gatewayId, ...half })).ok).toBe(true);
    expect(practice.taken.map(({ text }) => text)).toEqual(['RM0.00 half \ufffd']);
    await core.client.campaigns.testSend({ gatewayId: kannel, ...half });
    const { driver } = await core.deps.gateways.open(gatewayId);
    driver.send = () => Promise.reject(new Error('a driver must not'));
    const failed = await core.client.campaigns.testSend({ gatewayId, ...half });
    expect(failed.message).toContain('Nobody knows');
    const { rows } = await core.client.history.page({});
    expect(rows).toHaveLength(3);
    expect(rows.filter(({ state }) => state === 'sending')).toEqual([]);
  });

  it('passes a campaign that is waiting', async () => {
    const { core, practice, gatewayId } = await engineBed({ rate: 1 });
    const { id } = await aCampaign(core, { gatewayId, to: 100 });
    await core.client.campaigns.start({ id });
    await core.client.campaigns.testSend({ gatewayId, to: '0198887777', text: 'now' });
    expect(practice.taken.length).toBeLessThan(5);
    expect(practice.taken.map(({ to }) => to)).toContain('60198887777');
  });
});
