import { measure, peakMb, perThing, report } from '#tests/bench/measure.ts';
import { aRunningCampaign, makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

/** The same through the engine: intent and outcome of every message on disk. `send-durable.ts URL MESSAGES RATE [DRIVER]`. */
const [url = '', messages = '', rate = '', driver = 'practice'] = process.argv.slice(2);
/** Accounts of the practice gateways. */
const ACCOUNTS = {
  practice: { driver: 'practice' },
  sms123: { driver: 'sms123', secrets: { apiKey: 'practice' } },
  smpp: { driver: 'smpp', secrets: { systemId: 'practice', password: 'practice' } },
} as const;
const dataFolder = await makeFolder();
const core = await openCore({ dataFolder });
const account = driver === 'sms123' || driver === 'smpp' ? ACCOUNTS[driver] : ACCOUNTS.practice;
const { id: gatewayId } = await core.client.gateways.add({
  name: 'Bench',
  url,
  rate: Number(rate),
  ...account,
});
// Frozen first, sent when the engine starts: only sending is measured.
const { id } = await aRunningCampaign(core, { gatewayId, to: Number(messages) });
const took = await measure(async () => {
  const over = new Promise<void>((resolve) => {
    core.deps.bus.subscribe(({ type }) => {
      if (type === 'campaigns.finished') resolve();
    });
  });
  await core.startEngine();
  await over;
});
const { counts } = await core.client.campaigns.get({ id });
const sent = counts.accepted + counts.delivered;
if (sent !== Number(messages)) throw new Error(JSON.stringify(counts));
await core.stop();
await removeFolder(dataFolder);
report({ ...perThing(sent, took), peakMb: peakMb() });
