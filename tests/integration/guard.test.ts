import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getIdentity } from '#core/guard/queries.ts';
import { openEpochFile, readEpoch } from '#core/guard/epoch-file.ts';
import { createEngine } from '#core/sending/engine.ts';
import { migrate } from '#core/store/migrate.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import { startChild } from '#tests/support/child.ts';
import { startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  eventually,
  makeFolder,
  messagesOf,
  openCore,
  removeFolder,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

async function aFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A data folder and the state folder of its machine, both gone after the test. */
async function aMachine() {
  return { dataFolder: await aFolder(), stateFolder: await aFolder() };
}

function epochPath(stateFolder: string): string {
  const name = readdirSync(stateFolder).find((file) => file.endsWith('.epoch'));
  return join(stateFolder, name!);
}

const copyDb = (from: string, to: string) =>
  copyFileSync(join(from, 'siar.db'), join(to, 'siar.db'));

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

describe('a database from elsewhere', () => {
  it('is foreign on another machine, whether it has sent or not', async () => {
    const machine = await aMachine();
    const first = await openCore(machine);
    await first.stop();
    const core = await startCore({ ...machine, stateFolder: await aFolder(), engine: false });
    expect(await core.client.host.guard()).toMatchObject({
      locked: true,
      reason: 'foreign',
      missingAttempts: null,
    });
    await core.client.host.reconcile({ confirm: true });
    await core.stop();
    // Back home it is foreign in turn.
    const home = await startCore({ ...machine, engine: false });
    expect(await home.client.host.guard()).toMatchObject({ locked: true, reason: 'foreign' });
  });

  it('is not used by two processes at once, though each has its own folder', async () => {
    const machine = await aMachine();
    const other = await aFolder();
    const first = await openCore(machine);
    await first.stop();
    copyDb(machine.dataFolder, other);
    const one = await openCore(machine);
    const two = await startCore({ ...machine, dataFolder: other, engine: false });
    expect(await two.client.host.guard()).toMatchObject({ locked: true, reason: 'in-use' });
    await expect(two.client.host.reconcile({ confirm: true })).rejects.toMatchObject({
      data: { code: 'sending-locked', details: { reason: 'in-use' } },
    });
    expect(await one.client.host.guard()).toMatchObject({ locked: false });
    await one.stop();
    expect(await two.client.host.reconcile({ confirm: true })).toMatchObject({ locked: false });
  });
});

describe('what is remembered outside', () => {
  async function sentOnce() {
    const machine = await aMachine();
    const practice = await startPractice({ reports: false });
    const core = await openCore(machine);
    const gatewayId = await aGateway(core, { url: practice.url });
    await core.startEngine();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 7 });
    await untilOver(core, id);
    await core.stop();
    return machine;
  }

  it('survives one torn slot, and asks when both are torn or the file is gone', async () => {
    const machine = await sentOnce();
    const path = epochPath(machine.stateFolder);
    expect(readEpoch(path)).toBe(7);
    const whole = readFileSync(path);
    const reasonNow = async () => {
      const core = await openCore(machine);
      const { reason } = await core.client.host.guard();
      await core.stop();
      return reason;
    };
    for (const slot of [0, 64]) {
      writeFileSync(
        path,
        Buffer.concat([whole.subarray(0, slot), Buffer.alloc(20), whole.subarray(slot + 20)]),
      );
      // The write before it may be what is left: never more than was sent, so never a false lock.
      expect(readEpoch(path)).toBeGreaterThan(0);
      expect(readEpoch(path)).toBeLessThanOrEqual(7);
      expect(await reasonNow()).toBeNull();
    }
    writeFileSync(path, whole.subarray(0, 30));
    expect(await reasonNow()).toBe('foreign');
    rmSync(path);
    expect(await reasonNow()).toBe('foreign');
  });

  it('keeps the epoch before a write that tore', async () => {
    const path = join(await aFolder(), 'x.epoch');
    const file = openEpochFile(path, 10);
    for (const epoch of [11, 12, 13]) file.write(epoch);
    file.close();
    expect(readEpoch(path)).toBe(13);
    const bytes = readFileSync(path);
    bytes.fill('9', bytes.lastIndexOf('13'), bytes.lastIndexOf('13') + 2);
    writeFileSync(path, bytes);
    expect(readEpoch(path)).toBe(12);
  });

  it('locks when machine.json is damaged, since nobody knows whose data it is', async () => {
    const machine = await sentOnce();
    writeFileSync(join(machine.stateFolder, 'machine.json'), '{"id":');
    const core = await startCore({ ...machine, engine: false });
    expect(await core.client.host.guard()).toMatchObject({ locked: true, reason: 'foreign' });
  });

  it('locks where it cannot be kept, and everything else works', async () => {
    const file = join(await aFolder(), 'file');
    writeFileSync(file, '');
    const core = await startCore({ stateFolder: join(file, 'state') });
    expect(await core.client.host.guard()).toMatchObject({ locked: true, reason: 'unguarded' });
    const practice = await startPractice();
    const gatewayId = await aGateway(core, { url: practice.url });
    const { id } = await aCampaign(core, { gatewayId, to: 3 });
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject({
      data: { code: 'sending-locked' },
    });
    expect((await core.client.campaigns.preview({ id })).recipients).toBe(3);
  });
});

