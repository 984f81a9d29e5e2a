import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { checkResultSchema, preparedRestoreSchema } from '#shared/contract/safety.ts';
import { verifyCopy } from '#core/backup/verify-copy.ts';
import type { Core } from '#core/create-core.ts';
import { createBackupWatch } from '#core/safety/backup-watch.ts';
import { startPractice } from '#tests/support/engine-bed.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  removeFolder,
  untilOver,
} from '#tests/support/test-core.ts';

const DAY_MS = 24 * 60 * 60_000;

async function bed() {
  const folder = await makeFolder();
  onTestFinished(() => removeFolder(folder));
  const clock = createShiftedClock();
  const places = {
    dataFolder: join(folder, 'data'),
    stateFolder: join(folder, 'state'),
    clock,
  };
  const cores: Core[] = [];
  const open = async () => {
    const core = await openCore(places);
    cores.push(core);
    return core;
  };
  onTestFinished(async () => {
    for (const core of cores) await core.stop().catch(() => undefined);
  });
  return { folder, clock, open, dataFolder: places.dataFolder };
}

async function over(core: Core, { jobId }: { jobId: string }): Promise<Job> {
  let last: Job | undefined;
  for await (const job of await core.client.jobs.watch({ jobId })) last = job;
  return last!;
}

/** Three people got a message. */
async function sendThree(core: Core, name: string): Promise<void> {
  const practice = await startPractice({ reports: false });
  const gatewayId = await aGateway(core, { url: practice.url, name: `Gateway of ${name}` });
  await core.startEngine();
  const { id } = await aRunningCampaign(core, { gatewayId, to: 3, name });
  await untilOver(core, id);
}

describe('copies of the data', () => {
  it('makes a verified copy for download and remembers it', async () => {
    const { open } = await bed();
    const core = await open();
    await sendThree(core, 'First');
    const job = await over(core, await core.client.safety.backUp({ to: 'download' }));
    const { downloadId, rows } = exportResultSchema.parse(job.result);
    expect(rows).toBe(3);
    const { path } = core.deps.files.get(downloadId ?? '');
    expect(verifyCopy(path)).toMatchObject({ messages: 3 });
    const { lastBackup } = await core.client.safety.state();
    expect(lastBackup).toMatchObject({
      messages: 3,
      file: expect.stringMatching(/^siar-backup-/u),
    });
  });

  it('makes one a day into the folder, keeps the newest, and touches no other file there', async () => {
    const { open, clock, folder } = await bed();
    const core = await open();
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    writeFileSync(join(disk, 'holiday.db'), 'mine');
    await core.client.safety.setSchedule({ enabled: true, folder: disk, keep: 2 });
    const watch = createBackupWatch(core.deps);
    for (let day = 0; day < 3; day += 1) {
      await watch.tick();
      await watch.tick();
      clock.advance(DAY_MS);
    }
    const { backups, problem } = await core.client.safety.state();
    expect(backups).toHaveLength(2);
    expect(problem).toBeNull();
    expect(readdirSync(disk).toSorted()).toEqual([
      'holiday.db',
      ...backups.map(({ name }) => name).toSorted(),
    ]);
  });

  it('says what went wrong, and tries again after an hour', async () => {
    const { open, clock, folder } = await bed();
    const core = await open();
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const { safety } = core.client;
    await safety.setSchedule({ enabled: true, folder: disk, keep: 2 });
    rmSync(disk, { recursive: true });
    const watch = createBackupWatch(core.deps);
    await watch.tick();
    const { problem } = await safety.state();
    expect(problem?.message).toContain(`There is no folder ${disk}`);
    mkdirSync(disk);
    await watch.tick();
    expect((await safety.state()).problem).not.toBeNull();
    clock.advance(DAY_MS / 24);
    await watch.tick();
    expect(await safety.state()).toMatchObject({ problem: null, backups: [{}] });
    await expect(
      safety.setSchedule({ enabled: true, folder: 'not/whole', keep: 2 }),
    ).rejects.toMatchObject({ data: { code: 'bad-folder' } });
  });
});

