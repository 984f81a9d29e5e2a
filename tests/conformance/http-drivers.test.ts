import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayDriver, SendOutcome } from '#core/gateways/gateway-driver.ts';
import { HTTP_DRIVERS, secretsOf, type Candidate } from '#tests/conformance/drivers.ts';
import { reply, scriptedServer } from '#tests/support/scripted-server.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const NEVER = new AbortController().signal;
const REQUEST = {
  reference: '0190a1b2-0000-7000-8000-000000000001',
  msisdn: '60123456789',
  text: 'RM0.00 Hello & 你好; "quotes" 100%',
  encoding: 'ucs2',
} as const;

function driverFor(candidate: Candidate, baseUrl: string, answerMs = 2_000): GatewayDriver {
  const driver = candidate.create({
    baseUrl,
    secrets: secretsOf(candidate.name),
    profile: candidate.profile,
    dlrCallback: null,
    timeouts: { connectMs: 1_000, answerMs },
  });
  cleanups.push(() => driver.close());
  return driver;
}

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** A request with its JSON or percent escapes undone. */
function readable(request: string): string {
  const isForm = request.startsWith('GET') || /x-www-form-urlencoded/.test(request);
  return isForm ? decodeURIComponent(request.replaceAll('+', ' ')) : request.replaceAll('\\"', '"');
}

/** Sends one message to a server that does `act` with it; fails where it was asked twice. */
async function sendTo(
  candidate: Candidate,
  act: (socket: Socket, request: string) => void,
  answerMs?: number,
): Promise<SendOutcome> {
  const server = await scriptedServer(act);
  cleanups.push(() => server.close());
  const outcome = await driverFor(candidate, server.url, answerMs).send(REQUEST, NEVER);
  expect(server.received).toHaveLength(1);
  return outcome;
}

const answering =
  (status: string, body: unknown, headers?: readonly string[]) => (socket: Socket) =>
    void socket.write(reply(status, textOf(body), headers));

