import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate } from '#core/store/migrate.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import { startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  messagesOf,
  openCore,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';
import { aFolder, aMachine, copyDb } from '#tests/support/guarded-machine.ts';

/**
 * A campaign of 40 of which a part is sent, then a copy, then the rest: answers the folder with the
 * older copy put back, as somebody does who restores yesterday's.
 */
async function anOlderCopy() {
  const machine = await aMachine();
  const practice = await startPractice({ reports: false });
  const kept = await aFolder();
  const first = await openCore(machine);
  const gatewayId = await aGateway(first, { url: practice.url, rate: 40 });
  await first.startEngine();
  const { id } = await aRunningCampaign(first, { gatewayId, to: 40 });
  await until(first, id, ({ counts }) => counts.accepted >= 5);
  await first.client.campaigns.pause({ id });
  await untilPaused(first, id, 'user');
  await first.stop();
  copyDb(machine.dataFolder, kept);
  const before = practice.taken.length;

  const second = await openCore(machine);
  await second.startEngine();
  await second.client.campaigns.resume({ id });
  await untilOver(second, id);
  await second.stop();
  copyDb(kept, machine.dataFolder);
  return { ...machine, practice, id, gatewayId, before };
}

describe('an older copy of the data', () => {
  it('sends nothing until a person says it is the right one, then only what they resume', async () => {
    const { practice, id, gatewayId, before, ...machine } = await anOlderCopy();
    expect(practice.taken).toHaveLength(40);
    const core = await startCore(machine);
    const { client } = core;
    const locked = { code: 'sending-locked', kind: 'refused' };
    const guard = await client.host.guard();
    expect(guard).toMatchObject({
      locked: true,
      reason: 'older',
      missingAttempts: 40 - before,
      message: expect.stringContaining(`${40 - before} attempts`),
    });
    const refusals = [
      client.campaigns.resume({ id }),
      client.campaigns.testSend({ gatewayId, to: '60123456789', text: 'Hi' }),
      aRunningCampaign(core, { gatewayId, to: 3, name: 'New', listName: 'L2' }),
    ];
    for (const refusal of refusals) {
      await expect(refusal).rejects.toMatchObject({
        data: { ...locked, details: { reason: 'older', missingAttempts: 40 - before } },
      });
    }
    // Everything else works.
    expect((await messagesOf(core, id)).length).toBe(40);
    core.deps.engine.wake();
    expect(practice.taken).toHaveLength(40);

    expect(await client.host.reconcile({ confirm: true })).toMatchObject({ locked: false });
    expect((await client.campaigns.get({ id })).state).toBe('paused');
    expect(practice.taken).toHaveLength(40);
    await client.campaigns.resume({ id });
    await untilOver(core, id);
    expect([...timesTaken(practice.taken).values()].filter((n) => n === 2)).toHaveLength(
      40 - before,
    );
  });

  it('from before its identity was written is a new database: open, with nothing to send', async () => {
    const {
      practice,
      id: _id,
      gatewayId: _gatewayId,
      before: _before,
      ...machine
    } = await anOlderCopy();
    const path = join(machine.dataFolder, 'siar.db');
    for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true });
    const db = new Database(path);
    migrate(db, path, MIGRATIONS.slice(0, 1));
    db.close();
    const sent = practice.taken.length;
    const core = await openCore(machine);
    onTestFinished(() => core.stop());
    await core.startEngine();
    expect(core.deps.guard.state().locked).toBe(false);
    expect((await core.client.campaigns.page({})).total).toBe(0);
    expect(practice.taken).toHaveLength(sent);
  });

  it('stays locked over restarts, and makes the newer copy the older one once it is allowed', async () => {
    const machine = await anOlderCopy();
    const newer = await aFolder();
    for (let start = 0; start < 2; start += 1) {
      const core = await openCore(machine);
      expect(await core.client.host.guard()).toMatchObject({ locked: true, reason: 'older' });
      await core.stop();
    }
    const core = await openCore(machine);
    copyDb(machine.dataFolder, newer);
    await core.client.host.reconcile({ confirm: true });
    await core.stop();
    const again = await openCore(machine);
    expect(await again.client.host.guard()).toMatchObject({ locked: false, reason: null });
    await again.stop();
    // The copy from before the decision is no longer the current one.
    copyDb(newer, machine.dataFolder);
    const other = await startCore({ ...machine, engine: false });
    expect(await other.client.host.guard()).toMatchObject({ locked: true, reason: 'older' });
  });

  it('pauses what is due with the reason, and lets nothing fire after the reconciliation', async () => {
    const machine = await aMachine();
    const practice = await startPractice({ reports: false });
    const kept = await aFolder();
    const first = await openCore(machine);
    const gatewayId = await aGateway(first, { url: practice.url });
    // No engine: both wait for a sender, one of them until tomorrow.
    const due = await aRunningCampaign(first, { gatewayId, to: 5, name: 'Due' });
    const later = await aRunningCampaign(first, {
      gatewayId,
      to: 5,
      name: 'Later',
      scheduledAt: Date.now() + 86_400_000,
    });
    const away = await aCampaign(first, { gatewayId, to: 5, name: 'Away' });
    // As the engine leaves it; it goes on by itself when the gateway answers.
    first.deps.db
      .prepare("UPDATE campaigns SET state = 'paused', pause_code = ? WHERE id = ?")
      .run('gateway-unreachable', away.id);
    await first.stop();
    copyDb(machine.dataFolder, kept);
    const second = await openCore(machine);
    await second.startEngine({ only: due.id });
    await untilOver(second, due.id);
    await second.stop();
    copyDb(kept, machine.dataFolder);

    const core = await startCore(machine);
    const { pauseReason } = await untilPaused(core, due.id, 'locked');
    expect(pauseReason?.message).toContain('5 attempts');
    expect((await core.client.campaigns.get({ id: later.id })).state).toBe('scheduled');
    await core.client.host.reconcile({ confirm: true });
    for (const { id } of [due, later, away]) {
      expect(await core.client.campaigns.get({ id })).toMatchObject({
        state: 'paused',
        pauseReason: { code: 'locked', message: expect.stringContaining('Find out who') },
      });
    }
    core.deps.engine.wake();
    expect(practice.taken).toHaveLength(5);
  });
});
