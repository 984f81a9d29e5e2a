import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEpochFile, readEpoch } from '#core/guard/epoch-file.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  openCore,
  untilOver,
} from '#tests/support/test-core.ts';
import { aFolder, aMachine, epochPath } from '#tests/support/guarded-machine.ts';

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
