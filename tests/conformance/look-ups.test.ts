import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { LookUpOutcome } from '#core/gateways/gateway-driver.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { HTTP_DRIVERS, secretsOf } from '#tests/conformance/drivers.ts';
import { reply, scriptedServer } from '#tests/support/scripted-server.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const NEVER = new AbortController().signal;
const CALLBACK = 'https://relay.example/in/abc/token';
const asking = HTTP_DRIVERS.filter(({ name }) => GATEWAY_KINDS[name].capabilities.lookUp);

it('only drivers that say so look numbers up', () => {
  expect(asking.map(({ name }) => name)).toEqual(['esms']);
});

describe.each(asking)('a look-up of the $name driver', (candidate) => {
  async function ask(
    act: (socket: Socket, request: string) => void,
    { answerMs = 2_000, dlrCallback = CALLBACK as string | null } = {},
  ): Promise<{ outcome: LookUpOutcome | undefined; received: readonly string[] }> {
    const server = await scriptedServer(act);
    const driver = candidate.create({
      baseUrl: server.url,
      secrets: secretsOf(candidate.name),
      profile: candidate.profile,
      dlrCallback,
      timeouts: { connectMs: 1_000, answerMs },
    });
    cleanups.push(server.close, () => driver.close());
    return { outcome: await driver.lookUp?.('60123456789', NEVER), received: server.received };
  }
  const answering = (status: string, body: unknown) => (socket: Socket) =>
    void socket.write(reply(status, typeof body === 'string' ? body : JSON.stringify(body)));
  const taken = { status: 0, id: 'h-1', parts: 1, creditDeducted: 2, type: 12 };

  it('asks once, as JSON, with an address for the result, and tells id and cost', async () => {
    const { outcome, received } = await ask(answering('200 OK', taken));
    expect(outcome).toEqual({ kind: 'asked', requestId: 'h-1', credits: 2, code: '0' });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatch(/^POST \/hlr\/send HTTP/);
    expect(received[0]).toContain('"to":"60123456789"');
    expect(received[0]).toContain(`"dlr-url":"${CALLBACK}/hlr"`);
  });

  it('asks nothing without an address for the result', async () => {
    const { outcome, received } = await ask(answering('200 OK', taken), { dlrCallback: null });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'no-address' });
    expect(received).toHaveLength(0);
  });

  it.each(
    Object.entries(candidate.profile.codes)
      .filter(([, entry]) => entry.class !== 'accepted')
      .map(([code, entry]) => [code, entry.meaning]),
  )('answered %s (%s) is a refusal that costs nothing', async (code) => {
    const { outcome } = await ask(answering('200 OK', { status: Number(code), id: 'x' }));
    expect(outcome).toMatchObject({ kind: 'refused', code });
    expect(JSON.stringify(outcome)).toContain('nothing was charged');
  });

  it.each<[string, (socket: Socket) => void]>([
    ['no answer at all', () => {}],
    ['a reset', (socket) => void socket.resetAndDestroy()],
    ['half an answer', (socket) => void socket.end(reply('200 OK', '{"status":0}').slice(0, -4))],
    ['HTTP 500', answering('500 Oops', '<h1>Error</h1>')],
    ['garbage', answering('200 OK', '<html>Wi-Fi</html>')],
    ['its success under HTTP 500', answering('500 Oops', taken)],
  ])(
    'is in doubt after %s, asks no second time, and says that it may have cost',
    async (_, act) => {
      const { outcome, received } = await ask(act, { answerMs: 300 });
      expect(outcome).toMatchObject({ kind: 'ambiguous' });
      expect(JSON.stringify(outcome)).toContain('charged');
      expect(received).toHaveLength(1);
    },
  );

  it('lets no credential into an outcome', async () => {
    const { outcome } = await ask((socket, request) => void socket.end(reply('400 Bad', request)));
    expect(JSON.stringify(outcome)).not.toContain('hush-');
  });
});
