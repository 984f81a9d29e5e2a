import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { jsonOf, runSiar, startSiar, temporaryFolder } from '#tests/support/siar-process.ts';
import { addUsers, PASSWORD } from '#tests/support/people-who-sign-in.ts';
import { aCampaign, aGateway, openCore } from '#tests/support/test-core.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let state = '';
const ids = { house: 0, own: 0 };

beforeAll(async () => {
  folder = await temporaryFolder();
  state = join(folder.path, 'state');
  const core = await openCore({ dataFolder: join(folder.path, 'data'), stateFolder: state });
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  ids.house = (await aCampaign(core, { gatewayId, to: 2, name: 'House', listName: 'A' })).id;
  ids.own = (await aCampaign(core, { gatewayId, to: 2, name: 'Own', listName: 'B' })).id;
  const [, sender] = await addUsers(core, [
    { name: 'Aminah', role: 'owner' },
    { name: 'Sam', role: 'sender' },
    { name: 'Vera', role: 'viewer' },
    { name: 'Nora', role: 'manager', mustChange: true },
  ]);
  core.deps.db.prepare('UPDATE campaigns SET user_id = ? WHERE id = ?').run(sender, ids.own);
  await core.stop();
});
afterAll(() => folder.remove());

function siar(
  args: readonly string[],
  who: { user?: string; password?: string; input?: string } = {},
) {
  const { user, password = PASSWORD, input } = who;
  const env = {
    SIAR_STATE: state,
    SIAR_USER: user ?? '',
    SIAR_PASSWORD: user === undefined ? '' : password,
  };
  const all = ['--data', join(folder.path, 'data'), '--json', ...args];
  return runSiar(all, input === undefined ? { env } : { env, input });
}

async function codeOf(...call: Parameters<typeof siar>) {
  const ended = await siar(...call);
  const { error } = jsonOf(ended) as { error?: { code: string } };
  return [ended.code, error?.code ?? 'ok'];
}

test('nobody runs a command unknown, but may look whether the data is whole', async () => {
  expect(await codeOf(['campaign', 'ls'])).toEqual([3, 'sign-in-needed']);
  expect((await siar(['doctor'])).code).toBe(0);
  expect(await codeOf(['doctor', '--unlock'])).toEqual([3, 'sign-in-needed']);
  expect(await codeOf(['campaign', 'ls'], { user: 'Vera', password: 'x' })).toEqual([
    3,
    'wrong-password',
  ]);
});

test('a viewer starts nothing; a sender touches neither others nor gateways', async () => {
  const viewer = { user: 'Vera' };
  const sender = { user: 'sam' };
  expect(await codeOf(['campaign', 'start', 'House'], viewer)).toEqual([3, 'not-permitted']);
  expect((await siar(['campaign', 'ls'], viewer)).stdout).toContain('House');
  const own = await siar(['campaign', 'ls'], sender);
  expect(own.stdout).toContain('Own');
  expect(own.stdout).not.toContain('House');
  for (const verb of ['start', 'status', 'preview']) {
    const refusal = await codeOf(['campaign', verb, String(ids.house)], sender);
    expect(refusal).toEqual([2, 'no-such-campaign']);
  }
  const add = ['gateway', 'add', 'X', '--driver', 'practice'];
  expect(await codeOf(add, sender)).toEqual([3, 'not-permitted']);
  expect(await codeOf(['user', 'list'], sender)).toEqual([3, 'not-permitted']);
  expect(await codeOf(['backup', join(folder.path, 'b.db')], sender)).toEqual([3, 'not-permitted']);
});

test('a copy is put back by the owner only', async () => {
  const copy = join(folder.path, 'copy.db');
  expect((await siar(['backup', copy], { user: 'Aminah' })).code).toBe(0);
  expect(await codeOf(['restore', copy])).toEqual([3, 'sign-in-needed']);
  expect(await codeOf(['restore', copy], { user: 'Sam' })).toEqual([3, 'not-permitted']);
  expect((await siar(['restore', copy], { user: 'Aminah' })).code).toBe(0);
});

