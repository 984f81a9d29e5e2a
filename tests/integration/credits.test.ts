import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { Role } from '#shared/users/permissions.ts';
import { actingAs } from '#tests/support/acting-as.ts';
import { engineBed, startCore } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import {
  aCampaign,
  aRunningCampaign,
  makeFolder,
  openCore,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

/** The usual bed, as the house sees it, whether or not there are users. */
async function bedOf(options: Parameters<typeof engineBed>[0] = {}) {
  const bed = await engineBed(options);
  return { ...bed, core: actingAs(bed.core, { userId: null, role: 'owner' }) };
}

/** A user of the core, who calls with nothing but their role. */
function aUser(core: Core, role: Role, dailyLimit: number | null = null) {
  const { lastInsertRowid } = core.deps.db
    .prepare(
      "INSERT INTO users (name, role, password, daily_limit, created_at) VALUES (?, ?, '', ?, 0)",
    )
    .run(`A ${role} ${Math.random()}`, role, dailyLimit);
  const userId = Number(lastInsertRowid);
  const own = actingAs(core, { userId, role });
  return { userId, client: own.client, core: own };
}

async function balances(core: Core, userId: number | null = null) {
  const [book] = await core.client.credits.accounts();
  const user = book!.users.find((one) => one.userId === userId);
  return { balance: user?.balance, reserved: user?.reserved, spent: user?.spent };
}

const buy = (core: Core, gatewayId: number, credits: number) =>
  core.client.credits.adjust({ gatewayId, credits, reason: 'bought' });

const refusedWith = (code: string, details: Record<string, unknown> = {}) => ({
  data: { code, kind: 'refused', details: expect.objectContaining(details) },
});

describe('credits of a campaign', () => {
  it('are reserved when it starts, and spent as its messages are taken', async () => {
    const { core, gatewayId } = await bedOf({ script: { reports: false } });
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
    const { core, practice, gatewayId } = await bedOf({
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
    const { core, gatewayId } = await bedOf({
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
    const { core, gatewayId } = await bedOf({ script: { reports: false } });
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
    const { core, practice, gatewayId } = await bedOf({ script: { reports: false } });
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
    const { core, gatewayId } = await bedOf({
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

describe('credits of users', () => {
  it('move both ways with a reason, never more than there are', async () => {
    const { core, gatewayId } = await bedOf();
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
    const { core, gatewayId } = await bedOf({ script: { reports: false } });
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
    const { core, gatewayId } = await bedOf({ script: { reports: false }, clock });
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

  it('are what a sender sees, and nothing of others', async () => {
    const { core, gatewayId } = await bedOf();
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

describe('the ledger', () => {
  it('shows all charges of a campaign in one line, or each', async () => {
    const { core, gatewayId } = await bedOf({ rate: 20, script: { reports: false } });
    await buy(core, gatewayId, 100);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 6 });
    await untilOver(core, id);
    const summed = await core.client.credits.ledger({ campaignId: id });
    expect(summed.rows.map(({ kind }) => kind)).toEqual(['charge', 'reserve']);
    expect(summed.rows[0]).toMatchObject({
      subject: { kind: 'campaign', id, name: 'Campaign' },
      entries: [
        { account: 'reserved', amount: -6 },
        { account: 'spent', amount: 6 },
      ],
    });
    const each = await core.client.credits.ledger({ campaignId: id, each: true });
    expect(each.total).toBe(summed.rows[0]!.bookings + 1);
    const sums = each.rows.map(({ entries }) =>
      entries.reduce((sum, { amount }) => sum + amount, 0),
    );
    expect(new Set(sums)).toEqual(new Set([0]));
  });

  it('says afterwards what was sent before there was a ledger', async () => {
    const dataFolder = await makeFolder();
    const { core, practice, gatewayId } = await bedOf({
      dataFolder,
      rate: 20,
      script: { reports: false },
    });
    const done = await aRunningCampaign(core, { gatewayId, to: 4, name: 'Done' });
    await untilOver(core, done.id);
    const waits = await aRunningCampaign(core, { gatewayId, to: 9, name: 'Waits' });
    await core.client.campaigns.pause({ id: waits.id });
    await untilPaused(core, waits.id, 'user');
    const { charged } = (await core.client.campaigns.get({ id: waits.id })).credits;
    const { db } = core.deps;
    // As it was before: the messages alone.
    db.pragma('foreign_keys = OFF');
    for (const table of ['credit_entries', 'credit_transactions', 'credit_accounts']) {
      for (const suffix of ['kept', 'stay']) db.exec(`DROP TRIGGER ${table}_${suffix}`);
    }
    db.exec(`DELETE FROM credit_entries; DELETE FROM credit_transactions; DELETE FROM credit_accounts;
      DELETE FROM credit_holds`);
    expect(practice.counters().accepted).toBe(4 + charged);
    const { bookEarlier } = await import('#core/store/migrations/0050-credit-ledger.ts');
    db.transaction(() => bookEarlier(db))();
    expect(await balances(core)).toEqual({
      balance: -13,
      reserved: 9 - charged,
      spent: 4 + charged,
    });
  });

  it('opens with the first balance that a gateway tells, and holds what was sent before', async () => {
    const { core, practice } = await bedOf({ script: { balance: 50, reports: false } });
    const secrets = { apiKey: 'practice', apiSecret: 'practice' };
    const { id: gatewayId } = await core.client.gateways.add({
      name: 'Real',
      driver: 'esms',
      url: practice.url,
      secrets,
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5, rate: 1_000 });
    await untilOver(core, id);
    await core.client.gateways.balance({ id: gatewayId });
    const book = (await core.client.credits.accounts()).find((one) => one.gatewayId === gatewayId);
    expect(book).toMatchObject({
      reported: { credits: 45 },
      accounts: { purchases: -50, spent: 5 },
      users: [{ balance: 45 }],
    });
    expect(book?.openedAt).not.toBeNull();
    // Practice credits are play money.
    const [other] = await core.client.gateways.all();
    await core.client.gateways.balance({ id: other!.id });
    const practiceBook = (await core.client.credits.accounts()).find(
      (one) => one.gatewayId === other!.id,
    );
    expect(practiceBook?.openedAt).toBeNull();
  });

  it('holds through a crash: what was on its way stays reserved', async () => {
    const dataFolder = await makeFolder();
    const core = await openCore({ dataFolder });
    const { db } = core.deps;
    const gateway = await core.client.gateways.add({ name: 'P', driver: 'practice' });
    const { id } = await aRunningCampaign(core, { gatewayId: gateway.id, to: 3 });
    // As if it ended between the intent and the answer.
    db.exec("UPDATE campaigns SET state = 'running'");
    db.exec(`INSERT INTO attempts (message_id, number, gateway_id, reference, payload_hash, started_at)
      SELECT id, 1, gateway_id, 'r' || id, x'00', 1 FROM messages WHERE id = 1;
      UPDATE messages SET state = 'sending', attempts = 1 WHERE id = 1;`);
    await core.stop();
    const again = await startCore({ dataFolder, engine: false });
    expect((await again.client.campaigns.get({ id })).counts).toMatchObject({
      uncertain: 1,
      queued: 2,
    });
    expect(await balances(again)).toEqual({ balance: -3, reserved: 3, spent: 0 });
  });
});
