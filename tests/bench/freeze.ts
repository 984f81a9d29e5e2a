import { measure, peakMb, perThing, report } from '#tests/bench/measure.ts';
import {
  aCampaign,
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';

/** Turning a list into rows with their final texts, the preview before it included. `freeze.ts PEOPLE`. */
const people = Number(process.argv[2]);
const dataFolder = await makeFolder();
const core = await openCore({ dataFolder });
const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
const text = 'Salam {{ name }}, terima kasih kerana bersama kami. Jumpa lagi!';
const { id } = await aCampaign(core, { gatewayId, to: people, text });
const preview = await measure(async () => void (await core.client.campaigns.preview({ id })));
const start = await measure(async () => void (await core.client.campaigns.start({ id })));
await core.stop();
await removeFolder(dataFolder);
report({
  ...perThing(people, start),
  seconds: start.seconds,
  preview: preview.seconds,
  peakMb: peakMb(),
});
