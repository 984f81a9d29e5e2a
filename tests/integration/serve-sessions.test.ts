import { connect } from 'node:net';
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SiarClient } from '#shared/contract/contract.ts';
import { jsonOf, runSiar, startSiar, temporaryFolder } from '#tests/support/siar-process.ts';
import type { Staying } from '#tests/support/siar-process.ts';

// Each step is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let serve: Staying;
let origin: string;
let host: string;
let data: string;
let cookie: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
  const pages = join(folder.path, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Siar</title>');
  await writeFile(join(pages, 'assets', 'app-abc.js'), 'export {};');
  await writeFile(join(folder.path, 'outside.txt'), 'not for browsers');
  serve = await startSiar(['--data', data, '--json', 'serve', '--no-open'], {
    env: { SIAR_RENDERER: pages },
  });
  host = `127.0.0.1:${serve.ready.port}`;
  origin = `http://${host}`;
});
beforeEach(async () => {
  cookie ??= await newSession(serve.ready.url);
});
afterAll(async () => {
  serve.signal('SIGTERM');
  expect((await serve.ended).code).toBe(0);
  await folder.remove();
});

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

function call(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port: serve.ready.port,
        path,
        method: options.method ?? 'GET',
        headers: { host, ...options.headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

async function newSession(url: string): Promise<string> {
  const { pathname, search } = new URL(url);
  const answer = await call(pathname + search);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  const set = answer.headers['set-cookie']?.[0] ?? '';
  expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  return set.split(';', 1)[0]!;
}

async function newLink(): Promise<string> {
  const again = await runSiar(['--data', data, '--json', 'serve', '--no-open']);
  return String(jsonOf(again)['url']);
}

async function openSocket(headers: Record<string, string>): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://${host}/rpc`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(-1));
  });
}

test('a link works once; a used or invented one explains itself', async () => {
  const link = await newLink();
  await newSession(link);
  for (const path of [new URL(link).search, '?token=invented', '?token=']) {
    const answer = await call(`/${path}`);
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('siar serve');
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
});

test('without a session nothing is served', async () => {
  for (const path of ['/', '/assets/app-abc.js', '/files/x']) {
    expect((await call(path)).status).toBe(401);
    expect((await call(path, { headers: { cookie: `${cookie}x` } })).status).toBe(401);
  }
  const upload = await call('/files', {
    method: 'POST',
    headers: { origin, 'x-file-name': 'a.csv' },
    body: 'a',
  });
  expect(upload.status).toBe(401);
});

test('pages come with a strict policy, hashed files are cached for good', async () => {
  const page = await call('/', { headers: { cookie } });
  expect(page.status).toBe(200);
  expect(page.body).toContain('<title>Siar</title>');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['cache-control']).toBe('no-cache');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const asset = await call('/assets/app-abc.js', { headers: { cookie } });
  expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(asset.headers['cache-control']).toContain('immutable');
  expect((await call('/nothing', { headers: { cookie } })).status).toBe(404);
});

test.each([
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/assets/..%2f..%2foutside.txt',
  '/..%5coutside.txt',
  '/%00',
  '/%zz',
  '//outside.txt',
])('%s does not leave the pages', async (path) => {
  const answer = await call(path, { headers: { cookie } });
  expect(answer.status).toBe(404);
  expect(answer.body).not.toContain('not for browsers');
});

test('a foreign Host or Origin is refused, with a session too', async () => {
  const foreign = `evil.example:${serve.ready.port}`;
  expect((await call('/', { headers: { cookie, host: foreign } })).status).toBe(403);
  expect((await call('/', { headers: { cookie, host: '127.0.0.1' } })).status).toBe(403);
  expect((await call('/', { headers: { cookie, origin: `http://${foreign}` } })).status).toBe(403);
  expect((await call('/', { headers: { cookie, origin: 'null' } })).status).toBe(403);
  const local = `localhost:${serve.ready.port}`;
  expect((await call('/', { headers: { cookie, host: local } })).status).toBe(200);
  for (const from of [undefined, `http://${foreign}`, `http://${local}`]) {
    const answer = await call('/files', {
      method: 'POST',
      headers: { cookie, 'x-file-name': 'a.csv', ...(from ? { origin: from } : {}) },
      body: 'a',
    });
    expect(answer.status).toBe(403);
  }
});

test('calls need session, Host and Origin, and are not trusted like the command line', async () => {
  expect(await openSocket({ origin })).toBe(401);
  expect(await openSocket({ cookie })).toBe(403);
  expect(await openSocket({ cookie, origin: 'http://evil.example' })).toBe(403);
  expect(await openSocket({ cookie, origin, host: `evil.example:${serve.ready.port}` })).toBe(403);
  const socket = await openSocket({ cookie, origin });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  const browserLike = socket as unknown as globalThis.WebSocket;
  const client: SiarClient = createORPCClient(new RPCLink({ websocket: browserLike }));
  expect(await client.host.info()).toMatchObject({ host: 'headless', dataFolder: data });
  for (const refused of [
    () => client.files.adopt({ path: join(folder.path, 'outside.txt') }),
    () => client.host.signInLink(),
    () => client.host.quit(),
  ]) {
    await expect(refused()).rejects.toMatchObject({
      data: { code: 'local-only', kind: 'refused' },
    });
  }
  socket.close();
});

test('a call of more than 8 MB ends that connection and nothing else', async () => {
  const socket = await openSocket({ cookie, origin });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  socket.send('x'.repeat(9 * 1024 * 1024));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
  expect((await call('/', { headers: { cookie } })).status).toBe(200);
});

test('a file goes up and comes down under its own name', async () => {
  const name = '客户 "list", it\'s 100%.csv';
  const upload = await call('/files', {
    method: 'POST',
    headers: { cookie, origin, 'x-file-name': encodeURIComponent(name) },
    body: 'phone\n0123456789\n',
  });
  expect(upload.status).toBe(200);
  const file = JSON.parse(upload.body) as { fileId: string; name: string; size: number };
  expect(file).toMatchObject({ name, size: 17 });
  const download = await call(`/files/${file.fileId}`, { headers: { cookie } });
  expect(download.body).toBe('phone\n0123456789\n');
  expect(download.headers['x-content-type-options']).toBe('nosniff');
  const disposition = String(download.headers['content-disposition']);
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
  expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toBe(name);
  expect((await call('/files/unknown', { headers: { cookie } })).status).toBe(404);
});

test.each([
  [{}, 'no-file-name'],
  [{ 'x-file-name': '%zz' }, 'no-file-name'],
  [{ 'x-file-name': 'a.csv', 'content-length': String(600 * 1024 * 1024) }, 'file-too-large'],
])('an upload with %j is refused with a reason', async (headers, code) => {
  const socket = connect(serve.ready.port, '127.0.0.1');
  const lines = Object.entries({ 'content-length': '1', ...headers });
  socket.write(
    `POST /files HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\n` +
      lines.map(([key, value]) => `${key}: ${String(value)}\r\n`).join('') +
      '\r\nx',
  );
  const [answer] = await once(socket, 'data');
  socket.destroy();
  expect(String(answer)).toContain('HTTP/1.1 400');
  expect(String(answer)).toContain(code);
});
