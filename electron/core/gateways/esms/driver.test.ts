import { afterEach, describe, expect, it } from 'vitest';
import { createServer, type Server, type Socket } from 'node:net';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import { createEsmsDriver, type EsmsDriverOptions } from '#core/gateways/esms/driver.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { createPracticeServer } from '#core/gateways/practice/server.ts';

const SECRETS = { apiKey: 'key-1', apiSecret: 'very-secret' };
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

function driverFor(baseUrl: string, more: Partial<EsmsDriverOptions> = {}): GatewayDriver {
  const driver = createEsmsDriver({
    baseUrl,
    secrets: SECRETS,
    profile: ESMS_PROFILE,
    dlrCallback: null,
    timeouts: { connectMs: 2_000, answerMs: 400 },
    ...more,
  });
  cleanups.push(() => driver.close());
  return driver;
}

async function practice(script: PracticeScript = {}) {
  const server = await createPracticeServer({ script });
  cleanups.push(() => server.close());
  return server;
}

/** A server that does with each connection what the test says, and keeps what it was sent. */
async function rawServer(
  onRequest: (socket: Socket, text: string) => void,
  onConnect?: (socket: Socket) => void,
) {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnect?.(socket);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      const [head, body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      received.push(text);
      const whole = text;
      text = '';
      onRequest(socket, whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${address.port}`, received };
}

function reply(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

function send(driver: GatewayDriver, to = '60123456789', text = 'RM0.00 Hello') {
  return driver.send(
    { reference: 'r', msisdn: to, text, encoding: 'gsm7' },
    new AbortController().signal,
  );
}

async function sendTo(status: string, body: string, headers = ''): Promise<SendOutcome> {
  const server = await rawServer((socket) => socket.write(reply(status, body, headers)));
  const outcome = await send(driverFor(server.url));
  expect(server.received).toHaveLength(1);
  return outcome;
}

describe('eSMS driver against the practice gateway', () => {
  it('hands the text over exactly and reports parts and credits', async () => {
    const server = await practice();
    const driver = driverFor(server.url);
    const text = `RM0.00 Puan "Siti" \\ 陈大文 😀\r\nbaris dua ${'字'.repeat(60)}`;
    const outcome = await driver.send(
      { reference: 'r', msisdn: '60123456789', text, encoding: 'ucs2' },
      new AbortController().signal,
    );
    const [taken] = server.inbox();
    expect(taken?.text).toBe(text.replace('\r\n', '\n'));
    expect(outcome).toEqual({
      kind: 'accepted',
      gatewayMessageId: taken?.id,
      parts: 2,
      credits: 2,
      code: '0',
    });
    expect(await driver.balance(new AbortController().signal)).toEqual({
      ok: true,
      credits: 99_998,
    });
  });

  it.each([
    [{ secrets: { apiKey: 'k', apiSecret: 'wrong' } }, '60123456789', 'RM0.00 x', 'paused', '3'],
    [{ secrets: { apiKey: '', apiSecret: '' } }, '60123456789', 'RM0.00 x', 'paused', '1'],
    [{}, '0123456789', 'RM0.00 x', 'rejected', '4'],
    [{}, '6012abc', 'RM0.00 x', 'rejected', '9'],
    [{}, '60123456789', 'Hello', 'rejected', '10'],
    [{}, '60123456789', `RM0.00 ${'x'.repeat(1_524)}`, 'rejected', '8'],
    [{}, '60125550001', 'RM0.00 x', 'rejected', '9'],
    [{}, '60125550002', 'RM0.00 x', 'rejected', '10'],
    [{}, '60125550005', 'RM0.00 x', 'paused', '5'],
    [{}, '60125550006', 'RM0.00 x', 'retryable', '6'],
    [{}, '60125550009', 'RM0.00 x', 'rate-limited', 'http-429'],
  ] as const)('%o to %s is %s', async (options, to, text, kind, code) => {
    const server = await practice();
    expect(await send(driverFor(server.url, options), to, text)).toMatchObject({ kind, code });
    expect(server.counters()).toMatchObject({ accepted: 0, balance: 100_000 });
  });

  it.each([
    ['60125550010', 'connection-lost'],
    ['60125550011', 'timeout'],
    ['60125550012', 'http-500'],
    ['60125550013', 'unreadable-answer'],
    ['60125550014', 'connection-lost'],
  ])('leaves %s in doubt (%s) and asks once', async (to, code) => {
    const server = await practice();
    const outcome = await send(driverFor(server.url), to);
    expect(outcome).toMatchObject({ kind: 'ambiguous', code });
    expect(server.counters()).toMatchObject({ requests: 1, accepted: 1 });
    expect(JSON.stringify(outcome)).not.toContain(SECRETS.apiSecret);
  });

  it('pauses for credit exactly when the balance does not cover the parts', async () => {
    const server = await practice({ balance: 1 });
    const driver = driverFor(server.url);
    expect(await send(driver)).toMatchObject({ kind: 'accepted', credits: 1 });
    expect(await send(driver)).toMatchObject({ kind: 'paused', pauseReason: 'credit' });
  });
});

describe('eSMS driver against servers that misbehave', () => {
  it.each(Object.entries(ESMS_PROFILE.codes))(
    'follows the code table for %s',
    async (code, entry) => {
      const outcome = await sendTo('200 OK', `{"status":${code},"message":"m"}`);
      expect(outcome.kind).toBe(entry.class === 'pause' ? 'paused' : entry.class);
      expect('code' in outcome && outcome.code).toBe(code);
      if (outcome.kind === 'paused') expect(outcome.pauseReason).toBe(entry.pauseReason);
    },
  );

  it.each([
    ['200 OK', '{"status":77}', 'rejected', '77'],
    ['500 Oops', '{"status":6}', 'retryable', '6'],
    ['500 Oops', '{"status":0,"id":"x"}', 'ambiguous', 'http-500'],
    ['500 Oops', '{"status":500,"error":"Internal"}', 'ambiguous', 'http-500'],
    ['404 Not Found', '{"status":404}', 'paused', 'http-404'],
    ['400 Bad Request', '{"status":9}', 'rejected', '9'],
    ['400 Bad Request', 'what?', 'ambiguous', 'http-400'],
    ['503 Unavailable', '', 'ambiguous', 'http-503'],
    ['200 OK', '', 'ambiguous', 'unreadable-answer'],
    ['200 OK', '<html>', 'ambiguous', 'unreadable-answer'],
    ['200 OK', '{"status":null}', 'ambiguous', 'unreadable-answer'],
    ['200 OK', '[0]', 'ambiguous', 'unreadable-answer'],
    ['200 OK', '0', 'ambiguous', 'unreadable-answer'],
    ['204 No Content', '', 'ambiguous', 'unreadable-answer'],
    ['200 OK', `{"status":0,"x":"${'x'.repeat(70_000)}"}`, 'ambiguous', 'unreadable-answer'],
    ['401 No', '', 'paused', 'http-401'],
    ['415 No', '', 'paused', 'http-415'],
  ])('%s with %.40s is %s', async (status, body, kind, code) => {
    expect(await sendTo(status, body)).toMatchObject({ kind, code });
  });

  it('accepts without an id, and whatever the content type', async () => {
    expect(await sendTo('200 OK', '{"status":0}', 'Content-Type: text/html\r\n')).toEqual({
      kind: 'accepted',
      gatewayMessageId: null,
      parts: null,
      credits: null,
      code: '0',
    });
  });

  it('never follows a redirect with the credentials', async () => {
    const other = await rawServer((socket) => socket.write(reply('200 OK', '{"status":0}')));
    const outcome = await sendTo('307 Moved', '', `Location: ${other.url}/sms/send\r\n`);
    expect(outcome).toMatchObject({
      kind: 'paused',
      pauseReason: 'configuration',
      code: 'http-307',
    });
    expect(other.received).toHaveLength(0);
  });

  it('waits as long as Retry-After says, within a minute', async () => {
    expect(await sendTo('429 Slow', '', 'Retry-After: 7\r\n')).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 7_000,
    });
    expect(await sendTo('429 Slow', '', 'Retry-After: 9999\r\n')).toMatchObject({
      retryAfterMs: 60_000,
    });
    expect(await sendTo('429 Slow', '')).toMatchObject({ retryAfterMs: 1_000 });
  });

  it('calls a refused connection and an unknown host unreachable: nothing left', async () => {
    const server = await practice({ down: true });
    for (const url of [server.url, 'https://no-such-host.invalid']) {
      expect(await send(driverFor(url))).toMatchObject({
        kind: 'retryable',
        code: 'unreachable',
        unreachable: true,
      });
    }
    await server.setScript({});
    expect(await send(driverFor(server.url))).toMatchObject({ kind: 'accepted' });
  });

  it('calls a failed TLS handshake unreachable', async () => {
    const server = await rawServer(
      () => {},
      (socket) => socket.end('HTTP/1.1 400 plain http here\r\n\r\n'),
    );
    const outcome = await send(driverFor(server.url.replace('http:', 'https:')));
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    expect(server.received).toHaveLength(0);
  });

  it.each([
    ['before any answer', (socket: Socket) => void socket.resetAndDestroy()],
    ['inside the head', (socket: Socket) => void socket.end('HTTP/1.1 200 O')],
    [
      'inside the body',
      (socket: Socket) =>
        void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"status":0}'),
    ],
    ['with nonsense', (socket: Socket) => void socket.end('hello\r\n\r\n')],
  ])('leaves a connection that breaks %s in doubt', async (_when, breakOff) => {
    const server = await rawServer(breakOff);
    expect(await send(driverFor(server.url))).toMatchObject({ kind: 'ambiguous' });
    expect(server.received).toHaveLength(1);
  });

  it('gives up on an answer that trickles', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 100);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await send(driverFor(server.url))).toMatchObject({ kind: 'ambiguous', code: 'timeout' });
  });
});

describe('eSMS driver when it is told to stop', () => {
  it('is certain that nothing left when stopped before its turn', async () => {
    const server = await rawServer(() => {});
    const driver = driverFor(server.url, { maxConnections: 1 });
    const first = send(driver);
    const stop = new AbortController();
    const waiting = driver.send(
      { reference: 'r2', msisdn: '60123456780', text: 'RM0.00 x', encoding: 'gsm7' },
      stop.signal,
    );
    stop.abort();
    expect(await waiting).toMatchObject({ kind: 'retryable', code: 'interrupted' });
    expect(await first).toMatchObject({ kind: 'ambiguous', code: 'timeout' });
    expect(server.received.join()).not.toContain('60123456780');
  });

  it('is in doubt when stopped after the request left', async () => {
    const stop = new AbortController();
    const server = await rawServer(() => stop.abort());
    const outcome = await driverFor(server.url).send(
      { reference: 'r', msisdn: '60123456789', text: 'RM0.00 x', encoding: 'gsm7' },
      stop.signal,
    );
    expect(outcome).toMatchObject({ kind: 'ambiguous', code: 'interrupted' });
  });

  it('asks for reports only where it can receive them', async () => {
    const server = await rawServer((socket) => socket.write(reply('200 OK', '{"status":0}')));
    await send(driverFor(server.url));
    await send(driverFor(server.url, { dlrCallback: 'http://127.0.0.1:9/dlr/t' }));
    expect(server.received[0]).not.toContain('dlr');
    expect(server.received[1]).toContain('"dlr":1,"dlr-url":"http://127.0.0.1:9/dlr/t"');
    expect(server.received[1]).toContain('content-type: application/json; charset=utf-8');
  });
});
