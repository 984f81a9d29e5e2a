import { contract } from '#shared/contract/contract.ts';
import type { ProcedureMeta } from '#shared/contract/base.ts';
import { ROLES } from '#shared/users/permissions.ts';
import { addUsers, PASSWORD } from '#tests/support/people-who-sign-in.ts';
import {
  aCampaign,
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';
import { openWeb, type RawBrowser } from '#tests/support/web-bed.ts';

type Procedure = { path: string; permission: NonNullable<ProcedureMeta['permission']> };

function procedures(node: object, above = ''): Procedure[] {
  return Object.entries(node).flatMap(([name, value]: [string, object]): Procedure[] => {
    const path = `${above}/${name}`;
    if (!('~orpc' in value)) return procedures(value, path);
    const { permission } = (value as { '~orpc': { meta: ProcedureMeta } })['~orpc'].meta;
    if (permission === undefined) throw new Error(`${path} names no permission`);
    return [{ path, permission }];
  });
}

/** Every procedure of the contract and the permission it asks for; one without fails on import. */
export const ALL = procedures(contract);

/**
 * A server with a user of each role, named like it, another sender (“other”) and an owner who has to
 * change the password (“new”); a draft of the house, of the first and of the second sender.
 */
export async function openRights() {
  const folder = await makeFolder();
  const core = await openCore({ dataFolder: folder });
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  const drafts = [];
  for (const name of ['House', 'First', 'Second']) {
    drafts.push((await aCampaign(core, { gatewayId, to: 3, name, listName: name })).id);
  }
  const [house = 0, first = 0, second = 0] = drafts;
  const ids = await addUsers(core, [
    ...ROLES.map((role) => ({ name: role, role })),
    { name: 'other', role: 'sender' as const },
    { name: 'new', role: 'owner' as const, mustChange: true },
  ]);
  const own = core.deps.db.prepare('UPDATE campaigns SET user_id = ? WHERE id = ?');
  own.run(ids[2], first);
  own.run(ids[4], second);
  const web = await openWeb(core);
  return {
    core,
    gatewayId,
    /** Ids of the three drafts. */
    campaigns: { house, first, second },
    /** A page that nobody signed in to. */
    stranger: () => web.browser(),
    async signedIn(name: string): Promise<RawBrowser> {
      const browser = await web.browser();
      const { code } = await browser.call('/session/signIn', { name, password: PASSWORD });
      if (code !== null) throw new Error(code);
      return browser;
    },
    async close(): Promise<void> {
      await web.close();
      await core.stop();
      await removeFolder(folder);
    },
  };
}

/** See openRights. */
export type Rights = Awaited<ReturnType<typeof openRights>>;
