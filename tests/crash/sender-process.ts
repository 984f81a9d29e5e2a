import { aCampaign, aGateway, openCore } from '#tests/support/test-core.ts';

/**
 * Siar with one campaign, made to be killed: `sender-process.ts FOLDER GATEWAY_URL PEOPLE RATE`.
 * Whatever it finds in the folder it brings forward: nothing, a draft, an interrupted campaign.
 * Prints `{"at":"open"}`, then `{"at":"sending"}`, and `{"at":"over"}` before it ends by itself.
 */
const [dataFolder = '', url = '', people = '', rate = ''] = process.argv.slice(2);
const say = (at: string) => process.stdout.write(`${JSON.stringify({ at })}\n`);

const core = await openCore({ dataFolder });
say('open');
await core.startEngine();
const { client } = core;
const gatewayId =
  (await client.gateways.all())[0]?.id ?? (await aGateway(core, { url, rate: Number(rate) }));
const [known] = (await client.campaigns.page({})).rows;
const campaign = known ?? (await aCampaign(core, { gatewayId, to: Number(people) }));
say('sending');
if (campaign.state === 'draft') await client.campaigns.start({ id: campaign.id });
else if (campaign.state === 'paused') await client.campaigns.resume({ id: campaign.id });
for (;;) {
  const { state } = await client.campaigns.get({ id: campaign.id });
  if (state === 'finished') break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await core.stop();
say('over');
