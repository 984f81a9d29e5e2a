import { describe, expect, it } from 'vitest';
import { startCore } from '#tests/support/engine-bed.ts';
import {
  aRunningCampaign,
  makeFolder,
  openCore,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';
import { balances, buy, creditBed } from '#tests/support/credit-bed.ts';

describe('the ledger', () => {
  it('shows all charges of a campaign in one line, or each', async () => {
    const { core, gatewayId } = await creditBed({ rate: 20, script: { reports: false } });
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
    const { core, practice, gatewayId } = await creditBed({
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
    const { core, practice } = await creditBed({ script: { balance: 50, reports: false } });
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