describe('putting a copy back', () => {
  it('says what would be lost, and does it at the next start with sending locked', async () => {
    const { open, dataFolder } = await bed();
    const core = await open();
    const { safety } = core.client;
    await sendThree(core, 'First');
    await over(core, await safety.backUp({ to: 'folder' }));
    await sendThree(core, 'Second');
    const [copy] = (await safety.state()).backups;
    const job = await over(core, await safety.prepareRestore({ backup: copy?.name ?? '' }));
    expect(preparedRestoreSchema.parse(job.result)).toMatchObject({
      name: copy?.name,
      sameData: true,
      sentSince: 3,
      copy: { messages: 3 },
      now: { messages: 6 },
    });
    await safety.stageRestore({ confirm: true });
    expect((await safety.state()).staged).toMatchObject({ sentSince: 3 });
    expect((await core.client.campaigns.page({})).total).toBe(2);
    await core.stop();

    const again = await open();
    const { total, rows } = await again.client.campaigns.page({});
    expect(total).toBe(1);
    expect(rows[0]?.name).toBe('First');
    expect(await again.client.host.guard()).toMatchObject({
      locked: true,
      reason: 'older',
      missingAttempts: 3,
    });
    const { lastRestore, staged, prepared } = await again.client.safety.state();
    expect(lastRestore).toMatchObject({ ok: true, name: copy?.name });
    expect([staged, prepared]).toEqual([null, null]);
    expect(verifyCopy(lastRestore?.keptAs ?? '')).toMatchObject({ messages: 6 });
    await again.stop();
    // The next start does not do it again.
    await open();
    const kept = readdirSync(dataFolder).filter((name) => name.includes('before-restore'));
    expect(kept).toHaveLength(1);
  });

  it('refuses what is no whole copy, and leaves the present data as it is', async () => {
    const { open, folder, dataFolder } = await bed();
    const core = await open();
    const { safety, files } = core.client;
    const bad = join(folder, 'photo.db');
    writeFileSync(bad, 'x'.repeat(10_000));
    const { fileId } = await files.adopt({ path: bad });
    const job = await over(core, await safety.prepareRestore({ fileId }));
    expect(job.error).toMatchObject({
      code: 'not-a-backup',
      message: expect.stringContaining('“photo.db”'),
    });
    for (const backup of ['../data/siar.db', 'siar-2026-01-01-000000.db']) {
      await expect(safety.prepareRestore({ backup })).rejects.toMatchObject({
        data: { code: 'no-such-backup' },
      });
    }
    await expect(safety.stageRestore({ confirm: true })).rejects.toMatchObject({
      data: { code: 'nothing-prepared' },
    });
    // A staged copy that the disk damaged meanwhile must not keep Siar from starting.
    await over(core, await safety.backUp({ to: 'folder' }));
    const [copy] = (await safety.state()).backups;
    await over(core, await safety.prepareRestore({ backup: copy?.name ?? '' }));
    await safety.stageRestore({ confirm: true });
    await core.stop();
    writeFileSync(join(dataFolder, 'siar.db.staged'), 'x'.repeat(10_000));
    const again = await open();
    expect(await again.client.safety.state()).toMatchObject({
      staged: null,
      lastRestore: { ok: false, keptAs: null },
    });
  });

  it('can be taken back until then', async () => {
    const { open, dataFolder } = await bed();
    const core = await open();
    const { safety } = core.client;
    await over(core, await safety.backUp({ to: 'folder' }));
    const [copy] = (await safety.state()).backups;
    await over(core, await safety.prepareRestore({ backup: copy?.name ?? '' }));
    await safety.stageRestore({ confirm: true });
    await safety.cancelRestore();
    expect(existsSync(join(dataFolder, 'siar.db.staged'))).toBe(false);
    await core.stop();
    const again = await open();
    expect((await again.client.safety.state()).lastRestore).toBeNull();
  });
});

it('looks through the data in a thread and answers every check', async () => {
  const { open } = await bed();
  const core = await open();
  const job = await over(core, await core.client.safety.check());
  const { checks } = checkResultSchema.parse(job.result);
  expect(checks.length).toBeGreaterThan(8);
  expect(checks.every(({ ok }) => ok)).toBe(true);
  await expect(core.client.safety.restart()).rejects.toMatchObject({
    data: { code: 'cannot-restart' },
  });
});
