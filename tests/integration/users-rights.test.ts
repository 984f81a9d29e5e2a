import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import type { ProcedureMeta } from '#shared/contract/base.ts';
import { may, ROLES, type Role } from '#shared/users/permissions.ts';
import type { Core } from '#core/create-core.ts';
import { addUsers, PASSWORD } from '#tests/support/people-who-sign-in.ts';
import {
  aCampaign,
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';
import { openWeb, type RawBrowser } from '#tests/support/web-bed.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

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

const ALL = procedures(contract);

let folder = '';
let core: Core;
let web: Awaited<ReturnType<typeof openWeb>>;
/** Campaigns of the house, of the first and of the second sender. */
let campaigns: { house: number; first: number; second: number };
let gatewayId = 0;

async function signedIn(name: string): Promise<RawBrowser> {
  const browser = await web.browser();
  const { code } = await browser.call('/session/signIn', { name, password: PASSWORD });
  if (code !== null) throw new Error(code);
  return browser;
}

beforeAll(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: folder });
  gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  const drafts = [];
  for (const name of ['House', 'First', 'Second']) {
    drafts.push((await aCampaign(core, { gatewayId, to: 3, name, listName: name })).id);
  }
  const [house = 0, first = 0, second = 0] = drafts;
  campaigns = { house, first, second };
  const ids = await addUsers(core, [
    ...ROLES.map((role) => ({ name: role, role })),
    { name: 'other', role: 'sender' as const },
    { name: 'new', role: 'owner' as const, mustChange: true },
  ]);
  const own = core.deps.db.prepare('UPDATE campaigns SET user_id = ? WHERE id = ?');
  own.run(ids[2], first);
  own.run(ids[4], second);
  web = await openWeb(core);
});

afterAll(async () => {
  await web.close();
  await core.stop();
  await removeFolder(folder);
});

describe('a hand-written WebSocket frame', () => {
  test('reaches no procedure without its permission, whatever the role and the input', async () => {
    expect(ALL.length).toBeGreaterThan(90);
    for (const role of ROLES) {
      const browser = await signedIn(role);
      for (const { path, permission } of ALL) {
        if (may(role, permission)) continue;
        for (const input of [undefined, {}, { id: campaigns.house, confirm: true }]) {
          const { code } = await browser.call(path, input);
          expect(`${role} ${path} ${code}`).toBe(`${role} ${path} not-permitted`);
        }
      }
      browser.close();
    }
  });

  test('of nobody reaches nothing but what is needed to sign in', async () => {
    const browser = await web.browser();
    const open = ALL.filter(({ permission }) => permission === 'open').map(({ path }) => path);
    expect(open.toSorted()).toEqual([
      '/host/events',
      '/host/guard',
      '/host/info',
      '/host/now',
      '/host/signInLink',
      '/session/changePassword',
      '/session/get',
      '/session/recover',
      '/session/resume',
      '/session/signIn',
      '/session/signOut',
      '/session/unlock',
      '/settings/get',
    ]);
    for (const { path } of ALL.filter(({ permission }) => permission !== 'open')) {
      const { code } = await browser.call(path, {});
      expect(`${path} ${code}`).toBe(`${path} sign-in-needed`);
    }
    for (const path of ['/session/changePassword', '/session/unlock', '/host/signInLink']) {
      const input = { next: 'a whole new one', password: 'x' };
      expect((await browser.call(path, input)).code).not.toBeNull();
    }
    browser.close();
  });

  test('of a locked page, or before a new password, reaches nothing either', async () => {
    const locked = await signedIn('owner');
    await locked.call('/session/lock');
    const fresh = await signedIn('new');
    for (const { path } of ALL.filter(({ permission }) => permission !== 'open')) {
      expect(`${path} ${(await locked.call(path, {})).code}`).toBe(`${path} locked`);
      expect(`${path} ${(await fresh.call(path, {})).code}`).toBe(`${path} password-change-needed`);
    }
    expect((await locked.call('/session/unlock', { password: 'wrong' })).code).toBe(
      'wrong-password',
    );
    expect((await locked.call('/session/unlock', { password: PASSWORD })).code).toBeNull();
    expect((await locked.call('/campaigns/get', { id: campaigns.house })).code).toBeNull();
    locked.close();
    fresh.close();
  });

  test('of a viewer starts no campaign', async () => {
    const viewer = await signedIn('viewer');
    const { code } = await viewer.call('/campaigns/start', { id: campaigns.house });
    expect(code).toBe('not-permitted');
    expect((await viewer.call('/campaigns/get', { id: campaigns.house })).value).toMatchObject({
      state: 'draft',
    });
    const upload = await fetch(`${viewer.origin}/files`, {
      method: 'POST',
      headers: { origin: viewer.origin, cookie: viewer.cookie, 'x-file-name': 'a.csv' },
      body: 'phone\n0123456789',
    });
    expect(upload.status).toBe(403);
    expect(await upload.json()).toMatchObject({ error: { code: 'not-permitted' } });
    viewer.close();
  });
});

