import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readRecord, startChild, startPracticeProcess } from '#tests/support/child.ts';
import { timesTaken } from '#tests/support/engine-bed.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

const HOUR_MS = 3_600_000;
/** Practice numbers that are reported undelivered. */
const UNREACHABLE = ['60125550003', '60135550003', '60145550003', '60165550003'];

it('keeps a waiting retry over kill -9, sends it once when it is due, and never a second time', async () => {
  const dataFolder = await makeFolder();
  const record = join(dataFolder, 'record.jsonl');
  const practice = await startPracticeProcess(record, { reportDelayMs: 20 });
  onTestFinished(async () => {
    await practice.stop();
    await removeFolder(dataFolder);
  });
  /** Runs Siar with its clock ahead until what it says fits, then kills it. */
  const runUntil = async (
    aheadMs: number,
    fits: (said: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>> => {
    const child = startChild('tests/crash/retry-process.ts', [
      dataFolder,
      practice.url,
      UNREACHABLE.join(),
      String(aheadMs),
    ]);
    for (;;) {
      const said = await child.line();
      if (said === undefined) throw new Error('it ended by itself');
      if (!fits(said)) continue;
      child.process.kill('SIGKILL');
      await child.ended;
      return said;
    }
  };
  const taken = () => [...timesTaken(readRecord(record)).values()];

  await runUntil(0, ({ state, waiting }) => state === 'finished' && waiting === 4);
  expect(taken()).toEqual([1, 1, 1, 1]);

  // Not due yet: another start changes nothing, and the campaign needs nobody to resume it.
  const early = await runUntil(HOUR_MS / 4, ({ waiting }) => waiting === 4);
  expect(early).toMatchObject({ state: 'finished', undelivered: 4, uncertain: 0 });
  expect(taken()).toEqual([1, 1, 1, 1]);

  // Due while it was dead: sent at the next start, killed again as soon as the next retries wait.
  const second = await runUntil(HOUR_MS, ({ charged, waiting }) => charged === 8 && waiting === 4);
  expect(second).toMatchObject({ uncertain: 0 });
  expect(taken()).toEqual([2, 2, 2, 2]);

  const third = await runUntil(HOUR_MS, ({ waiting }) => waiting === 4);
  expect(third).toMatchObject({ charged: 8 });
  expect(taken()).toEqual([2, 2, 2, 2]);
}, 60_000);
