import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { getIdentity } from '#core/guard/queries.ts';
import { readEpoch } from '#core/guard/epoch-file.ts';
import { startChild } from '#tests/support/child.ts';
import { anEngine, startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aGateway,
  aRunningCampaign,
  eventually,
  until,
  untilOver,
} from '#tests/support/test-core.ts';
import { aMachine } from '#tests/support/guarded-machine.ts';

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
    const { guard } = core.deps;
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
    const engine = anEngine(core, { guard: full });
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
