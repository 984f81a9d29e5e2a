import { Agent } from 'undici';
import { measure, perThing, report } from '#tests/bench/measure.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  removeFolder,
  untilOver,
} from '#tests/support/test-core.ts';

/** Delivery reports as a gateway sends them, several at a time. `reports-over-http.ts URL REPORTS IN_FLIGHT`. */
const [url = '', reports = '', inFlight = ''] = process.argv.slice(2);
const dataFolder = await makeFolder();
const core = await openCore({ dataFolder });
const { db } = core.deps;
const gatewayId = await aGateway(core, { url, rate: 20_000 });
await core.startEngine();
const { id } = await aRunningCampaign(core, { gatewayId, to: Number(reports) });
await untilOver(core, id, 60_000);
const ids = db.prepare('SELECT gateway_message_id FROM messages').pluck().all() as string[];
const token = db.prepare('SELECT dlr_token FROM gateways').pluck().get();
// The automatic listener's port is told to nobody but the gateway.
const { deps } = core;
const gateway = (await import('#core/gateways/queries.ts')).getGateway(db, gatewayId);
const callback = gateway ? deps.gatewayStatus.callback(gateway) : null;
if (!callback?.endsWith(String(token))) throw new Error('there is no listener');
const { origin, pathname } = new URL(callback);
const agent = new Agent({ connections: Number(inFlight) });
let next = 0;
async function lane(): Promise<void> {
  for (let msgId = ids[next++]; msgId !== undefined; msgId = ids[next++]) {
    const path = `${pathname}?msgId=${msgId}&s=DELIVRD&t=20270101120000`;
    const answer = await agent.request({ origin, path, method: 'GET' });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
  }
}
const took = await measure(async () => {
  await Promise.all(Array.from({ length: Number(inFlight) }, lane));
});
const { counts } = await core.client.campaigns.get({ id });
if (counts.delivered !== ids.length) throw new Error(JSON.stringify(counts));
await core.stop();
await removeFolder(dataFolder);
report(perThing(ids.length, took));
