import { openCore } from '#tests/support/test-core.ts';
import { aGateway, aRunningCampaign } from '#tests/support/test-core.ts';

/**
 * Siar with one campaign, whose files somebody will forbid to grow: `limited-process.ts FOLDER STATE
 * GATEWAY_URL PEOPLE`. Brings forward what it finds and prints the campaign each time it changes.
 */
const [dataFolder = '', stateFolder = '', url = '', count = ''] = process.argv.slice(2);

const core = await openCore({ dataFolder, stateFolder });
// The log only grows: begun anew it would have room before it meets the limit.
core.deps.db.pragma('wal_autocheckpoint = 0');
await core.startEngine();
const { client } = core;
const known = (await client.campaigns.page({})).rows[0];
const { id } =
  known ??
  (await aRunningCampaign(core, {
    gatewayId: await aGateway(core, { url, rate: 400 }),
    to: Number(count),
  }));
if (known?.state === 'paused') await client.campaigns.resume({ id });
let said = '';
for (;;) {
  const { state, counts, pauseReason } = await client.campaigns.get({ id });
  const now = JSON.stringify({ state, counts, pauseReason });
  if (now !== said) process.stdout.write(`${(said = now)}\n`);
  if (state === 'finished') break;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await core.stop();
