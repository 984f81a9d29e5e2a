import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SenderOrder } from '#tests/crash/seed-process.ts';
import { faultsNow, readFolder } from '#tests/crash/support/oracle.ts';
import { startRecordingGateway } from '#tests/crash/support/recording-gateway.ts';
import { startChild, type Child } from '#tests/support/child.ts';
import { eventually, makeFolder, removeFolder } from '#tests/support/test-core.ts';

/** The machine may be busy: nothing here depends on how fast a process comes up. */
const PATIENCE_MS = 120_000;

/** Everything that a process says until it ends. */
async function wordsOf(child: Child): Promise<unknown[]> {
  const words: unknown[] = [];
  for (let line = await child.line(); line; line = await child.line()) words.push(line['at']);
  return words;
}

describe('two processes on one folder', () => {
  it(
    'let one send and refuse the other, also when the first is killed and both come back',
    async () => {
      const folder = await makeFolder();
      const faults = { latencyMs: 5, cutBefore: 0, cutAfter: 0, failAfter: 0 };
      const gateway = await startRecordingGateway({ dedupe: false, faults, random: Math.random });
      const children: Child[] = [];
      onTestFinished(async () => {
        for (const child of children) child.process.kill('SIGKILL');
        await gateway.close();
        await removeFolder(folder);
      });
      const order: SenderOrder = {
        dataFolder: join(folder, 'data'),
        stateFolder: join(folder, 'state'),
        url: gateway.url,
        dedupe: false,
        people: 400,
        // Minutes of sending: the first is at it for as long as the second may take to come up.
        rate: 1,
        clockJumps: false,
        kill: null,
        markPath: null,
        checkpointPages: null,
      };
      const start = () => {
        const child = startChild('tests/crash/seed-process.ts', [JSON.stringify(order)]);
        children.push(child);
        return child;
      };
      const first = start();
      expect(await first.line()).toEqual({ at: 'open' });
      await eventually(() => gateway.taken.length > 0, PATIENCE_MS);
      expect(await wordsOf(start())).toEqual(['refused']);
      expect(first.process.exitCode).toBeNull();
      first.process.kill('SIGKILL');
      await first.ended;
      const db = new Database(join(order.dataFolder, 'siar.db'));
      db.prepare('UPDATE gateways SET rate = 2000').run();
      db.close();
      const second = await Promise.all([wordsOf(start()), wordsOf(start())]);
      expect(second).toContainEqual(['open', 'over']);
      expect(second.flat().filter((word) => word === 'over').length).toBeGreaterThanOrEqual(1);
      const found = readFolder(order.dataFolder);
      expect(faultsNow(found, gateway)).toEqual([]);
      expect(found?.rows).toHaveLength(400);
      expect(found?.rows.every(({ state }) => ['accepted', 'uncertain'].includes(state))).toBe(
        true,
      );
    },
    PATIENCE_MS,
  );
});
