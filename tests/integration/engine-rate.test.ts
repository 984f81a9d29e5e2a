import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRecord, startPracticeProcess } from '#tests/support/child.ts';
import { anEngine, startCore } from '#tests/support/engine-bed.ts';
import { mostInAnySpan } from '#tests/support/most-in-any-span.ts';
import { aGateway, aRunningCampaign, makeFolder, untilOver } from '#tests/support/test-core.ts';

const RATE = 40;
const MESSAGES = 400;
/** A gateway process that stood still longer than this saw a crowd that nobody sent. */
const UNDISTURBED_MS = 30;

const mostInASecond = (times: readonly number[]) =>
  mostInAnySpan(
    times.map((at) => ({ at, amount: 1 })),
    1_000,
  );

it(`holds ${RATE} messages a second in every second of ${MESSAGES}, and wastes less than 5 %`, async () => {
  const dataFolder = await makeFolder();
  const record = join(dataFolder, 'record.jsonl');
  // In its own process: the gateway's clock is what counts.
  const practice = await startPracticeProcess(record, { latencyMs: 20 });
  const core = await startCore({ dataFolder, engine: false });
  const { gateways } = core.deps;
  const departures: number[] = [];
  const engine = anEngine(core, {
    gateways: {
      ...gateways,
      open: async (id) => {
        const gateway = await gateways.open(id);
        const send: typeof gateway.driver.send = (request, signal) => {
          departures.push(performance.now());
          return gateway.driver.send(request, signal);
        };
        return { ...gateway, driver: { ...gateway.driver, send } };
      },
    },
  });
  const gatewayId = await aGateway(core, { url: practice.url, rate: RATE });
  const { id } = await aRunningCampaign(core, { gatewayId, to: MESSAGES });
  await engine.start();
  await untilOver(core, id, 25_000);
  await engine.stop();
  const arrivals = readRecord(record).map(({ monotonicMs }) => monotonicMs);
  arrivals.sort((a, b) => a - b);
  const stalledMs = await practice.stop();

  expect(arrivals).toHaveLength(MESSAGES);
  const perSecond = (MESSAGES - 1) / ((arrivals.at(-1)! - arrivals[0]!) / 1_000);
  process.stdout.write(
    `rate: at most ${mostInASecond(departures)} left and ${mostInASecond(arrivals)} came in a second, ${perSecond.toFixed(2)}/s\n`,
  );
  expect(mostInASecond(departures)).toBeLessThanOrEqual(RATE);
  if (stalledMs > UNDISTURBED_MS) {
    process.stdout.write(
      `NOT COUNTED at the gateway: this busy machine let its process stand still for ${stalledMs.toFixed(0)} ms.\n`,
    );
    expect(perSecond).toBeGreaterThanOrEqual(RATE * 0.8);
    return;
  }
  expect(mostInASecond(arrivals)).toBeLessThanOrEqual(RATE);
  expect(perSecond).toBeGreaterThanOrEqual(RATE * 0.95);
});
