import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRelayKey, inboxOf, type PollAnswer } from '#core/relay/protocol.ts';
import { readRelayKey } from '#core/relay/server/key-file.ts';
import { createRelay, type Relay, type RelayOptions } from '#core/relay/server/server.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';

const KEY = createRelayKey();
const TOKEN = 't'.repeat(43);
let folder: string;
let relay: Relay;

async function open(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const base = { folder, key: KEY, host: '127.0.0.1', port: 0, logger: silentLogger };
  relay = await createRelay({ ...base, ...options });
  return relay;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siar-relay-'));
  await open();
});
afterEach(async () => {
  await relay.close();
  await rm(folder, { recursive: true });
});

const at = (path: string) => `http://127.0.0.1:${relay.port}${path}`;
const report = (query: string, init?: RequestInit, inbox = inboxOf(KEY)) =>
  fetch(at(`/in/${inbox}/${TOKEN}${query}`), init);
async function poll(epoch = '', after = 0, wait = 0): Promise<PollAnswer> {
  const answer = await fetch(at(`/poll?epoch=${epoch}&after=${after}&wait=${wait}`), {
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as PollAnswer;
}

describe('a relay', () => {
  it('keeps callbacks as they came, in order, until the next question acknowledges them', async () => {
    expect((await report('?msgId=1&s=DELIVRD')).status).toBe(200);
    const headers = { 'content-type': 'application/json' };
    await report('/sms/7', { method: 'POST', headers, body: '{"a":"é"}' });
    const first = await poll();
    expect(first.items).toEqual([
      { id: 1, method: 'GET', path: TOKEN, query: 'msgId=1&s=DELIVRD', contentType: '', body: '' },
      {
        id: 2,
        method: 'POST',
        path: `${TOKEN}/sms/7`,
        query: '',
        contentType: 'application/json',
        body: '{"a":"é"}',
      },
    ]);
    expect((await poll()).items).toEqual(first.items);
    expect((await poll(first.epoch, 1)).items).toEqual(first.items.slice(1));
    expect((await poll(first.epoch, 2)).items).toEqual([]);
    expect(relay.waiting()).toBe(0);
  });

  it('has them still after a restart, and takes no old number for an acknowledgement', async () => {
    await report('?msgId=1');
    const { epoch } = await poll();
    await relay.close();
    await open();
    const again = await poll(epoch, 1);
    expect(again.items).toMatchObject([{ id: 1 }]);
    expect(again.epoch).not.toBe(epoch);
  });

  it('answers a waiting question as soon as something comes', async () => {
    const waiting = poll('', 0, 20);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await report('?msgId=1');
    expect((await waiting).items).toHaveLength(1);
  });

  it('lets a newer question take the place of one that waits', async () => {
    const older = poll('', 0, 20);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const newer = poll('', 0, 20);
    expect((await older).items).toEqual([]);
    await report('?msgId=1');
    expect((await newer).items).toHaveLength(1);
  });

  it('hands many out in turns and says how many are left', async () => {
    await Promise.all(Array.from({ length: 450 }, (_, i) => report(`?msgId=${i}`)));
    const first = await poll();
    expect(first.items).toHaveLength(200);
    expect(first.left).toBe(250);
    const second = await poll(first.epoch, first.items.at(-1)!.id);
    expect(second).toMatchObject({ left: 50 });
  });

  it.each([
    [
      'an address one letter off',
      () => report('?msgId=1', {}, inboxOf(KEY).replace(/.$/, '_')),
      404,
    ],
    ['no token behind the inbox', () => fetch(at(`/in/${inboxOf(KEY)}/`)), 404],
    ['another method', () => report('', { method: 'PUT', body: 'x' }), 404],
    [
      'a body that is too large',
      () => report('', { method: 'POST', body: 'x'.repeat(70_000) }),
      413,
    ],
    ['a path that is too long', () => report('/'.padEnd(400, 'x')), 404],
    ['no key', () => fetch(at('/poll')), 401],
    [
      'a wrong key',
      () => fetch(at('/poll'), { headers: { authorization: `Bearer ${createRelayKey()}` } }),
      401,
    ],
    [
      'the inbox for a key',
      () => fetch(at('/poll'), { headers: { authorization: `Bearer ${inboxOf(KEY)}` } }),
      401,
    ],
    ['anything else', () => fetch(at('/')), 404],
  ])('turns away %s and keeps nothing', async (_name, ask, status) => {
    expect((await ask()).status).toBe(status);
    expect(relay.waiting()).toBe(0);
  });

  it('has no more than a few words for strangers', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => fetch(at('/'))));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(30);
    expect((await report('?msgId=1')).status).toBe(200);
  });

  it('asks for another try when it is full, and forgets what nobody fetched in time', async () => {
    await relay.close();
    let now = 0;
    const clock = { now: () => now, monotonic: () => performance.now() };
    await open({ maxCallbacks: 2, keepMs: 1_000, clock });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await report(`?msgId=${i}`)).status);
    expect(statuses).toEqual([200, 200, 503]);
    now = 5_000_000;
    expect((await report('?msgId=new')).status).toBe(200);
    expect((await poll()).items).toMatchObject([{ query: 'msgId=new' }]);
  });
});

describe('the key of a relay', () => {
  it('is made once, in a file for its owner alone, and changes only when asked', async () => {
    const made = await readRelayKey(join(folder, 'new'), false);
    expect(made.isNew).toBe(true);
    expect((await stat(made.file)).mode & 0o777).toBe(0o600);
    expect(await readRelayKey(join(folder, 'new'), false)).toMatchObject({ key: made.key });
    expect((await readRelayKey(join(folder, 'new'), true)).key).not.toBe(made.key);
  });
});
