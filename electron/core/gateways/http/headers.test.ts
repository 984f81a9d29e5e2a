import { afterEach, expect, it } from 'vitest';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createHttpDriver } from '#core/gateways/generic/driver.ts';
import { basicAuth } from '#core/gateways/http/rest.ts';
import { reply, scriptedServer, type ScriptedServer } from '#tests/support/scripted-server.ts';

const never = new AbortController().signal;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

async function aGateway(
  headers: Record<string, string>,
  apiKey: string,
): Promise<{ driver: GatewayDriver; server: ScriptedServer }> {
  const server = await scriptedServer((socket) => {
    socket.write(reply('200 OK', '{"status":"ok","id":"1"}'));
  });
  const { send } = HTTP_PROFILE.options as { send: object };
  const driver = createHttpDriver({
    baseUrl: server.url,
    secrets: { apiKey },
    profile: { ...HTTP_PROFILE, options: { ...HTTP_PROFILE.options, send: { ...send, headers } } },
    dlrCallback: null,
  });
  cleanups.push(() => server.close());
  cleanups.push(() => driver.close());
  return { driver, server };
}

const message = (text: string) =>
  ({ reference: 'r', msisdn: '60123456789', text, encoding: 'ucs2' }) as const;

it('a credential that a header cannot carry pauses with what to do, and is not called unreachable', async () => {
  const { driver, server } = await aGateway(
    { Authorization: 'Bearer {{secret.apiKey}}' },
    'hush-密',
  );
  const outcome = await driver.send(message('Hi'), never);
  expect(outcome).toMatchObject({
    kind: 'paused',
    pauseReason: 'configuration',
    code: 'bad-header',
    reason: expect.stringContaining(
      'the header authorization would hold characters that HTTP cannot carry',
    ),
  });
  expect(JSON.stringify(outcome)).not.toMatch(/hush|密|reached/);
  expect(server.received).toEqual([]);
});

it('a text that a header cannot carry is refused for that message alone', async () => {
  const { driver, server } = await aGateway({ 'X-Text': '{{text}}' }, 'k');
  expect(await driver.send(message('您好'), never)).toMatchObject({
    kind: 'rejected',
    code: 'bad-header',
    reason: expect.stringContaining('header x-text'),
  });
  expect(await driver.send(message('Hello'), never)).toMatchObject({ kind: 'accepted' });
  expect(server.received).toHaveLength(1);
});

it('Latin-1 goes through a header as it is', async () => {
  const { driver, server } = await aGateway({ 'X-Key': '{{secret.apiKey}}' }, 'clé');
  expect(await driver.send(message('Hi'), never)).toMatchObject({ kind: 'accepted' });
  expect(server.received).toHaveLength(1);
});

it('HTTP Basic carries any user name and password, as UTF-8 (RFC 7617)', () => {
  expect(basicAuth('店', 'p:£密')).toBe(
    `Basic ${Buffer.from(new TextEncoder().encode('店:p:£密')).toString('base64')}`,
  );
});
