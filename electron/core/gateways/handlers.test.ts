import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SiarClient } from '#shared/contract/contract.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';
import { systemClock, type Logger, type Secrets, type SecretStore } from '#core/ports.ts';
import { createRouterClient } from '@orpc/server';
import { createErrorMapper } from '#core/rpc/errors.ts';
import { openFolder } from '#core/store/open-folder.ts';
import { createGatewaysHandlers } from '#core/gateways/handlers.ts';
import { createGatewayPool } from '#core/gateways/pool.ts';
import { createPracticeServer, type PracticeServer } from '#core/gateways/practice/server.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import { HOUSE } from '#core/users/actor.ts';

const ESMS_SECRETS = { apiKey: 'key', apiSecret: 'secret' };

type Store = SecretStore & { kept: Map<string, Secrets>; broken: boolean };

function memoryStore(): Store {
  const store: Store = {
    kind: 'file',
    kept: new Map(),
    broken: false,
    async get(key) {
      if (store.broken) throw new Error('no keychain');
      return store.kept.get(key);
    },
    async set(key, secrets) {
      if (store.broken) throw new Error('no keychain');
      store.kept.set(key, secrets);
    },
    async delete(key) {
      if (store.broken) throw new Error('no keychain');
      store.kept.delete(key);
    },
  };
  return store;
}

async function openGateways() {
  const folder = await mkdtemp(join(tmpdir(), 'siar-gateways-'));
  const { db, lock } = await openFolder(folder);
  const errors: string[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_fields, message) => errors.push(message),
  };
  const secrets = memoryStore();
  const bus = createEventBus(() => {});
  const clock = systemClock;
  const pool = createGatewayPool({ db, secrets, logger, clock });
  const deps = { db, bus, secrets, clock, logger, gateways: pool, gatewayStatus: pool };
  const client: SiarClient['gateways'] = createRouterClient(createGatewaysHandlers(deps), {
    context: { trust: 'local', session: { actor: HOUSE } },
    interceptors: [createErrorMapper(logger)],
  });
  return {
    db,
    secrets,
    pool,
    client,
    errors,
    async close() {
      await pool.stop();
      db.close();
      lock.release();
      await rm(folder, { recursive: true });
    },
  };
}

let gateways: Awaited<ReturnType<typeof openGateways>>;
let server: PracticeServer;

beforeEach(async () => {
  gateways = await openGateways();
  server = await createPracticeServer({ script: { reportDelayMs: 0 } });
});
afterEach(async () => {
  await gateways.close();
  await server.close();
});

function refusal(code: string) {
  return expect.objectContaining({ data: expect.objectContaining({ code }) });
}

async function sendThrough(id: number, to = '60123456789') {
  const { driver } = await gateways.pool.open(id);
  return driver.send(
    { reference: 'r', msisdn: to, text: 'RM0.00 Hai', encoding: 'gsm7' },
    new AbortController().signal,
  );
}

