import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Role } from '#shared/users/permissions.ts';
import { PASSWORD } from '#tests/support/people-who-sign-in.ts';
import { type RawBrowser } from '#tests/support/web-bed.ts';
import { ALL, openRights, type Rights } from '#tests/support/rights-bed.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bed: Rights;
beforeAll(async () => {
  bed = await openRights();
});
afterAll(() => bed.close());

describe('a sender', () => {
  test('sees and moves its own campaigns and no other, by id, by name or in a page', async () => {
    const sender = await bed.signedIn('sender');
    const page = await sender.call('/campaigns/page', {});
    expect(page.value).toMatchObject({ total: 1, rows: [{ id: bed.campaigns.first }] });
    for (const id of [bed.campaigns.house, bed.campaigns.second]) {
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
    const sender = await bed.signedIn('sender');
    const about = ALL.filter(
      ({ path, permission }) =>
        /^(campaigns|history)\./.test(permission) && !path.startsWith('/contacts/'),
    );
    expect(about.length).toBeGreaterThan(25);
    for (const { path } of about) {
      for (const name of ['id', 'campaignId']) {
        const { code } = await sender.call(path, { [name]: bed.campaigns.second });
        expect(`${path} ${code}`).toBe(`${path} no-such-campaign`);
      }
    }
    sender.close();
  });

  test('reads nobody else’s messages, attempts, timeline, export or practice phone', async () => {
    const owner = await bed.signedIn('owner');
    const sender = await bed.signedIn('sender');
    for (const id of [bed.campaigns.first, bed.campaigns.second]) {
      const input = { id, allowWarnings: true };
      expect((await owner.call('/campaigns/start', input)).code).toBeNull();
    }
    const all = await owner.call('/history/page', {});
    expect(all.value).toMatchObject({ total: 6 });
    const own = await sender.call('/history/page', {});
    expect(own.value).toMatchObject({ total: 3 });
    const { rows } = all.value as { rows: { id: number; campaignId: number; msisdn: string }[] };
    const foreign = rows.find(({ campaignId }) => campaignId === bed.campaigns.second)!;
    expect((await sender.call('/campaigns/attempts', { messageId: foreign.id })).code).toBe(
      'no-such-message',
    );
    expect((await sender.call('/reports/message', { messageId: foreign.id })).code).toBe(
      'no-such-message',
    );
    const contact = bed.core.deps.db
      .prepare('SELECT id FROM contacts WHERE msisdn = ?')
      .pluck()
      .get(foreign.msisdn);
    const timeline = await sender.call('/contacts/timeline', { id: contact });
    const lines = (timeline.value as { rows: { campaignId: number }[] }).rows;
    expect(lines.filter(({ campaignId }) => campaignId !== bed.campaigns.first)).toEqual([]);
    const started = await sender.call('/history/export', {
      format: 'csv',
      target: { download: true },
    });
    const { jobId } = started.value as { jobId: string };
    const job = await untilDone(sender, jobId);
    expect(job.result).toMatchObject({ rows: 3 });
    const other = await bed.signedIn('other');
    expect((await other.call('/jobs/get', { jobId })).code).toBe('no-such-job');
    expect((await other.call('/jobs/cancel', { jobId })).code).toBe('no-such-job');
    expect((await other.call('/jobs/list')).value).toEqual([]);
    const file = `/files/${job.result.downloadId}`;
    const get = (browser: RawBrowser) =>
      fetch(`${browser.origin}${file}`, { headers: { cookie: browser.cookie } });
    expect((await get(other)).status).toBe(404);
    expect((await get(await bed.stranger())).status).toBe(403);
    expect((await (await get(sender)).text()).split('\r\n')).toHaveLength(5);
    for (const browser of [owner, sender, other]) browser.close();
  });

  test('is not shown what the shop has at its gateways', async () => {
    bed.core.deps.db
      .prepare('INSERT INTO balance_readings (gateway_id, at, balance) VALUES (?, 1, 777)')
      .run(bed.gatewayId);
    const [owner, sender] = [await bed.signedIn('owner'), await bed.signedIn('sender')];
    const seen = async (browser: RawBrowser) =>
      JSON.stringify([
        (await browser.call('/balances/all')).value,
        (await browser.call('/balances/series', { id: bed.gatewayId })).value,
        (await browser.call('/gateways/all')).value,
        (await browser.call('/gateways/get', { id: bed.gatewayId })).value,
      ]);
    expect(await seen(owner)).toContain('777');
    expect(await seen(sender)).not.toContain('777');
    const { code } = await sender.call('/gateways/balance', { id: bed.gatewayId });
    expect(code).toBe('not-permitted');
    for (const browser of [owner, sender]) browser.close();
  });

  test('changes no gateway', async () => {
    const sender = await bed.signedIn('sender');
    for (const verb of ['update', 'remove', 'test']) {
      const { code } = await sender.call(`/gateways/${verb}`, { id: bed.gatewayId, name: 'x' });
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
  const sender = await bed.signedIn('sender');
  const owner = await bed.signedIn('owner');
  const [id] = (
    (await owner.call('/users/all')).value as { id: number; name: string; role: Role }[]
  )
    .filter(({ name }) => name === 'sender')
    .map((user) => user.id);
  expect((await owner.call('/users/update', { id, role: 'viewer' })).code).toBeNull();
  expect((await sender.call('/campaigns/stop', { id: bed.campaigns.first })).code).toBe(
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
      target: `campaign ${bed.campaigns.house}`,
    }),
  );
  sender.close();
  owner.close();
});
