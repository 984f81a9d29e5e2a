import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DRIVERS } from '#shared/contract/gateways.ts';
import { HTTP_PROFILE } from '#shared/gateways/http-profile.ts';
import { createCore, type Core } from '#core/create-core.ts';
import type { Logger } from '#core/ports.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { createSmppPracticeServer } from '#core/gateways/smpp/practice/server.ts';
import { decodePdu } from '#core/gateways/smpp/decode.ts';
import { createSmsc } from '#tests/support/smsc.ts';
import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { reply, scriptedServer, type ScriptedServer } from '#tests/support/scripted-server.ts';
import { makeFolder, removeFolder } from '#tests/support/test-core.ts';

const SECRET = 'hush/K8+z "q&x\\n<s>';
const USER = 'owner@example.com';
const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  new URLSearchParams({ v: SECRET }).toString().slice(2),
  JSON.stringify(SECRET).slice(1, -1),
  Buffer.from(SECRET).toString('base64'),
  Buffer.from(`${USER}:${SECRET}`).toString('base64'),
  Buffer.from(SECRET).toString('hex'),
];

let folder = '';
let core: Core;
let log: string[];
const cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await makeFolder();
  log = [];
  const write = (fields: Record<string, unknown>, message: string) =>
    void log.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { debug: write, info: write, warn: write, error: write };
  core = await createCore({
    dataFolder: folder,
    stateFolder: join(folder, 'state'),
    host: { host: 'headless', version: 'test', samplesFolder: 'resources/samples' },
    secrets: memorySecrets(),
    logger,
  });
});
afterEach(async () => {
  await core.stop();
  for (const clean of cleanups.splice(0).toReversed()) await clean();
  await removeFolder(folder);
});

async function serve(act: (socket: Socket, request: string) => void): Promise<ScriptedServer> {
  const server = await scriptedServer(act);
  cleanups.push(() => server.close());
  return server;
}

const json = (socket: Socket, body: unknown, headers?: readonly string[]) =>
  void socket.write(reply('200 OK', JSON.stringify(body), headers));

/** A generic gateway that puts its secrets into path, header and body. */
async function aGeneric(url: string, options: Record<string, unknown> = {}): Promise<number> {
  const { id } = await core.client.gateways.add({
    name: 'Own',
    driver: 'http',
    url,
    secrets: { apiKey: SECRET, user: USER },
  });
  const { send } = HTTP_PROFILE.options as { send: Record<string, unknown> };
  await core.client.gateways.saveProfile({
    id,
    profile: {
      ...HTTP_PROFILE,
      options: {
        ...HTTP_PROFILE.options,
        send: {
          ...send,
          path: 'send?user={{secret.user}}&k={{secret.apiKey}}',
          headers: { Authorization: 'Bearer {{secret.apiKey}}', 'X-Who': '{{secret.user}}' },
          body: '{"to":"{{to}}","text":"{{text}}","k":"{{secret.apiKey}}"}',
        },
        balance: {
          method: 'GET',
          path: 'balance?k={{secret.apiKey}}',
          headers: {},
          body: '',
          encoding: 'json',
          creditsPath: 'credits',
        },
        ...options,
      },
    } as never,
  });
  return id;
}

function assertCovered(...said: unknown[]): void {
  const all = said.map((one) => JSON.stringify(one)).join('\n');
  for (const form of [...FORMS, USER, encodeURIComponent(USER)]) {
    expect(all).not.toContain(form);
    expect(all).not.toContain(JSON.stringify(form).slice(1, -1));
  }
}

