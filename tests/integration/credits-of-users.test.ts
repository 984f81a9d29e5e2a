import { describe, expect, it } from 'vitest';
import { msisdnOf } from '#tests/support/people.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { aCampaign, aRunningCampaign, untilOver } from '#tests/support/test-core.ts';
import { aUser, balances, buy, creditBed } from '#tests/support/credit-bed.ts';
import { refusedWith } from '#tests/support/refused-with.ts';

describe('credits of users', () => {
  it('move both ways with a reason, never more than there are', async () => {
    const { core, gatewayId } = await creditBed();
    await buy(core, gatewayId, 100);
    const { userId } = aUser(core, 'sender');
    const move = (from: number | null, to: number | null, credits: number) =>
      core.client.credits.transfer({ gatewayId, from, to, credits, reason: 'June' });
    await move(null, userId, 60);
    await move(userId, null, 10);
    expect(await balances(core)).toMatchObject({ balance: 50 });
    expect(await balances(core, userId)).toMatchObject({ balance: 50 });
    await expect(move(userId, null, 51)).rejects.toMatchObject(
      refusedWith('not-enough-credit', { needs: 51, has: 50, short: 1 }),
    );
    await expect(move(null, null, 1)).rejects.toMatchObject({ data: { code: 'same-account' } });
    await expect(move(null, 999, 1)).rejects.toMatchObject({ data: { code: 'no-such-user' } });
  });

  it('pay for what the user sends; the owner’s are the house’s', async () => {
    const { core, gatewayId } = await creditBed({ script: { reports: false } });
    await buy(core, gatewayId, 100);
    const [sender, owner] = [aUser(core, 'sender'), aUser(core, 'owner')];
    const asks = aRunningCampaign(sender.core, { gatewayId, to: 4, name: 'Theirs' });
    await expect(asks).rejects.toMatchObject(
      refusedWith('not-enough-credit', { needs: 4, has: 0, userId: sender.userId }),
    );
    const { userId } = sender;
    const more = { from: null, to: userId, credits: 30, reason: 'for Theirs' };
    await core.client.credits.transfer({ gatewayId, ...more });
    const theirs = await core.client.campaigns.find({ nameOrId: 'Theirs' });
    await sender.client.campaigns.start({ id: theirs.id, allowWarnings: true });
    await untilOver(core, theirs.id);
    const test = { gatewayId, to: msisdnOf(1), text: 'A test' };
    expect(await sender.client.campaigns.testSend(test)).toMatchObject({ ok: true, credits: 1 });
    expect(await balances(core, userId)).toEqual({ balance: 25, reserved: 0, spent: 5 });
    const own = await aRunningCampaign(owner.core, { gatewayId, to: 3, name: 'Owner' });
    await untilOver(core, own.id);
    expect(await balances(core)).toEqual({ balance: 67, reserved: 0, spent: 3 });
  });

  it('are limited by day, and free again tomorrow', async () => {
    const clock = createShiftedClock(new Date(2026, 5, 10, 12).getTime());
    const { core, gatewayId } = await creditBed({ script: { reports: false }, clock });
    const { client, userId, core: own } = aUser(core, 'sender', 6);
    const first = await aRunningCampaign(own, { gatewayId, to: 4, name: 'First' });
    await untilOver(core, first.id);
    const { id } = await aCampaign(own, { gatewayId, to: 3, name: 'Second' });
    await expect(client.campaigns.start({ id })).rejects.toMatchObject(
      refusedWith('daily-limit', { needs: 3, limit: 6, used: 4, short: 1, userId }),
    );
    expect(await client.credits.available({ gatewayId })).toMatchObject({
      dailyLimit: 6,
      usedToday: 4,
      mayOverdraw: false,
    });
    clock.advance(24 * 3_600_000);
    await client.campaigns.start({ id });
    await untilOver(core, id);
  });

  it('are no more for a day because what another day reserved is let go', async () => {
    const clock = createShiftedClock(new Date(2026, 5, 10, 12).getTime());
    const { core, gatewayId } = await creditBed({ script: { reports: false }, clock });
    const { client, core: own } = aUser(core, 'sender', 6);
    const scheduledAt = clock.now() + 72 * 3_600_000;
    const later = await aRunningCampaign(own, { gatewayId, to: 6, name: 'Later', scheduledAt });
    clock.advance(24 * 3_600_000);
    await client.campaigns.stop({ id: later.id });
    const first = await aRunningCampaign(own, { gatewayId, to: 6, name: 'First' });
    await untilOver(core, first.id);
    expect(await client.credits.available({ gatewayId })).toMatchObject({ usedToday: 6 });
    const { id } = await aCampaign(own, { gatewayId, to: 1, name: 'Second' });
    await expect(client.campaigns.start({ id })).rejects.toMatchObject(
      refusedWith('daily-limit', { needs: 1, used: 6 }),
    );
  });

  it('are what a sender sees, and nothing of others', async () => {
    const { core, gatewayId } = await creditBed();
    await buy(core, gatewayId, 100);
    const { client, userId } = aUser(core, 'sender');
    const other = aUser(core, 'sender');
    const give = { gatewayId, from: null, credits: 10, reason: 'start' };
    await core.client.credits.transfer({ ...give, to: userId });
    await core.client.credits.transfer({ ...give, to: other.userId });
    const [book] = await client.credits.accounts();
    expect(book).toMatchObject({ accounts: null, users: [{ userId, balance: 10 }] });
    const { rows } = await client.credits.ledger({ userId: other.userId });
    expect(rows.map(({ kind, userId: whose }) => [kind, whose])).toEqual([['transfer', userId]]);
    await expect(
      client.credits.adjust({ gatewayId, credits: 1, reason: 'mine' }),
    ).rejects.toMatchObject(refusedWith('not-permitted'));
  });
});