describe.each(HTTP_DRIVERS)('the $name driver', (candidate) => {
  const [status, success] = candidate.success;
  const half = reply(status, textOf(success)).slice(0, -5);

  it('hands over the number and the text once, and takes a success for one', async () => {
    const server = await scriptedServer(answering(status, success));
    cleanups.push(() => server.close());
    const outcome = await driverFor(candidate, server.url).send(REQUEST, NEVER);
    expect(outcome.kind).toBe('accepted');
    const [request = ''] = server.received;
    expect(server.received).toHaveLength(1);
    expect(request).toContain('60123456789');
    expect(readable(request)).toContain(REQUEST.text);
  });

  it.each(candidate.answers)('answered %s %j: %s', async (line, body, kind) => {
    const outcome = await sendTo(candidate, answering(line, body));
    expect(outcome.kind).toBe(kind);
  });

  it('takes an unknown code for a refusal, never for "try again"', async () => {
    const [line, body, kind] = candidate.unknownCode;
    expect((await sendTo(candidate, answering(line, body))).kind).toBe(kind);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['no answer at all', () => {}],
    ['a reset', (socket) => void socket.resetAndDestroy()],
    ['an end without an answer', (socket) => void socket.end()],
    ['half an answer', (socket) => void socket.end(half)],
    ['headers that trickle', (socket) => void socket.write('HTTP/1.1 200 OK\r\nX-A: b\r\n')],
    ['HTTP 500', answering('500 Oops', '<h1>Error</h1>')],
    ['HTTP 502', answering('502 Bad Gateway', '')],
    ['HTTP 503', answering('503 Busy', '')],
    ['its success under HTTP 500', answering('500 Oops', success)],
    ['garbage', answering('200 OK', '<html>Welcome to Wi-Fi</html>')],
    ['an empty answer', answering('200 OK', '')],
    ['JSON of somebody else', answering('200 OK', { hello: 'world' })],
    ['a JSON list', answering('200 OK', [success])],
    ['too much', answering('200 OK', 'x'.repeat(100_000))],
    ['bytes that are no HTTP', (socket) => void socket.end('\u0000\u0001garbage\r\n\r\n')],
  ])('is in doubt after %s, and asks no second time', async (_, act) => {
    const outcome = await sendTo(candidate, act, 300);
    expect(outcome.kind).toBe('ambiguous');
  });

  it('reads its success whatever content type it is given', async () => {
    const act = answering(status, success, ['Content-Type: text/html']);
    expect((await sendTo(candidate, act)).kind).toBe('accepted');
  });

  it.each(['301 Moved', '302 Found', '307 Temporary', '308 Permanent'])(
    'follows no redirect (%s): the credentials would go elsewhere',
    async (line) => {
      const other = await scriptedServer(answering(status, success));
      cleanups.push(() => other.close());
      const outcome = await sendTo(candidate, answering(line, '', [`Location: ${other.url}/x`]));
      expect(outcome).toMatchObject({ kind: 'paused', pauseReason: 'configuration' });
      expect(other.received).toHaveLength(0);
    },
  );

  it.each([
    ['Retry-After: 7', 7_000],
    ['Retry-After: 86400', 60_000],
    // The gateway's clock may be wrong by years.
    ['Retry-After: Wed, 21 Oct 2015 07:28:00 GMT', 1_000],
    ['Retry-After: Wed, 21 Oct 2099 07:28:00 GMT', 60_000],
    ['X-Nothing: 1', 1_000],
  ])('waits as told after HTTP 429 with %s', async (header, retryAfterMs) => {
    const outcome = await sendTo(candidate, answering('429 Slow down', '{}', [header]));
    expect(outcome).toMatchObject({ kind: 'rate-limited', retryAfterMs });
  });

  it('is certain that nothing left when nobody listens', async () => {
    const server = await scriptedServer(() => {});
    await server.close();
    const outcome = await driverFor(candidate, server.url).send(REQUEST, NEVER);
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
  });

  it('hands nothing to a server whose certificate nobody vouches for', async () => {
    const server = await scriptedServer(answering(status, success), { tls: true });
    cleanups.push(() => server.close());
    const outcome = await driverFor(candidate, server.url).send(REQUEST, NEVER);
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    expect(server.received).toHaveLength(0);
  });

  it('knows whether anything left when it is told to stop', async () => {
    const stop = new AbortController();
    const server = await scriptedServer(() => stop.abort());
    cleanups.push(() => server.close());
    const driver = driverFor(candidate, server.url);
    expect((await driver.send(REQUEST, stop.signal)).kind).toBe('ambiguous');
    expect((await driver.send(REQUEST, stop.signal)).kind).toBe('retryable');
    expect(server.received).toHaveLength(1);
  });

  it('lets no credential into an outcome', async () => {
    const echo = (socket: Socket, request: string) => void socket.end(reply('400 Bad', request));
    const outcomes = [
      await sendTo(candidate, echo),
      await sendTo(candidate, (socket) => void socket.destroy()),
    ];
    expect(JSON.stringify(outcomes)).not.toContain('hush-');
  });

  it('checks the connection without sending, and never throws', async () => {
    const server = await scriptedServer((socket) => void socket.end('no HTTP at all'));
    cleanups.push(() => server.close());
    const driver = driverFor(candidate, server.url);
    expect(await driver.balance(NEVER)).toMatchObject({ ok: false });
    if (driver.check) expect(await driver.check(NEVER)).toMatchObject({ ok: false });
    expect(server.received.join()).not.toContain('60123456789');
  });

  it('says of a question that got lost nothing about messages that may have been sent', async () => {
    const server = await scriptedServer(answering('503 Busy', ''));
    cleanups.push(() => server.close());
    const driver = driverFor(candidate, server.url);
    const said = [
      await driver.balance(NEVER),
      await driver.check?.(NEVER),
      (await driver.poll?.(['a'], NEVER))?.problem,
    ];
    expect(JSON.stringify(said)).not.toContain('may have been sent');
  });
});
