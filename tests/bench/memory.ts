import { join } from 'node:path';
import { startChild } from '#tests/support/child.ts';
import { measure, perThing, report } from '#tests/bench/measure.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';

/**
 * How much memory sending takes with a long queue behind it: `memory.ts URL QUEUED`. The queue is written
 * straight into the database by one process; another sends 5,000 of it, so that only sending is measured.
 */
const [url = '', queued = '', folder] = process.argv.slice(2);
const SENT = 5_000;
if (folder === undefined) await prepare();
else await send(folder);

async function prepare(): Promise<void> {
  const dataFolder = await makeFolder();
  process.env['SIAR_STATE'] = join(dataFolder, 'state');
  const core = await openCore({ dataFolder });
  const gatewayId = await aGateway(core, { url, rate: 20_000 });
  const { id } = await aRunningCampaign(core, { gatewayId, to: 1 });
  core.deps.db
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @queued)
       INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
       SELECT m.campaign_id, m.gateway_id, '6013' || substr('0000000' || i, -7), m.country, 'Person ' || i, m.text,
         m.encoding, m.parts, m.credits, 'queued', m.queued_at
       FROM n JOIN (SELECT * FROM messages WHERE campaign_id = @id LIMIT 1) m`,
    )
    .run({ queued: Number(queued), id });
  await core.stop();
  const child = startChild('tests/bench/memory.ts', [url, queued, dataFolder]);
  const figures = await child.line();
  await child.ended;
  await removeFolder(dataFolder);
  report({ perSecond: Number(figures?.['perSecond']), mb: Number(figures?.['mb']) });
}

async function send(dataFolder: string): Promise<void> {
  const core = await openCore({ dataFolder });
  const [campaign] = (await core.client.campaigns.page({})).rows;
  if (!campaign) throw new Error('nothing was prepared');
  const { id } = campaign;
  let peak = 0;
  const sample = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const took = await measure(async () => {
    await core.startEngine();
    for (;;) {
      const { counts } = await core.client.campaigns.get({ id });
      if (counts.accepted >= SENT) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  clearInterval(sample);
  await core.client.campaigns.pause({ id });
  await core.stop();
  report({ ...perThing(SENT, took), mb: peak / 1024 / 1024 });
}