describe('a folder from before the guard', () => {
  /** The data as version 10 left it: sent, but without an identity. */
  async function fromBefore() {
    const machine = await aMachine();
    const practice = await startPractice({ reports: false });
    const core = await openCore(machine);
    const gatewayId = await aGateway(core, { url: practice.url });
    await core.startEngine();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4 });
    await untilOver(core, id);
    await core.stop();
    const old = await aFolder();
    const path = join(old, 'siar.db');
    const empty = new Database(path);
    migrate(empty, path, MIGRATIONS.slice(0, 1));
    empty.exec(`ATTACH '${join(machine.dataFolder, 'siar.db')}' AS now`);
    for (const table of ['gateways', 'campaigns', 'messages', 'attempts']) {
      // Only what it had then: later versions added columns.
      const columns = empty
        .prepare<[string], string>("SELECT group_concat(name) FROM pragma_table_info(?, 'main')")
        .pluck()
        .get(table);
      empty.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM now.${table}`);
    }
    empty.close();
    return { dataFolder: old, stateFolder: machine.stateFolder };
  }

  it('is this machine’s own where nothing is remembered yet, and from then on guarded', async () => {
    const { dataFolder } = await fromBefore();
    const stateFolder = await aFolder();
    const core = await openCore({ dataFolder, stateFolder });
    expect(await core.client.host.guard()).toMatchObject({ locked: false });
    await core.stop();
    expect(readEpoch(epochPath(stateFolder))).toBe(4);
  });

  it('is asked about where other data is remembered: it may be a copy from before', async () => {
    const core = await startCore({ ...(await fromBefore()), engine: false });
    expect(await core.client.host.guard()).toMatchObject({ locked: true, reason: 'foreign' });
  });
});

describe('a sender', () => {
  it('that is killed anywhere never leaves a false lock, and notes whatever left', async () => {
    const { dataFolder } = await aMachine();
    const practice = await startPractice({ reports: false, latencyMs: { min: 0, max: 12 } });
    const db = () => new Database(join(dataFolder, 'siar.db'), { readonly: true });
    for (let kill = 1; kill <= 6; kill += 1) {
      const before = practice.taken.length;
      const child = startChild('tests/crash/sender-process.ts', [
        dataFolder,
        practice.url,
        '3000',
        '2000',
      ]);
      await eventually(() => practice.taken.length > before + 50, 20_000);
      child.process.kill('SIGKILL');
      await child.ended;
      const data = db();
      const { databaseId, epoch } = getIdentity(data);
      data.close();
      const outside = readEpoch(join(process.env['SIAR_STATE'] ?? '', `${databaseId}.epoch`));
      expect(outside).toBeLessThanOrEqual(epoch);
      expect(outside).toBeGreaterThanOrEqual(practice.taken.length);
    }
    const core = await startCore({ dataFolder, engine: false });
    expect(await core.client.host.guard()).toMatchObject({ locked: false });
  });

  it('lets nothing leave that cannot be noted, and loses nothing', async () => {
    const practice = await startPractice({ reports: false });
    const core = await startCore({ engine: false });
    const { db, clock, logger, bus, guard, gateways, flusher } = core.deps;
    let refusals = 0;
    const full: typeof guard = {
      state: () => guard.state(),
      assertUnlocked: () => guard.assertUnlocked(),
      reconcile: () => guard.reconcile(),
      close: () => guard.close(),
      raise(attemptId) {
        refusals += 1;
        if (refusals === 1) throw new Error('no space left');
        guard.raise(attemptId);
      },
    };
    const gatewayId = await aGateway(core, { url: practice.url });
    const engine = createEngine({ db, clock, logger, bus, gateways, flusher, guard: full });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20 });
    await engine.start();
    onTestFinished(() => engine.stop());
    const held = await until(core, id, () => refusals === 1);
    expect(held.counts.uncertain).toBe(0);
    expect(practice.taken).toHaveLength(0);
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 20, rejected: 0 });
    expect([...timesTaken(practice.taken).values()].every((n) => n === 1)).toBe(true);
  });
});
