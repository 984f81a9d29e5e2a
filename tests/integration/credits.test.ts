import { describe, expect, it } from 'vitest';
import { msisdnOf } from '#tests/support/people.ts';
import { aCampaign, aRunningCampaign, untilOver } from '#tests/support/test-core.ts';
import { aUser, balances, buy, creditBed } from '#tests/support/credit-bed.ts';
import { refusedWith } from '#tests/support/refused-with.ts';

describe('credits of a campaign', () => {
  it('are reserved when it starts, and spent as its messages are taken', async () => {
    const { core, gatewayId } = await creditBed({ script: { reports: false } });
    await buy(core, gatewayId, 100);
    const at = core.deps.clock.now() + 3_600_000;
    const later = await aRunningCampaign(core, {
      gatewayId,
      to: 10,
      name: 'Later',
      scheduledAt: at,
    });
    expect(await balances(core)).toEqual({ balance: 90, reserved: 10, spent: 0 });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 7, name: 'Now' });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: 83, reserved: 10, spent: 7 });
    await core.client.campaigns.stop({ id: later.id });
    expect(await balances(core)).toEqual({ balance: 93, reserved: 0, spent: 7 });
  });

  it('are let go where the gateway refuses, and stay spent where delivery fails', async () => {
    const { core, practice, gatewayId } = await creditBed({
      script: {
        faults: [{ match: { to: msisdnOf(2) }, at: 'before-accept', action: 'status', status: 9 }],
        reports: false,
      },
    });
    await buy(core, gatewayId, 100);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5 });
    const over = await untilOver(core, id);
    expect(practice.counters().accepted).toBe(4);
    expect(over.counts.rejected).toBe(1);
    expect(await balances(core)).toEqual({ balance: 96, reserved: 0, spent: 4 });
  });

  it('stay reserved while a message is uncertain: left lets them go, sent again they are spent', async () => {
    const { core, gatewayId } = await creditBed({
      script: {
        faults: [1, 2].map((n) => ({
          match: { to: msisdnOf(n) },
          at: 'after-accept' as const,
          action: 'reset' as const,
          times: 1,
        })),
        reports: false,
      },
    });
    await buy(core, gatewayId, 100);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5 });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: 95, reserved: 2, spent: 3 });
    await core.client.campaigns.resolve({ id, uncertain: 'leave' });
    expect(await balances(core)).toEqual({ balance: 97, reserved: 0, spent: 3 });
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: 95, reserved: 0, spent: 5 });
  });

  it('are not asked for while nobody knows how many there are', async () => {
    const { core, gatewayId } = await creditBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5 });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: -5, reserved: 0, spent: 5 });
    // The first figure that is known counts what was sent before.
    await buy(core, gatewayId, 5);
    await expect(aRunningCampaign(core, { gatewayId, to: 1, name: 'More' })).rejects.toMatchObject(
      refusedWith('not-enough-credit', { needs: 1, has: 0, short: 1 }),
    );
  });

  it('that are short hold the start back, with numbers, unless that is allowed', async () => {
    const { core, practice, gatewayId } = await creditBed({ script: { reports: false } });
    await buy(core, gatewayId, 3);
    const { id } = await aCampaign(core, { gatewayId, to: 5 });
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject(
      refusedWith('not-enough-credit', { needs: 5, has: 3, short: 2 }),
    );
    expect((await core.client.campaigns.get({ id })).state).toBe('draft');
    expect(practice.counters().requests).toBe(0);
    const sender = aUser(core, 'sender');
    await expect(
      sender.client.campaigns.start({ id, allowShortCredit: true }),
    ).rejects.toMatchObject(refusedWith('not-permitted'));
    await core.client.campaigns.start({ id, allowShortCredit: true });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: -2, reserved: 0, spent: 5 });
  });

  it('are asked for again by a retry', async () => {
    const { core, gatewayId } = await creditBed({
      script: {
        faults: [{ at: 'before-accept', action: 'status', status: 9, times: 4 }],
        reports: false,
      },
    });
    await buy(core, gatewayId, 4);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4 });
    await untilOver(core, id);
    await core.client.credits.adjust({ gatewayId, credits: -1, reason: 'gone' });
    await expect(core.client.campaigns.retry({ id })).rejects.toMatchObject(
      refusedWith('not-enough-credit', { needs: 4, has: 3, short: 1 }),
    );
    await core.client.campaigns.retry({ id, allowShortCredit: true });
    await untilOver(core, id);
    expect(await balances(core)).toEqual({ balance: -1, reserved: 0, spent: 4 });
  });
});