describe('a sender', () => {
  test('sees and moves its own campaigns and no other, by id, by name or in a page', async () => {
    const sender = await signedIn('sender');
    const page = await sender.call('/campaigns/page', {});
    expect(page.value).toMatchObject({ total: 1, rows: [{ id: campaigns.first }] });
    for (const id of [campaigns.house, campaigns.second]) {
      for (const verb of [
        'get',
        'preview',
        'start',
        'pause',
        'resume',
        'stop',
        'retry',
        'remove',
      ]) {
        const { code } = await sender.call(`/campaigns/${verb}`, { id });
        expect(`${verb} ${code}`).toBe(`${verb} no-such-campaign`);
      }
      expect((await sender.call('/campaigns/messages', { id })).code).toBe('no-such-campaign');
      const nameOrId = String(id);
      expect((await sender.call('/campaigns/find', { nameOrId })).code).toBe('no-such-campaign');
    }
    expect((await sender.call('/campaigns/find', { nameOrId: 'Second' })).code).toBe(
      'no-such-campaign',
    );
    expect((await sender.call('/campaigns/find', { nameOrId: 'First' })).code).toBeNull();
    const overview = (await sender.call('/host/overview')).value as { recent: unknown[] };
    expect(JSON.stringify(overview)).not.toContain('Second');
    sender.close();
  });

  test('reaches no procedure on campaigns or history with the id of somebody else', async () => {
    const sender = await signedIn('sender');
    const about = ALL.filter(
      ({ path, permission }) =>
        /^(campaigns|history)\./.test(permission) && !path.startsWith('/contacts/'),
    );
    expect(about.length).toBeGreaterThan(25);
    for (const { path } of about) {
      for (const name of ['id', 'campaignId']) {
        const { code } = await sender.call(path, { [name]: campaigns.second });
        expect(`${path} ${code}`).toBe(`${path} no-such-campaign`);
      }
    }
    sender.close();
  });

  test('reads nobody else’s messages, attempts, timeline, export or practice phone', async () => {
    const owner = await signedIn('owner');
    const sender = await signedIn('sender');
    for (const id of [campaigns.first, campaigns.second]) {
      const input = { id, allowWarnings: true };
      expect((await owner.call('/campaigns/start', input)).code).toBeNull();
    }
    const all = await owner.call('/history/page', {});
    expect(all.value).toMatchObject({ total: 6 });
    const own = await sender.call('/history/page', {});
    expect(own.value).toMatchObject({ total: 3 });
    const { rows } = all.value as { rows: { id: number; campaignId: number; msisdn: string }[] };
    const foreign = rows.find(({ campaignId }) => campaignId === campaigns.second)!;
    expect((await sender.call('/campaigns/attempts', { messageId: foreign.id })).code).toBe(
      'no-such-message',
    );
    expect((await sender.call('/reports/message', { messageId: foreign.id })).code).toBe(
      'no-such-message',
    );
    const contact = core.deps.db
      .prepare('SELECT id FROM contacts WHERE msisdn = ?')
      .pluck()
      .get(foreign.msisdn);
    const timeline = await sender.call('/contacts/timeline', { id: contact });
    const lines = (timeline.value as { rows: { campaignId: number }[] }).rows;
    expect(lines.filter(({ campaignId }) => campaignId !== campaigns.first)).toEqual([]);
    const started = await sender.call('/history/export', {
      format: 'csv',
      target: { download: true },
    });
    const { jobId } = started.value as { jobId: string };
    const job = await untilDone(sender, jobId);
    expect(job.result).toMatchObject({ rows: 3 });
    const other = await signedIn('other');
    expect((await other.call('/jobs/get', { jobId })).code).toBe('no-such-job');
    expect((await other.call('/jobs/cancel', { jobId })).code).toBe('no-such-job');
    expect((await other.call('/jobs/list')).value).toEqual([]);
    const file = `/files/${job.result.downloadId}`;
    const get = (browser: RawBrowser) =>
      fetch(`${browser.origin}${file}`, { headers: { cookie: browser.cookie } });
    expect((await get(other)).status).toBe(404);
    expect((await get(await web.browser())).status).toBe(403);
    expect((await (await get(sender)).text()).split('\r\n')).toHaveLength(5);
    for (const browser of [owner, sender, other]) browser.close();
  });

  test('is not shown what the shop has at its gateways', async () => {
    core.deps.db
      .prepare('INSERT INTO balance_readings (gateway_id, at, balance) VALUES (?, 1, 777)')
      .run(gatewayId);
    const [owner, sender] = [await signedIn('owner'), await signedIn('sender')];
    const seen = async (browser: RawBrowser) =>
      JSON.stringify([
        (await browser.call('/balances/all')).value,
        (await browser.call('/balances/series', { id: gatewayId })).value,
        (await browser.call('/gateways/all')).value,
        (await browser.call('/gateways/get', { id: gatewayId })).value,
      ]);
    expect(await seen(owner)).toContain('777');
    expect(await seen(sender)).not.toContain('777');
    const { code } = await sender.call('/gateways/balance', { id: gatewayId });
    expect(code).toBe('not-permitted');
    for (const browser of [owner, sender]) browser.close();
  });

  test('changes no gateway', async () => {
    const sender = await signedIn('sender');
    for (const verb of ['update', 'remove', 'test']) {
      const { code } = await sender.call(`/gateways/${verb}`, { id: gatewayId, name: 'x' });
      expect(code).toBe('not-permitted');
    }
    sender.close();
  });
});