describe('adding a gateway', () => {
  it('keeps the account in the database and the credentials outside', async () => {
    const added = await gateways.client.add({
      name: ' Kedai ',
      driver: 'esms',
      secrets: { apiKey: 'key-0815', apiSecret: 'secret-0815' },
    });
    expect(added).toMatchObject({
      name: 'Kedai',
      url: 'https://api.esms.com.my',
      rate: 40,
      secretsSet: true,
      practice: false,
      dlrCallback: null,
      balance: null,
    });
    expect(gateways.secrets.kept.get(`gateway-${added.id}`)).toMatchObject({ apiKey: 'key-0815' });
    expect(JSON.stringify(gateways.db.prepare('SELECT * FROM gateways').all())).not.toMatch('0815');
    expect(JSON.stringify(added)).not.toMatch('0815');
    expect(await gateways.client.all()).toEqual([added]);
  });

  it.each([
    [{ secrets: undefined }, 'secrets-missing'],
    [{ secrets: { apiKey: 'x', apiSecret: ' ' } }, 'secrets-missing'],
    [{ secrets: { ...ESMS_SECRETS, apikey: 'x' } }, 'secrets-unknown'],
    [{ url: 'http://gateway.example.com' }, 'plain-http'],
    [{ url: 'ftp://gateway.example.com' }, 'bad-url'],
    [{ url: 'https://key:secret@gateway.example.com' }, 'bad-url'],
    [{ url: 'https://gateway.example.com/?key=1' }, 'bad-url'],
    [{ profile: 'nobody' }, 'unknown-profile'],
    [{ dlrListen: 'everywhere' }, 'bad-address'],
    [{ dlrListen: '127.0.0.1:0' }, 'bad-address'],
    [{ dlrListen: '127.0.0.1:99999' }, 'bad-address'],
    [{ dlrListen: '0.0.0.0:8790' }, 'dlr-url-missing'],
    [{ dlrUrl: 'https://example.com' }, 'dlr-listen-missing'],
    [{ rate: 0 }, 'invalid-input'],
    [{ name: 'TAKEN' }, 'name-taken'],
  ])('refuses %o as %s and leaves nothing behind', async (fields, code) => {
    await gateways.client.add({ name: 'Taken', driver: 'practice' });
    const attempt = gateways.client.add({
      name: 'New',
      driver: 'esms',
      secrets: ESMS_SECRETS,
      ...fields,
    });
    await expect(attempt).rejects.toEqual(refusal(code));
    expect(await gateways.client.all()).toHaveLength(1);
    expect(gateways.secrets.kept.size).toBe(0);
  });

  it('refuses credentials that cannot be written where they have to stand, when they are saved', async () => {
    const add = (driver: 'http' | 'smpp', secrets: Record<string, string>) =>
      gateways.client.add({
        name: `New ${driver}`,
        driver,
        url: driver === 'smpp' ? 'smpp://127.0.0.1:2775' : 'http://127.0.0.1:9',
        secrets,
      });
    const inHeader = add('http', { apiKey: 'kunci-密' });
    await expect(inHeader).rejects.toEqual(refusal('secret-unfit'));
    await expect(inHeader).rejects.toThrow(
      /apiKey of gateway New http goes into the header Authoriz/,
    );
    await expect(inHeader).rejects.not.toThrow(/密/);
    await expect(add('smpp', { systemId: 's', password: 'ninechars' })).rejects.toThrow(
      /password of gateway New smpp has to be at most 8 Latin letters/,
    );
    await expect(add('smpp', { systemId: '店', password: 'p' })).rejects.toThrow(/systemId/);
    expect(await gateways.client.all()).toEqual([]);
    expect(gateways.secrets.kept.size).toBe(0);

    // Latin-1 is carried, and so is anything that the profile puts into no header.
    const { id } = await add('http', { apiKey: 'clé', password: '密' });
    await expect(gateways.client.update({ id, secrets: { apiKey: '密' } })).rejects.toEqual(
      refusal('secret-unfit'),
    );
    const { profile } = await gateways.client.get({ id });
    const { send, ...options } = profile.options as { send: { headers: object } };
    const withHeader = (value: string) => ({
      ...profile,
      options: { ...options, send: { ...send, headers: { 'X-Pass': value } } },
    });
    const save = (value: string) =>
      gateways.client.saveProfile({ id, profile: withHeader(value) as never });
    await expect(save('{{ secret.password }}')).rejects.toEqual(refusal('secret-unfit'));
    await expect(save('店')).rejects.toEqual(refusal('bad-profile'));
    await save('{{secret.apiKey}}');
  });

  it('keeps neither the account nor the credentials when one cannot be stored', async () => {
    gateways.secrets.broken = true;
    const attempt = gateways.client.add({ name: 'G', driver: 'esms', secrets: ESMS_SECRETS });
    await expect(attempt).rejects.toThrow();
    expect(await gateways.client.all()).toEqual([]);
  });

  it('practises on a computer without a working keychain', async () => {
    gateways.secrets.broken = true;
    const { id } = await gateways.client.add({ name: 'P', driver: 'practice' });
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    expect(await gateways.client.all()).toMatchObject([{ practice: true, secretsSet: false }]);
  });

  it('takes plain http elsewhere only on the user’s word', async () => {
    const url = 'http://10.0.0.5:8080/sms/';
    const added = await gateways.client.add({
      name: 'LAN',
      driver: 'esms',
      secrets: ESMS_SECRETS,
      url,
      allowPlainHttp: true,
    });
    expect(added.url).toBe('http://10.0.0.5:8080/sms');
  });
});