describe('a check', () => {
  it('shows request and reply, and no form of a secret anywhere', async () => {
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
    const server = await serve(act);
    const result = await core.client.probes.check({ gatewayId: await aGeneric(server.url) });
    expect(result.ok).toBe(false);
    expect(result.exchanges.at(-1)).toMatchObject(shown);
  });

  it('claims nothing about credentials that it did not try', async () => {
    const server = await serve((socket) => json(socket, {}));
    const gatewayId = await aGeneric(server.url, { balance: null });
    const result = await core.client.probes.check({ gatewayId });
    expect(result.ok).toBe(true);
    expect(result.message).toContain('only a message can show whether the credentials are right');
    expect(server.received[0]).not.toContain('hush');
  });

  it('says what is missing without the credentials', async () => {
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

describe('a message to try', () => {
  it('is a real one with its own record, shown with how the rules read the reply', async () => {
    const server = await serve((socket, request) =>
      json(socket, { status: 'ok', id: 'm-1', parts: 1, credits: 2, echo: request }),
    );
    const gatewayId = await aGeneric(server.url);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(result).toMatchObject({
      ok: true,
      credits: 2,
      reading: { outcome: 'accepted', gatewayMessageId: 'm-1', parts: 1, credits: 2 },
    });
    expect(result.reading.rules).toEqual([
      { rule: 'http', path: '', wanted: '2xx', found: '200', holds: true },
      { rule: 'success', path: 'status', wanted: 'ok', found: 'ok', holds: true },
      { rule: 'code', path: 'code', wanted: null, found: null, holds: false },
      { rule: 'id', path: 'id', wanted: null, found: 'm-1', holds: true },
      { rule: 'parts', path: 'parts', wanted: null, found: '1', holds: true },
      { rule: 'credits', path: 'credits', wanted: null, found: '2', holds: true },
    ]);
    const [shown] = result.exchanges;
    expect(shown?.request.url).toBe(`${server.url}/send?user=••••&k=••••`);
    expect(shown?.request.body?.text).toBe('{"to":"60123456789","text":"Hi","k":"••••"}');
    expect(shown?.request.headers).toContainEqual({ name: 'authorization', value: 'Bearer ••••' });
    assertCovered(result, log);
    expect(server.received).toHaveLength(1);
    const { rows } = await core.client.history.page({});
    expect(rows).toMatchObject([{ msisdn: '60123456789', text: 'Hi', state: 'accepted' }]);
    const attempts = await core.client.campaigns.attempts({ messageId: rows[0]?.id ?? 0 });
    expect(attempts).toMatchObject([{ outcome: 'accepted', credits: 2 }]);
  });

  it('by SMPP is shown part by part: fields by name, octets, and what answered each', async () => {
    const smsc = await createSmsc();
    cleanups.push(() => smsc.close());
    const secrets = { systemId: 'hush-id', password: 'hush-smp' };
    const added = { name: 'SMPP', driver: 'smpp' as const, url: smsc.url, secrets };
    const { id: gatewayId } = await core.client.gateways.add(added);
    // What a campaign sends on the same session meanwhile is none of this.
    const { driver } = await core.deps.gateways.open(gatewayId);
    const other = driver.send(
      { reference: 'r', msisdn: '60129999999', text: 'other', encoding: 'gsm7' },
      AbortSignal.timeout(5_000),
    );
    const text = `${'x'.repeat(150)} end`;
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text });
    await other;
    expect(result).toMatchObject({ ok: true, reading: { outcome: 'accepted' } });
    const [bind, ...submits] = result.exchanges;
    expect(bind?.request.method).toBe('bind_transceiver');
    expect(submits.map(({ request }) => request.method)).toEqual(['submit_sm', 'submit_sm']);
    const [first] = submits;
    expect(first?.request.headers).toEqual(
      expect.arrayContaining([
        { name: 'destination_addr', value: '60123456789' },
        { name: 'dest_addr_ton', value: '1' },
        { name: 'esm_class', value: '0x40' },
        { name: 'data_coding', value: '0x00' },
        { name: 'short_message', value: expect.stringMatching(/^RM0\.00 x+$/) },
      ]),
    );
    const sent = Buffer.from(first?.request.body?.text ?? '', 'hex');
    expect(sent.readUInt32BE(0)).toBe(sent.length);
    expect(decodePdu(sent)).toMatchObject({ pdu: { message: { dest: '60123456789' } } });
    expect(first?.reply).toMatchObject({
      status: '0x00',
      headers: [
        { name: 'command', value: 'submit_sm_resp' },
        { name: 'sequence_number', value: String(sent.readUInt32BE(12)) },
        { name: 'message_id', value: expect.stringMatching(/^SIM\d$/) },
      ],
      body: { text: expect.stringMatching(/^[0-9a-f]{32,}$/) },
      whole: true,
    });
    expect(JSON.stringify(submits)).not.toContain('60129999999');
    smsc.onSubmit = () => ({ status: 0x0b });
    const refused = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(refused.exchanges[1]?.reply).toMatchObject({ status: '0x0b' });
    expect(refused.reading).toMatchObject({ outcome: 'rejected', code: '0x0b' });
  });

  it.each([
    ['in GSM', 'id: hush-id_@'],
    ['in UCS-2', '密码 hush-id_@'],
  ])('by SMPP hides a secret %s in the fields and in the octets', async (_, text) => {
    const smsc = await createSmsc();
    cleanups.push(() => smsc.close());
    smsc.onSubmit = () => ({ id: 'hush-id_@' });
    const secrets = { systemId: 'hush-id_@', password: 'hush-smp' };
    const added = { name: 'SMPP', driver: 'smpp' as const, url: smsc.url, secrets };
    const { id: gatewayId } = await core.client.gateways.add(added);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text });
    const submit = result.exchanges[1];
    expect(submit?.request.body?.text).toBe('••••');
    expect(submit?.reply?.body.text).toBe('••••');
    expect(JSON.stringify(result)).not.toContain('hush-');
  });

  it('says which rule an answer breaks, and covers a secret that it finds', async () => {
    const server = await serve((socket) =>
      json(socket, { status: 'no', code: SECRET, id: SECRET, message: SECRET }),
    );
    const gatewayId = await aGeneric(server.url);
    const result = await core.client.probes.send({ gatewayId, to: '0123456789', text: 'Hi' });
    expect(result.ok).toBe(false);
    expect(result.reading).toMatchObject({ outcome: 'rejected', code: '••••' });
    expect(result.reading.rules).toContainEqual({
      rule: 'success',
      path: 'status',
      wanted: 'ok',
      found: 'no',
      holds: false,
    });
    assertCovered(result, log);
  });
});

