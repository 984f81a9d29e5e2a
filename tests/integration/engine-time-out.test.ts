import { expect, it, onTestFinished } from 'vitest';
import { PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import { createEsmsDriver } from '#core/gateways/esms/driver.ts';
import { anEngine, startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { aGateway, aRunningCampaign, messagesOf, untilOver } from '#tests/support/test-core.ts';

it.each(['before-accept', 'after-accept'] as const)(
  'counts a time-out %s as uncertain and never sends it again',
  async (at) => {
    const match = { to: msisdnOf(4) };
    const practice = await startPractice({
      reports: false,
      faults: [{ at, action: 'timeout', match }],
    });
    const core = await startCore({ engine: false });
    const { gateways } = core.deps;
    const gatewayId = await aGateway(core, { url: practice.url });
    // The same driver with less patience than the thirty seconds it has outside tests.
    const driver = createEsmsDriver({
      baseUrl: practice.url,
      secrets: { apiKey: 'k', apiSecret: 's' },
      profile: PRACTICE_PROFILE,
      dlrCallback: null,
      timeouts: { answerMs: 300 },
    });
    onTestFinished(() => driver.close());
    const engine = anEngine(core, {
      gateways: {
        ...gateways,
        open: async (id) => ({ ...(await gateways.open(id)), driver }),
        startListening: () => Promise.resolve(),
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 10 });
    await engine.start();
    onTestFinished(() => engine.stop());
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 9, uncertain: 1 });
    const [doubtful] = (await messagesOf(core, id)).filter(({ state }) => state === 'uncertain');
    expect(doubtful).toMatchObject({ msisdn: msisdnOf(4), code: 'timeout', attempts: 1 });
    expect(practice.counters().requests).toBe(10);
    expect(timesTaken(practice.taken).get(msisdnOf(4)) ?? 0).toBe(at === 'after-accept' ? 1 : 0);
  },
);