describe('changing and removing a gateway', () => {
  it('sends by the new settings and the new credentials at once', async () => {
    await server.setScript({ credentials: { apiKey: 'a', apiSecret: 'new' } });
    const { id } = await gateways.client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: { apiKey: 'a', apiSecret: 'old' },
    });
    expect(await sendThrough(id)).toMatchObject({ kind: 'paused', pauseReason: 'credentials' });
    const changed = await gateways.client.update({ id, rate: 5, secrets: { apiSecret: 'new' } });
    expect(changed).toMatchObject({ name: 'G', rate: 5, url: server.url });
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    expect((await gateways.pool.open(id)).rate).toBe(5);
  });

  it('frees the name and the credentials, and keeps the row for history', async () => {
    const { id } = await gateways.client.add({ name: 'G', driver: 'esms', secrets: ESMS_SECRETS });
    await gateways.client.remove({ id });
    expect(gateways.secrets.kept.size).toBe(0);
    await expect(gateways.client.get({ id })).rejects.toEqual(refusal('no-such-gateway'));
    await expect(gateways.pool.open(id)).rejects.toMatchObject({ code: 'no-such-gateway' });
    const again = await gateways.client.add({ name: 'g', driver: 'practice' });
    expect(again.id).not.toBe(id);
  });

  it('stays while a campaign that is not over needs it', async () => {
    const { id } = await gateways.client.add({ name: 'G', driver: 'practice' });
    const insert = gateways.db.prepare(
      "INSERT INTO campaigns (name, state, text, gateway_id, sending_window, created_at) VALUES (?, ?, '', ?, 'always', 0)",
    );
    insert.run('Raya', 'paused', id);
    await expect(gateways.client.remove({ id })).rejects.toThrow('Raya');
    gateways.db.prepare("UPDATE campaigns SET state = 'finished'").run();
    insert.run('Draft', 'draft', id);
    expect(await gateways.client.remove({ id })).toEqual({ ok: true });
  });
});

describe('testing a gateway', () => {
  it('tells and remembers the balance', async () => {
    const { id } = await gateways.client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: ESMS_SECRETS,
    });
    expect(await gateways.client.test({ id })).toMatchObject({ ok: true, balance: 100_000 });
    await sendThrough(id);
    expect(await gateways.client.balance({ id })).toMatchObject({ balance: 99_999 });
    expect((await gateways.client.get({ id })).balance).toMatchObject({ credits: 99_999 });
    await server.setScript({ down: true });
    expect(await gateways.client.test({ id })).toMatchObject({
      ok: false,
      message: expect.stringContaining('refused'),
    });
    await expect(gateways.client.balance({ id })).rejects.toEqual(refusal('balance-unavailable'));
  });

  it('says what to do about wrong and about lost credentials', async () => {
    const { id } = await gateways.client.add({
      name: 'G',
      driver: 'esms',
      url: server.url,
      secrets: { apiKey: 'a', apiSecret: 'wrong' },
    });
    expect((await gateways.client.test({ id })).message).toContain('Enter the API key and secret');
    gateways.secrets.kept.clear();
    await gateways.pool.invalidate(id);
    await expect(gateways.pool.open(id)).rejects.toMatchObject({
      code: 'secrets-missing',
      kind: 'refused',
    });
    expect(await gateways.client.test({ id })).toMatchObject({ ok: false });
    expect((await gateways.client.get({ id })).secretsSet).toBe(false);
  });
});

describe('delivery reports', () => {
  it('reach Siar by themselves from the built-in practice gateway', async () => {
    const { id } = await gateways.client.add({ name: 'Practice', driver: 'practice' });
    // Opened before anyone listens: from then on it must be opened anew, with an address for reports.
    await gateways.pool.open(id);
    const reports: [number, DeliveryReport][] = [];
    await gateways.pool.startListening((...report) => void reports.push(report));
    const outcome = await sendThrough(id, '60125550003');
    const [message] = await gateways.client.practiceInbox();
    expect(message).toMatchObject({ to: '60125550003', text: 'RM0.00 Hai', parts: 1 });
    expect(outcome).toMatchObject({ gatewayMessageId: message?.id });
    await expect
      .poll(() => reports)
      .toMatchObject([[id, { gatewayMessageId: message?.id, report: 'undelivered' }]]);
    const shown = await gateways.client.get({ id });
    expect(shown.dlrListening).toBe(true);
    expect(shown.dlrCallback).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/dlr\/••••$/);
  });

  it('arrive for a gateway that was added while Siar listens', async () => {
    const reports: number[] = [];
    await gateways.pool.startListening((gatewayId) => void reports.push(gatewayId));
    const { id } = await gateways.client.add({
      name: 'Other process',
      driver: 'practice',
      url: server.url,
    });
    await sendThrough(id);
    await expect.poll(() => reports).toEqual([id]);
  });

  it('go missing with a word in the log, and nothing else stops, where the port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await gateways.pool.startListening(() => {});
    const { id, dlrListening } = await gateways.client.add({
      name: 'G',
      driver: 'practice',
      url: server.url,
      dlrListen: `127.0.0.1:${port}`,
    });
    expect(dlrListening).toBe(false);
    expect(gateways.errors.join()).toContain(`Port ${port}`);
    expect(await sendThrough(id)).toMatchObject({ kind: 'accepted' });
    holder.close();
    await once(holder, 'close');
    expect(await gateways.client.update({ id, rate: 10 })).toMatchObject({ dlrListening: true });
  });
});
