import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { KANNEL_PROFILE, kannelOptionsSchema } from '#shared/gateways/kannel-profile.ts';
import type { CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { readKannelCallback } from '#core/gateways/kannel/callback.ts';
import { createKannelDriver, type KannelDriverOptions } from '#core/gateways/kannel/driver.ts';

const never = new AbortController().signal;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

async function smsbox(status: number, body: string, options: Partial<KannelDriverOptions> = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.writeHead(status).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const driver = createKannelDriver({
    baseUrl: `http://127.0.0.1:${port}`,
    secrets: { username: 'shop', password: 'p&s%' },
    profile: KANNEL_PROFILE,
    dlrCallback: 'https://relay.example.com/in/x/y',
    ...options,
  });
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  cleanups.push(() => driver.close());
  const asked = () => new URL(requests[0]?.url ?? '', 'http://smsbox');
  return { driver, asked };
}

const message = {
  reference: 'r-1',
  msisdn: '60123456789',
  text: 'Hai [€] +1 & %d',
  encoding: 'gsm7',
} as const;

describe('Kannel', () => {
  it('is asked by GET, everything encoded once, with an address for its report', async () => {
    const { driver, asked } = await smsbox(202, '0: Accepted for delivery');
    expect(await driver.send(message, never)).toEqual({
      kind: 'accepted',
      gatewayMessageId: 'r-1',
      parts: null,
      credits: null,
      code: '0',
    });
    expect(asked().pathname).toBe('/cgi-bin/sendsms');
    expect(Object.fromEntries(asked().searchParams)).toEqual({
      username: 'shop',
      password: 'p&s%',
      to: '60123456789',
      text: 'Hai [€] +1 & %d',
      charset: 'UTF-8',
      coding: '0',
      'dlr-mask': '19',
      'dlr-url': 'https://relay.example.com/in/x/y/r-1?s=%d&t=%T',
    });
  });

  it('is told coding 2 for Unicode, and the sender and route of the profile', async () => {
    const options = kannelOptionsSchema.parse({ sender: 'KEDAI', smsc: 'op1' });
    const { driver, asked } = await smsbox(202, '3: Queued for later delivery', {
      profile: { ...KANNEL_PROFILE, options },
      dlrCallback: null,
    });
    const sent = await driver.send({ ...message, text: '您好', encoding: 'ucs2' }, never);
    expect(sent).toMatchObject({ kind: 'accepted', gatewayMessageId: null, code: '3' });
    const query = Object.fromEntries(asked().searchParams);
    expect(query).toMatchObject({ coding: '2', text: '您好', from: 'KEDAI', smsc: 'op1' });
    expect(query).not.toHaveProperty('dlr-url');
  });

  it.each([
    [202, '0: Accepted for delivery', 'accepted'],
    [202, 'thank you', 'ambiguous'],
    [200, '<html>', 'ambiguous'],
    [400, 'Number(s) has/have been denied by white- and/or black-lists.', 'rejected'],
    [400, 'Sender missing and no global set, rejected', 'paused'],
    [400, 'Missing receiver number, rejected', 'paused'],
    [400, 'Coding field misformed, rejected', 'paused'],
    [403, 'Authorization failed for sendsms', 'paused'],
    [404, 'Unknown request.', 'paused'],
    [503, 'Temporal failure, try again later.', 'retryable'],
    [503, '<html>proxy', 'ambiguous'],
    [500, '', 'ambiguous'],
  ])('that answers %i %j: %s', async (status, body, kind) => {
    const { driver } = await smsbox(status, body);
    const outcome = await driver.send(message, never);
    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome)).not.toContain('p&s');
  });

  it.each([
    [400, 'Missing receiver number, rejected', true],
    [403, 'Authorization failed for sendsms', false],
    [202, '0: Accepted for delivery', false],
    [404, 'Not found', false],
  ])('is tested without sending: %i %j is %s', async (status, body, ok) => {
    const { driver, asked } = await smsbox(status, body);
    expect(await driver.check?.(never)).toMatchObject({ ok });
    expect(asked().searchParams.has('to')).toBe(false);
    expect(await driver.balance(never)).toMatchObject({ ok: false, code: 'no-balance' });
  });
});

describe('a report of Kannel', () => {
  const read = (s: string, rest = 'r-1', method: 'GET' | 'POST' = 'GET') => {
    const query = new URLSearchParams({ s, t: '1795353217' });
    const request: CallbackRequest = { method, rest, query, contentType: '', body: '' };
    return readKannelCallback(request, KANNEL_PROFILE);
  };

  it.each([
    ['1', 'delivered'],
    ['33', 'delivered'],
    ['2', 'undelivered'],
    ['34', 'expired'],
    ['16', 'undelivered'],
  ])('of type %s is %s', (type, report) => {
    expect(read(type)).toEqual({
      kind: 'reports',
      reports: [{ gatewayMessageId: 'r-1', report, reportedAt: 1_795_353_217_000 }],
    });
  });

  it.each(['4', '8', '32', '66'])('of type %s changes nothing', (type) => {
    expect(read(type)).toEqual({ kind: 'ignored', why: null });
  });

  it('that is none is turned away', () => {
    expect(read('').kind).toBe('refused');
    expect(read('x').kind).toBe('refused');
    expect(read('1', '').kind).toBe('refused');
    expect(read('1', 'a/b').kind).toBe('refused');
    expect(read('1', 'r-1', 'POST').kind).toBe('refused');
  });
});
