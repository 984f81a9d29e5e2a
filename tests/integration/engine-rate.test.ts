import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readRecord, startPracticeProcess } from '#tests/support/child.ts';
import { startCore } from '#tests/support/engine-bed.ts';
import { aGateway, aRunningCampaign, makeFolder, untilOver } from '#tests/support/test-core.ts';

const RATE = 40;

// Arrival is what counts, and a machine that does other things at the same time can delay any arrival:
// one undisturbed run of three has to show it.
it(
  'holds 40 messages a second in every second of 400, and wastes less than 5 %',
  { retry: 2, timeout: 60_000 },
  async () => {
    const dataFolder = await makeFolder();
    const record = join(dataFolder, 'record.jsonl');
    // In its own process: the gateway's clock is what counts.
    const practice = await startPracticeProcess(record, { latencyMs: 20 });
    onTestFinished(async () => void (await practice.stop()));
    const core = await startCore({ dataFolder });
    const gatewayId = await aGateway(core, { url: practice.url, rate: RATE });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 400 });
    await untilOver(core, id);
    const times = readRecord(record)
      .map(({ monotonicMs }) => monotonicMs)
      .toSorted((a, b) => a - b);
    expect(times).toHaveLength(400);
    let most = 0;
    let from = 0;
    times.forEach((at, to) => {
      while (at - times[from]! >= 1_000) from += 1;
      most = Math.max(most, to - from + 1);
    });
    const seconds = (times.at(-1)! - times[0]!) / 1_000;
    const perSecond = 399 / seconds;
    process.stdout.write(
      `rate: at most ${most} in a second, ${perSecond.toFixed(2)}/s over ${seconds.toFixed(1)} s\n`,
    );
    expect(most).toBeLessThanOrEqual(RATE);
    expect(perSecond).toBeGreaterThanOrEqual(RATE * 0.95);
  },
);
