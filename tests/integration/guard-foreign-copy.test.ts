import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readEpoch } from '#core/guard/epoch-file.ts';
import { migrate } from '#core/store/migrate.ts';
import { MIGRATIONS } from '#core/store/migrations/list.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { aGateway, aRunningCampaign, openCore, untilOver } from '#tests/support/test-core.ts';
import { aFolder, aMachine, copyDb, epochPath } from '#tests/support/guarded-machine.ts';

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
