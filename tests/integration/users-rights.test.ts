import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { may, ROLES } from '#shared/users/permissions.ts';
import { PASSWORD } from '#tests/support/people-who-sign-in.ts';
import { ALL, openRights, type Rights } from '#tests/support/rights-bed.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bed: Rights;
beforeAll(async () => {
  bed = await openRights();
});
afterAll(() => bed.close());

describe('a hand-written WebSocket frame', () => {
  test('reaches no procedure without its permission, whatever the role and the input', async () => {
    expect(ALL.length).toBeGreaterThan(90);
    for (const role of ROLES) {
      const browser = await bed.signedIn(role);
      for (const { path, permission } of ALL) {
        if (may(role, permission)) continue;
        for (const input of [undefined, {}, { id: bed.campaigns.house, confirm: true }]) {
          const { code } = await browser.call(path, input);
          expect(`${role} ${path} ${code}`).toBe(`${role} ${path} not-permitted`);
        }
      }
      browser.close();
    }
  });

  test('of nobody reaches nothing but what is needed to sign in', async () => {
    const browser = await bed.stranger();
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
    const locked = await bed.signedIn('owner');
    await locked.call('/session/lock');
    const fresh = await bed.signedIn('new');
    for (const { path } of ALL.filter(({ permission }) => permission !== 'open')) {
      expect(`${path} ${(await locked.call(path, {})).code}`).toBe(`${path} locked`);
      expect(`${path} ${(await fresh.call(path, {})).code}`).toBe(`${path} password-change-needed`);
    }
    expect((await locked.call('/session/unlock', { password: 'wrong' })).code).toBe(
      'wrong-password',
    );
    expect((await locked.call('/session/unlock', { password: PASSWORD })).code).toBeNull();
    expect((await locked.call('/campaigns/get', { id: bed.campaigns.house })).code).toBeNull();
    locked.close();
    fresh.close();
  });

  test('of a viewer starts no campaign', async () => {
    const viewer = await bed.signedIn('viewer');
    const { code } = await viewer.call('/campaigns/start', { id: bed.campaigns.house });
    expect(code).toBe('not-permitted');
    expect((await viewer.call('/campaigns/get', { id: bed.campaigns.house })).value).toMatchObject({
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
