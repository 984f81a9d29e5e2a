import { execFileSync } from 'node:child_process';
import { statfsSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  assertAddsUp,
  makeFolder,
  messagesOf,
  openCore,
  removeFolder,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

/** A small disk of its own. Needs root on Linux; elsewhere these tests say that they did not run. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mkdirSync('/tmp/siar-mount-probe', { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/tmp/siar-mount-probe'], {
      stdio: 'ignore',
    });
    execFileSync('umount', ['/tmp/siar-mount-probe'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const possible = canMount();
if (!possible) {
  process.stdout.write('SKIPPED: disk-full tests need root on Linux to mount a small disk.\n');
}

async function mountSmallDisk(megabytes: number): Promise<string> {
  const folder = await makeFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  onTestFinished(async () => {
    execFileSync('umount', ['-l', folder]);
    await removeFolder(folder);
  });
  return folder;
}

/** Leaves `free` bytes on the disk of `folder`; answers how to give the space back. */
function fill(folder: string, free: number): () => void {
  const file = join(folder, 'filler');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - free)));
  return () => rmSync(file);
}

async function coreOn(dataFolder: string): Promise<Core> {
  const core = await openCore({ dataFolder });
  onTestFinished(() => core.stop());
  return core;
}

describe.skipIf(!possible)('a full disk', () => {
  it('stands still in a sentence, loses nothing and goes on when there is space again', async () => {
    const practice = await startPractice({ reports: false, latencyMs: 3 });
    const folder = await mountSmallDisk(24);
    const core = await coreOn(folder);
    await core.startEngine();
    const gatewayId = await aGateway(core, { url: practice.url, rate: 1_000 });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3_000 });
    await until(core, id, ({ counts }) => counts.accepted > 300);
    const empty = fill(folder, 4_096);
    const still = await until(core, id, ({ pauseReason }) => pauseReason?.code === 'disk');
    expect(still.state).toBe('paused');
    expect(still.pauseReason?.message).toContain('sends nothing it cannot record');
    // Calls that were on their way when it stood still may yet arrive; after them none may.
    await sleep(500);
    const requests = practice.counters().requests;
    await sleep(300);
    expect(practice.counters().requests).toBe(requests);
    assertAddsUp(core, await core.client.campaigns.get({ id }));
    empty();
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 3_000, uncertain: 0 });
    expect([...timesTaken(practice.taken).values()].every((n) => n === 1)).toBe(true);
  });

  it('leaves a draft without rows when the disk fills up during the freeze', async () => {
    const practice = await startPractice({ reports: false });
    const folder = await mountSmallDisk(24);
    const core = await coreOn(folder);
    const gatewayId = await aGateway(core, { url: practice.url });
    const { id } = await aCampaign(core, { gatewayId, to: 8_000 });
    const empty = fill(folder, 600_000);
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject({
      data: { code: 'disk-full' },
      message: expect.stringContaining('Free some space'),
    });
    empty();
    const after = await core.client.campaigns.get({ id });
    // Taking back needs space too: where there was none, the next opening does it.
    if (after.state === 'freezing') {
      await core.stop();
      const again = await coreOn(folder);
      expect((await again.client.campaigns.get({ id })).state).toBe('draft');
      expect(await messagesOf(again, id)).toEqual([]);
      await again.client.campaigns.start({ id });
      expect((await again.client.campaigns.get({ id })).counts.queued).toBe(8_000);
      return;
    }
    expect(after.state).toBe('draft');
    expect(await messagesOf(core, id)).toEqual([]);
    await core.client.campaigns.start({ id });
    expect((await core.client.campaigns.get({ id })).counts.queued).toBe(8_000);
  });

  it('says so when there is no space to open the folder at all', async () => {
    const folder = await mountSmallDisk(1);
    fill(folder, 0);
    await expect(openCore({ dataFolder: join(folder, 'data') })).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('Nothing was'),
    });
  });
});
