import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSmppPracticeServer } from '#core/gateways/smpp/practice/server.ts';
import { reply } from '#tests/support/scripted-server.ts';
import { assertCovered, FORMS, json, probeBed, SECRET, USER } from '#tests/support/probe-bed.ts';

describe('a check', () => {
  it('shows request and reply, and no form of a secret anywhere', async () => {
    const { core, folder, log, serve, aGeneric } = await probeBed();
    const server = await serve((socket, request) =>
      json(socket, { credits: 42, echo: request, forms: FORMS }, [
        `X-Echo: ${encodeURIComponent(SECRET)}`,
        'Set-Cookie: session=abc123def',
      ]),
    );
    const gatewayId = await aGeneric(server.url);
    const result = await core.client.probes.check({ gatewayId });
    expect(result).toMatchObject({ ok: true, balance: 42 });
    const [shown] = result.exchanges;
    expect(shown?.request).toMatchObject({ method: 'GET', url: `${server.url}/balance?k=••••` });
    expect(shown?.reply?.status).toBe('200');
    expect(shown?.reply?.body.text).toContain('"credits":42');
    expect(shown?.reply?.headers).toContainEqual({ name: 'set-cookie', value: '••••' });
    // The gateway itself got the real one.
    expect(server.received[0]).toContain(encodeURIComponent(SECRET));
    const files = await Promise.all(
      ['siar.db', 'siar.db-wal'].map((name) => readFile(join(folder, name), 'latin1')),
    );
    assertCovered(result, log, files);
  });

  it('tries a profile that is not saved, and keeps neither it nor its balance', async () => {
    const { core, serve, aGeneric } = await probeBed();
    const server = await serve((socket) => json(socket, { left: 7 }));
    const gatewayId = await aGeneric(server.url);
    const { profile } = await core.client.gateways.get({ id: gatewayId });
    const options = structuredClone(profile.options) as { balance: { creditsPath: string } };
    options.balance.creditsPath = 'left';
    const tried = await core.client.probes.check({
      gatewayId,
      profile: { ...profile, options } as never,
    });
    expect(tried).toMatchObject({ ok: true, balance: 7 });
    const kept = await core.client.gateways.get({ id: gatewayId });
    expect(kept.balance).toBeNull();
    expect(kept.profile).toEqual(profile);
    expect(await core.client.probes.check({ gatewayId })).toMatchObject({ ok: false });
  });

  it.each<[string, (socket: Socket) => void, object]>([
    ['nothing', (socket) => void socket.destroy(), { reply: null }],
    [
      'half an answer, cut in the middle of a secret',
      (socket) =>
        void socket.end(
          `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"key":"${SECRET.slice(0, 8)}`,
        ),
      { reply: { status: '200', whole: false, body: { text: '{"key":"••••' } } },
    ],
    [
      'too much',
      (socket) => void socket.write(reply('200 OK', 'x'.repeat(100_000))),
      { failure: 'TOO_LARGE', reply: { body: { cut: true } } },
    ],
    [
      'characters that move a terminal',
      (socket) => void socket.write(reply('200 OK', 'a\u001b[2Jb\u202ec\r\nd')),
      { failure: null, reply: { body: { text: 'a�[2Jb�c\nd' } } },
    ],
  ])('shows what came after %s', async (_, act, shown) => {
    const { core, serve, aGeneric } = await probeBed();
    const server = await serve(act);
    const result = await core.client.probes.check({ gatewayId: await aGeneric(server.url) });
    expect(result.ok).toBe(false);
    expect(result.exchanges.at(-1)).toMatchObject(shown);
  });

  it('claims nothing about credentials that it did not try', async () => {
    const { core, serve, aGeneric } = await probeBed();
    const server = await serve((socket) => json(socket, {}));
    const gatewayId = await aGeneric(server.url, { balance: null });
    const result = await core.client.probes.check({ gatewayId });
    expect(result.ok).toBe(true);
    expect(result.message).toContain('only a message can show whether the credentials are right');
    expect(server.received[0]).not.toContain('hush');
  });

  it('says what is missing without the credentials', async () => {
    const { core, serve } = await probeBed();
    const server = await serve((socket) => json(socket, {}));
    const { id } = await core.client.gateways.add({
      name: 'Account',
      driver: 'esms',
      url: server.url,
      secrets: { apiKey: 'k', apiSecret: 's' },
    });
    await core.deps.secrets.delete(`gateway-${id}`);
    const result = await core.client.probes.check({ gatewayId: id });
    expect(result).toMatchObject({ ok: false, exchanges: [] });
    expect(result.message).toContain('apiKey');
  });

  it('shows the bind of an SMPP gateway and its answer', async () => {
    const { core, log, cleanups } = await probeBed();
    const smsc = await createSmppPracticeServer({
      script: { credentials: { apiKey: USER.slice(0, 15), apiSecret: 'hush-smp' } },
    });
    cleanups.push(() => smsc.close());
    const add = (name: string, password: string) =>
      core.client.gateways.add({
        name,
        driver: 'smpp',
        url: smsc.url,
        secrets: { systemId: USER.slice(0, 15), password },
      });
    const right = await add('Right', 'hush-smp');
    const result = await core.client.probes.check({ gatewayId: right.id });
    expect(result.ok).toBe(true);
    expect(result.exchanges).toMatchObject([
      { request: { method: 'bind_transceiver', url: smsc.url }, reply: { status: '0x00' } },
    ]);
    expect(result.exchanges[0]?.request.headers).toContainEqual({
      name: 'password',
      value: '••••',
    });
    const wrong = await add('Wrong', 'hush-wro');
    const refused = await core.client.probes.check({ gatewayId: wrong.id });
    expect(refused.ok).toBe(false);
    expect(refused.exchanges[0]?.reply?.status).toMatch(/^0x0[de f]$/);
    expect(JSON.stringify([result, refused, log])).not.toContain('hush-');
  });
});