describe('a preview', () => {
  it.each(DRIVERS.filter((name) => GATEWAY_KINDS[name].wire === 'http'))(
    'of %s shows the request and sends nothing',
    async (driver) => {
      const server = await serve((socket) => json(socket, {}));
      const { profile } = GATEWAY_KINDS[driver];
      const result = await core.client.probes.preview({
        driver,
        url: server.url,
        profile: profile as never,
        to: '012-345 6789',
        text: 'Hello 你好',
      });
      expect(result.reading).toBeNull();
      expect(result.exchanges).toHaveLength(1);
      const [shown] = result.exchanges;
      expect(shown?.reply).toBeNull();
      expect(shown?.request.url.startsWith(server.url)).toBe(true);
      expect(JSON.stringify(shown)).toContain('60123456789');
      const masked = [shown?.request.url, shown?.request.body?.text, shown?.request.headers];
      expect(JSON.stringify(masked)).toContain('••••');
      expect(server.received).toHaveLength(0);
      expect((await core.client.history.page({})).total).toBe(0);
    },
  );

  it('reads a reply from the documentation by rules that are not saved', async () => {
    const result = await core.client.probes.preview({
      driver: 'http',
      url: 'https://api.example.com/v1',
      profile: HTTP_PROFILE as never,
      to: '0123456789',
      text: 'Hi',
      reply: { status: 200, body: '{"status":"ok","id":77}' },
    });
    expect(result.exchanges[0]?.request.url).toBe('https://api.example.com/v1/send');
    expect(result.reading).toMatchObject({ outcome: 'accepted', gatewayMessageId: '77' });
  });

  it('is refused where a profile has faults, and where there are no requests', async () => {
    const draft = { url: 'https://api.example.com', to: '0123456789', text: 'Hi' };
    const broken = { ...HTTP_PROFILE, options: {} };
    await expect(
      core.client.probes.preview({ ...draft, driver: 'http', profile: broken as never }),
    ).rejects.toMatchObject({ data: { code: 'bad-profile' } });
    const { profile } = GATEWAY_KINDS.smpp;
    await expect(
      core.client.probes.preview({ ...draft, driver: 'smpp', profile: profile as never }),
    ).rejects.toMatchObject({ data: { code: 'no-preview' } });
  });
});