async function untilDone(browser: RawBrowser, jobId: string) {
  for (;;) {
    const { value } = await browser.call('/jobs/get', { jobId });
    const job = value as { state: string; result: { rows: number; downloadId: string } };
    if (job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a role that changes, or a user that is kept out, counts at the next call', async () => {
  const sender = await signedIn('sender');
  const owner = await signedIn('owner');
  const [id] = (
    (await owner.call('/users/all')).value as { id: number; name: string; role: Role }[]
  )
    .filter(({ name }) => name === 'sender')
    .map((user) => user.id);
  expect((await owner.call('/users/update', { id, role: 'viewer' })).code).toBeNull();
  expect((await sender.call('/campaigns/stop', { id: campaigns.first })).code).toBe(
    'not-permitted',
  );
  expect((await owner.call('/users/disable', { id })).code).toBeNull();
  expect((await sender.call('/campaigns/page', {})).code).toBe('sign-in-needed');
  const again = await sender.call('/session/signIn', { name: 'sender', password: PASSWORD });
  expect(again.code).toBe('user-disabled');
  const { rows } = (await owner.call('/audit/page', { userId: id, outcome: 'refused' })).value as {
    rows: { action: string; code: string; target: string }[];
  };
  expect(rows).toContainEqual(
    expect.objectContaining({ action: 'gateways.remove', code: 'not-permitted' }),
  );
  expect(rows).toContainEqual(
    expect.objectContaining({
      action: 'campaigns.start',
      code: 'not-own',
      target: `campaign ${campaigns.house}`,
    }),
  );
  sender.close();
  owner.close();
});
