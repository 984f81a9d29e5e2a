import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFailure } from '#shared/contract/to-failure.ts';
import type { Core } from '#core/create-core.ts';
import type { Clock } from '#core/ports.ts';
import { waitAfter } from '#core/users/attempts.ts';
import { addUsers, PASSWORD } from '#tests/support/people-who-sign-in.ts';
import {
  aCampaign,
  aGateway,
  makeFolder,
  openCore,
  removeFolder,
} from '#tests/support/test-core.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
let core: Core;
let time = Date.parse('2027-03-01T10:00:00Z');
const clock: Clock = { now: () => time, monotonic: () => time };

beforeEach(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: folder, clock });
});
afterEach(async () => {
  await core.stop();
  await removeFolder(folder);
});

/** A browser's session and a client that calls with it. */
function browser() {
  const session = core.deps.sessions.open('browser');
  return { session, client: core.clientOf(session) };
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => readFailure(error)?.code ?? 'unknown',
  );
}

test('sign-in is off until the owner begins, who stays in while all others are out', async () => {
  const [mine, other] = [browser(), browser()];
  expect(await mine.client.session.get()).toMatchObject({ signInOn: false, user: null });
  const early = { name: 'Bob', role: 'sender' as const, password: PASSWORD };
  expect(await codeOf(mine.client.users.create(early))).toBe('owner-first');
  expect(await codeOf(mine.client.users.begin({ name: 'A', password: 'short' }))).toBe(
    'password-weak',
  );
  const { recoveryCode } = await mine.client.users.begin({ name: 'Aminah', password: PASSWORD });
  expect(recoveryCode).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await mine.client.session.get()).toMatchObject({
    user: { name: 'Aminah', role: 'owner' },
  });
  expect(await codeOf(mine.client.lists.all())).toBe('ok');
  expect(await codeOf(other.client.lists.all())).toBe('sign-in-needed');
  expect(await codeOf(core.client.lists.all())).toBe('sign-in-needed');
  const again = other.client.users.begin({ name: 'Eve', password: PASSWORD });
  expect(await codeOf(again)).toBe('sign-in-needed');
  expect(await codeOf(mine.client.users.disable({ id: 1 }))).toBe('not-yourself');
  expect(await codeOf(mine.client.users.update({ id: 1, role: 'viewer' }))).toBe('last-owner');
});

test('wrong passwords wait longer each time, over a restart, and a clock put back waits no longer', async () => {
  expect([1, 3, 4, 5, 6, 11, 12, 40].map(waitAfter)).toEqual(
    [0, 0, 5, 10, 20, 640, 900, 900].map((seconds) => seconds * 1000),
  );
  await addUsers(core, [{ name: 'Owner', role: 'owner' }]);
  const attempt = (password: string) =>
    codeOf(browser().client.session.signIn({ name: 'OWNER', password }));
  for (let i = 0; i < 4; i++) expect(await attempt('wrong')).toBe('wrong-password');
  expect(await attempt(PASSWORD)).toBe('sign-in-wait');
  await core.stop();
  core = await openCore({ dataFolder: folder, clock });
  expect(await attempt(PASSWORD)).toBe('sign-in-wait');
  time -= 30 * 24 * 3_600_000;
  expect(await attempt(PASSWORD)).toBe('sign-in-wait');
  time += 30 * 24 * 3_600_000 + 5_000;
  expect(await attempt('wrong')).toBe('wrong-password');
  time += 9_000;
  expect(await attempt(PASSWORD)).toBe('sign-in-wait');
  time += 1_000;
  expect(await attempt(PASSWORD)).toBe('ok');
  // The right one ends the count.
  for (let i = 0; i < 3; i++) expect(await attempt('wrong')).toBe('wrong-password');
  expect(await attempt(PASSWORD)).toBe('ok');
  // Many at once are all counted.
  const guesses = await Promise.all(Array.from({ length: 20 }, () => attempt('guess')));
  expect(guesses.filter((code) => code === 'wrong-password').length).toBeLessThanOrEqual(4);
  // Names that nobody has behave the same.
  const unknown = () => codeOf(browser().client.session.signIn({ name: 'nobody', password: 'x' }));
  for (let i = 0; i < 4; i++) expect(await unknown()).toBe('wrong-password');
  expect(await unknown()).toBe('sign-in-wait');
});

test('a page nobody touches locks; a person at it, an unlock or a command does not', async () => {
  await addUsers(core, [{ name: 'Owner', role: 'owner' }]);
  const page = browser();
  await page.client.session.signIn({ name: 'Owner', password: PASSWORD });
  time += 10 * 60_000;
  await page.client.session.touch();
  time += 14 * 60_000;
  expect(await codeOf(page.client.lists.all())).toBe('ok');
  // Asking by itself is no touch.
  time += 60_000;
  expect(await codeOf(page.client.lists.all())).toBe('locked');
  expect(await page.client.session.get()).toMatchObject({
    wait: 'unlock',
    user: { name: 'Owner' },
    permissions: ['open'],
  });
  expect(await codeOf(page.client.session.touch())).toBe('locked');
  expect(await codeOf(page.client.session.unlock({ password: 'x' }))).toBe('wrong-password');
  await page.client.session.unlock({ password: PASSWORD });
  await page.client.settings.update({ idleMinutes: 0 });
  time += 24 * 3_600_000;
  expect(await codeOf(page.client.lists.all())).toBe('ok');
  await page.client.settings.update({ idleMinutes: 1 });
  const command = core.clientOf(core.deps.sessions.open('command'));
  await command.session.signIn({ name: 'Owner', password: PASSWORD });
  time += 3_600_000;
  expect(await codeOf(command.lists.all())).toBe('ok');
});

