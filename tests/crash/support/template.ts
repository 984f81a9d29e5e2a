import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { useRecordingGateway } from '#tests/crash/support/recording-driver.ts';
import { aCampaign, aGateway, makeFolder, openCore } from '#tests/support/test-core.ts';

/** People of the campaign in a template. */
export const TEMPLATE_PEOPLE = 120;

/** A folder with a draft that is ready to be started: seeds that begin here kill more of the sending. */
export async function makeTemplate(dedupe: boolean): Promise<string> {
  const folder = await makeFolder();
  useRecordingGateway(dedupe);
  const places = { dataFolder: join(folder, 'data'), stateFolder: join(folder, 'state') };
  const core = await openCore(places);
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  await aCampaign(core, { gatewayId, to: TEMPLATE_PEOPLE, missed: 'send' });
  await core.stop();
  return folder;
}

/** A copy of the template for one seed, with that seed's gateway. */
export function copyTemplate(
  template: string,
  folder: string,
  gateway: { url: string; rate: number },
) {
  cpSync(template, folder, { recursive: true });
  const db = new Database(join(folder, 'data', 'siar.db'));
  db.prepare('UPDATE gateways SET url = ?, rate = ?').run(gateway.url, gateway.rate);
  db.close();
}