test('through a Siar that runs, a command keeps its own identity', async () => {
  const serve = await startSiar(
    ['--data', join(folder.path, 'data'), '--json', 'serve', '--no-open'],
    { env: { SIAR_STATE: state, SIAR_USER: '', SIAR_PASSWORD: '' } },
  );
  try {
    expect(await codeOf(['campaign', 'ls'])).toEqual([3, 'sign-in-needed']);
    const start = ['campaign', 'start', 'House', '--wait'];
    expect(await codeOf(start, { user: 'Vera' })).toEqual([3, 'not-permitted']);
    const history = jsonOf(await siar(['history'], { user: 'Sam' }));
    expect(history).toMatchObject({ total: 0 });
    expect((await siar(['user', 'list'], { user: 'Aminah' })).code).toBe(0);
  } finally {
    serve.signal('SIGTERM');
    await serve.ended;
  }
});

test('a kept sign-in lies in the state folder, for its owner only, until sign-out', async () => {
  const signIn = ['user', 'signin', 'Nora', '--password-stdin'];
  expect(await codeOf(signIn, { input: `${PASSWORD}\n` })).toEqual([3, 'password-change-needed']);
  const both = `${PASSWORD}\nkopi o kosong dua\n`;
  expect(jsonOf(await siar(signIn, { input: both }))).toMatchObject({
    user: { name: 'Nora', role: 'manager' },
  });
  const [file = ''] = (await readdir(state)).filter((name) => name.startsWith('sign-in-'));
  expect((await stat(join(state, file))).mode & 0o777).toBe(0o600);
  expect(jsonOf(await siar(['user', 'whoami']))).toMatchObject({ user: { name: 'Nora' } });
  expect((await siar(['campaign', 'ls'])).code).toBe(0);
  expect((await siar(['audit', '--outcome', 'refused'])).stdout).toContain('not-permitted');
  expect(await codeOf(['user', 'add', 'X'])).toEqual([3, 'not-permitted']);
  expect(jsonOf(await siar(['user', 'signout']))).toMatchObject({ user: null });
  expect(jsonOf(await siar(['user', 'whoami']))).toMatchObject({ signInOn: true, user: null });
});

test('the owner adds, changes, keeps out and helps', async () => {
  const owner = { user: 'Aminah' };
  const add = ['user', 'add', 'Omar', '--role', 'viewer', '--limit', '200'];
  const made = jsonOf(await siar(add, owner));
  expect(made).toMatchObject({ role: 'viewer', dailyLimit: 200, mustChangePassword: true });
  expect(made['password']).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  expect(
    await codeOf(['campaign', 'ls'], { user: 'Omar', password: String(made['password']) }),
  ).toEqual([3, 'password-change-needed']);
  const set = ['user', 'set', 'Omar', '--role', 'sender', '--limit', 'none'];
  expect(jsonOf(await siar(set, owner))).toMatchObject({ role: 'sender', dailyLimit: null });
  expect(jsonOf(await siar(['user', 'remove', 'Omar'], owner))).toMatchObject({
    disabledAt: expect.any(Number),
  });
  expect(await codeOf(['user', 'remove', 'Aminah'], owner)).toEqual([3, 'not-yourself']);
  const { recoveryCode } = jsonOf(await siar(['user', 'recovery-code'], owner));
  const recover = ['user', 'recover', '--password-stdin'];
  const lines = (code: unknown) => ({ input: `${String(code)}\nteh o ais limau\n` });
  expect(await codeOf(recover, lines('AAAA'))).toEqual([3, 'wrong-recovery-code']);
  expect(jsonOf(await siar(recover, lines(recoveryCode)))).toMatchObject({
    user: { name: 'Aminah' },
    recoveryCode: expect.any(String),
  });
});
