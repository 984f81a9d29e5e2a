import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { connectToOwner } from '#core/control/connect.ts';
import { readOwner } from '#core/control/owner-file.ts';
import { WebSocket } from 'ws';
import {
  jsonOf,
  runSiar,
  startSiar,
  temporaryFolder,
  type RunOptions,
  type Staying,
} from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const staying: Staying[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const process of staying.splice(0)) {
    process.signal('SIGKILL');
    await process.ended;
  }
});
afterAll(() => folder.remove());

const dataOf = (name: string) => join(folder.path, name);

async function serving(name: string, args: string[] = [], options: RunOptions = {}) {
  const line = ['--data', dataOf(name), '--json', 'serve', '--no-open', ...args];
  const process = await startSiar(line, options);
  staying.push(process);
  return process;
}

test('a port in use is one clear sentence, and the folder is free again', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const { port } = busy.address() as { port: number };
  const ended = await runSiar([
    '--data',
    dataOf('busy'),
    '--json',
    'serve',
    '--no-open',
    '--port',
    String(port),
  ]);
  busy.close();
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({ error: { code: 'port-in-use', details: { port } } });
  const after = await runSiar(['--data', dataOf('busy'), '--json', 'list', 'ls']);
  expect(after.code).toBe(0);
});

test.each([
  [['--host', '0.0.0.0'], {}, 'password-needed'],
  [['--host', '::'], {}, 'password-needed'],
  [['--host', '0.0.0.0'], { SIAR_PASSWORD: 'short' }, 'password-short'],
])('serve %j with %j is refused', async (args, env, code) => {
  const ended = await runSiar(['--data', dataOf('wide'), '--json', 'serve', '--no-open', ...args], {
    env,
  });
  expect(ended.code).toBe(2);
  expect(jsonOf(ended)).toMatchObject({ error: { code } });
});

test('with a password people sign in; a wrong one is slow and gets nothing', async () => {
  const { ready } = await serving('password', ['--host', '127.0.0.1'], {
    env: { SIAR_PASSWORD: 'correct horse' },
  });
  const origin = `http://127.0.0.1:${ready.port}`;
  expect(await (await fetch(origin)).text()).toContain('type="password"');
  const signIn = (password: string, from = origin) =>
    fetch(`${origin}/sign-in`, {
      method: 'POST',
      body: new URLSearchParams({ password }),
      headers: { origin: from },
      redirect: 'manual',
    });
  for (let attempt = 0; attempt < 3; attempt++) {
    const wrong = await signIn('wrong horse');
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('set-cookie')).toBeNull();
  }
  const startedAt = performance.now();
  expect((await signIn('wrong again')).status).toBe(401);
  expect(performance.now() - startedAt).toBeGreaterThan(900);
  expect((await signIn('correct horse', 'http://evil.example')).status).toBe(403);
  const right = await signIn('correct horse');
  expect(right.status).toBe(303);
  const cookie = right.headers.get('set-cookie')!.split(';', 1)[0]!;
  const page = await fetch(origin, { headers: { cookie } });
  expect(page.status).not.toBe(401);
});

test('owner.json is for this user only and goes with its owner', async () => {
  const process = await serving('owner');
  const path = join(dataOf('owner'), 'owner.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const owner = readOwner(dataOf('owner'))!;
  expect(owner).toMatchObject({ pid: process.ready.pid, host: 'serve' });
  process.signal('SIGINT');
  expect((await process.ended).code).toBe(0);
  expect(readOwner(dataOf('owner'))).toBeNull();
});

test('the control door opens only with the token, and takes orders from who has it', async () => {
  const process = await serving('door');
  const owner = readOwner(dataOf('door'))!;
  for (const authorization of ['', 'Bearer wrong', `Bearer ${owner.token}x`]) {
    const socket = new WebSocket(`ws://127.0.0.1:${owner.port}/rpc`, {
      headers: { authorization },
    });
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    expect(response.statusCode).toBe(401);
    socket.terminate();
  }
  const connection = (await connectToOwner(dataOf('door')))!;
  expect(await connection.client.host.info()).toMatchObject({ host: 'headless' });
  expect(await connection.client.host.quit()).toEqual({ ok: true });
  expect((await process.ended).code).toBe(0);
});

test('a refusal crosses the control door with its code and exit', async () => {
  await serving('refusal');
  const ended = await runSiar([
    '--data',
    dataOf('refusal'),
    '--json',
    'campaign',
    'status',
    'Nobody',
  ]);
  expect(ended.code).toBe(2);
  const { error } = jsonOf(ended) as { error: { code: string; message: string } };
  expect(error.code).not.toBe('internal');
  expect(error.message).toContain('Nobody');
});
