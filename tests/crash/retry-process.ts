import { aGateway, aRunningCampaign, openCore } from '#tests/support/test-core.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';

/**
 * Siar with one campaign to phones that are never reached, retried by Siar; made to be killed:
 * `retry-process.ts FOLDER GATEWAY_URL MSISDN,MSISDN AHEAD_MS`. Its clock is so much ahead. Prints the
 * campaign's counts and waiting retries each time they change.
 */
const [dataFolder = '', url = '', numbers = '', ahead = '0'] = process.argv.slice(2);

const clock = createShiftedClock();
clock.advance(Number(ahead));
const core = await openCore({ dataFolder, clock });
await core.startEngine();
const { client } = core;
const known = (await client.campaigns.page({})).rows[0];
const campaign =
  known ??
  (await (async () => {
    const gatewayId = await aGateway(core, { url });
    const { policy } = await client.retries.settings({ gatewayId });
    await client.retries.save({ gatewayId, policy: { ...policy, who: 'siar' } });
    const to = numbers.split(',').map((msisdn) => ({ msisdn }));
    return aRunningCampaign(core, { gatewayId, to });
  })());
let said = '';
for (;;) {
  const { state, counts, retries, credits } = await client.campaigns.get({ id: campaign.id });
  const now = JSON.stringify({
    state,
    undelivered: counts.undelivered,
    uncertain: counts.uncertain,
    waiting: retries.waiting,
    charged: credits.charged,
  });
  if (now !== said) process.stdout.write(`${(said = now)}\n`);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