test('a kept sign-in ends with the password, with sign-out everywhere, and after half a day', async () => {
  await addUsers(core, [{ name: 'Owner', role: 'owner' }]);
  const first = browser();
  await first.client.session.signIn({ name: 'Owner', password: PASSWORD });
  const keep = async () => {
    const client = core.clientOf(core.deps.sessions.open('command'));
    await client.session.signIn({ name: 'Owner', password: PASSWORD });
    return (await client.session.keep()).token;
  };
  const goesOn = async (token: string) => {
    const client = core.clientOf(core.deps.sessions.open('command'));
    return (await client.session.resume({ token })).user !== null;
  };
  const token = await keep();
  time += 11 * 3_600_000;
  expect(await goesOn(token)).toBe(true);
  time += 11 * 3_600_000;
  expect(await goesOn(token)).toBe(true);
  expect(await goesOn(`${token}x`)).toBe(false);
  time += 13 * 3_600_000;
  expect(await goesOn(token)).toBe(false);
  const other = browser();
  await other.client.session.signIn({ name: 'Owner', password: PASSWORD });
  const kept = await keep();
  await other.client.session.changePassword({ current: PASSWORD, next: 'kopi o kosong dua' });
  expect(await goesOn(kept)).toBe(false);
  expect(await codeOf(first.client.session.unlock({ password: 'x' }))).toBe('sign-in-needed');
  expect(await codeOf(other.client.lists.all())).toBe('ok');
  await other.client.session.signOutEverywhere();
  expect(await codeOf(other.client.lists.all())).toBe('sign-in-needed');
});

test('the recovery code works once, for an owner, and ends what was signed in', async () => {
  const { client } = browser();
  const { recoveryCode } = await client.users.begin({ name: 'Aminah', password: PASSWORD });
  const stranger = browser().client;
  const recover = (code: string) =>
    stranger.session.recover({ code, password: 'kopi o kosong dua' });
  expect(await codeOf(recover('AAAA-AAAA'))).toBe('wrong-recovery-code');
  const next = await recover(recoveryCode.toLowerCase().replaceAll('-', ' '));
  expect(next.session.user).toMatchObject({ name: 'Aminah' });
  expect(await codeOf(client.lists.all())).toBe('sign-in-needed');
  expect(await codeOf(recover(recoveryCode))).toBe('wrong-recovery-code');
  expect(next.recoveryCode).not.toBe(recoveryCode);
});

test('the audit log cannot be changed, and nothing secret is in it or anywhere in the folder', async () => {
  const secret = 'sesuatu-yang-rahsia-7391';
  const text = 'Jumpa di surau selepas asar';
  const { client } = browser();
  await client.users.begin({ name: 'Aminah', password: secret });
  const gatewayId = await aGatewayBy(client);
  const { id } = await aCampaign({ ...core, client }, { gatewayId, to: 2, text });
  await client.campaigns.start({ id, allowWarnings: true });
  await client.suppressions.add({ phones: ['0123450000'], reason: 'asked' });
  await client.otp.send({ gatewayId, to: '0123456789', brand: 'Eaon' }).catch(() => undefined);
  await client.settings.update({ shopName: 'Kedai', idleMinutes: 5 });
  const { rows } = await client.audit.page({ limit: 100 });
  expect(rows.map(({ action, target, outcome }) => `${action} ${target} ${outcome}`)).toEqual(
    expect.arrayContaining([
      'users.begin user 1 ok',
      `gateways.add gateway ${gatewayId} ok`,
      `campaigns.create campaign ${id} ok`,
      `campaigns.start campaign ${id} ok`,
      'suppressions.add  ok',
      'settings.update  ok',
    ]),
  );
  expect(rows.find(({ action }) => action === 'settings.update')?.detail).toBe(
    'shopName, idleMinutes',
  );
  const log = JSON.stringify(rows);
  for (const word of [text, '123450000', '123456789', 'asked', 'Kedai', secret]) {
    expect(log).not.toContain(word);
  }
  const { db } = core.deps;
  expect(() => db.exec('DELETE FROM audit_log')).toThrow('append-only');
  expect(() => db.exec("UPDATE audit_log SET outcome = 'refused'")).toThrow('append-only');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const found = await promisify(execFile)('grep', ['-rlaF', '--', secret, folder]).catch(
    () => null,
  );
  expect(found).toBeNull();
});

test('campaigns go on while nobody is signed in', async () => {
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  const later = await aCampaign(core, { gatewayId, to: 1, scheduledAt: time + 3_600_000 });
  await core.client.campaigns.start({ id: later.id, allowWarnings: true });
  await addUsers(core, [{ name: 'Owner', role: 'owner' }]);
  expect(await codeOf(core.client.campaigns.get({ id: later.id }))).toBe('sign-in-needed');
  await core.startEngine();
  time += 3_600_000 + 1_000;
  const state = () =>
    core.deps.db.prepare('SELECT state FROM campaigns WHERE id = ?').pluck().get(later.id);
  await vi.waitFor(() => expect(state()).not.toBe('scheduled'), { timeout: 20_000 });
});

function aGatewayBy(client: Core['client']): Promise<number> {
  return client.gateways
    .add({ name: 'P', driver: 'practice', url: 'http://127.0.0.1:9' })
    .then(({ id }) => id);
}
