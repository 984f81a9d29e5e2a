import { afterEach, describe, expect, it } from 'vitest';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { SiarError } from '#shared/contract/errors.ts';
import { MAGIC_NUMBERS } from '#core/gateways/practice/magic-numbers.ts';
import { toReportTime } from '#core/gateways/practice/report-sender.ts';
import { parsePracticeScript, type PracticeScript } from '#core/gateways/practice/script.ts';
import { createPracticeServer } from '#core/gateways/practice/server.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const byText = (a: string, b: string) => a.localeCompare(b);

async function practice(
  script: PracticeScript = {},
  more: { record?: string; port?: number } = {},
) {
  const server = await createPracticeServer({ script, ...more });
  cleanups.push(() => server.close());
  return server;
}

async function call(url: string, path: string, fields: Record<string, string>, asForm = false) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      'content-type': asForm
        ? 'application/x-www-form-urlencoded; charset=utf-8'
        : 'application/json; charset=utf-8',
    },
    body: asForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
  });
  return { http: response.status, text: await response.text() };
}

async function send(url: string, fields: Record<string, string>, asForm = false) {
  const { text } = await call(
    url,
    '/sms/send',
    { user: 'k', pass: 's', to: '60123456789', msg: 'RM0.00 Hello', ...fields },
    asForm,
  );
  const json: unknown = JSON.parse(text);
  return json;
}

/** Collects delivery reports; `answers` are the HTTP statuses given, the last one for ever. */
async function reportSink(answers: number[] = [200]) {
  const seen: URLSearchParams[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(new URL(request.url ?? '', 'http://sink').searchParams);
    response.writeHead(answers[seen.length - 1] ?? answers.at(-1) ?? 200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/dlr/token`, seen };
}

describe('practice gateway', () => {
  it('takes JSON and forms alike and answers as eSMS does', async () => {
    const server = await practice();
    for (const asForm of [false, true]) {
      const answer = await send(server.url, { msg: 'RM0.00 你好 & "x"=1' }, asForm);
      expect(answer).toMatchObject({ status: 0, creditDeducted: 1, parts: 1, type: 8 });
      expect(answer).toHaveProperty('id', expect.stringMatching(/^[\da-f-]{36}$/));
      expect(server.inbox()[0]).toMatchObject({ to: '60123456789', text: 'RM0.00 你好 & "x"=1' });
    }
    const { text } = await call(server.url, '/sms/balance', { user: 'k', pass: 's' });
    expect(JSON.parse(text)).toMatchObject({ status: 0, balance: 99_998 });
    expect(server.counters()).toMatchObject({ requests: 2, accepted: 2, parts: 2 });
  });

  it.each([
    [{ to: '' }, 1],
    [{ user: '' }, 1],
    [{ pass: 'wrong', type: '5' }, 3],
    [{ type: '5', to: 'x' }, 7],
    [{ to: '+60123' }, 9],
    [{ to: '0123456789', msg: 'x' }, 4],
    [{ msg: 'x'.repeat(2_000) }, 10],
    [{ msg: `RM0.00 ${'x'.repeat(1_523)}` }, 0],
    [{ msg: `RM0.00 ${'x'.repeat(1_524)}` }, 8],
    [{ msg: `RM0.00 ${'字'.repeat(663)}` }, 0],
    [{ msg: `RM0.00 ${'字'.repeat(664)}` }, 8],
    [{ to: '6591234567', msg: 'no prefix needed' }, 0],
    [{ msg: 'RM0.00 x', type: '8' }, 0],
  ])('checks %o in order: status %i', async (fields: Record<string, string>, status) => {
    const server = await practice();
    expect(await send(server.url, fields)).toMatchObject({ status });
    expect(server.counters().accepted).toBe(status === 0 ? 1 : 0);
  });

  it('turns away what is no eSMS request', async () => {
    const server = await practice();
    expect((await fetch(`${server.url}/sms/send`)).status).toBe(405);
    expect((await fetch(`${server.url}/other`, { method: 'POST' })).status).toBe(404);
    const broken = await fetch(`${server.url}/sms/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"user":',
    });
    expect(await broken.json()).toMatchObject({ status: 1 });
    expect((await call(server.url, '/sms/send', { user: 'x'.repeat(70_000) })).text).toContain(
      '"status":1',
    );
  });

  it('records every accepted message before the sender is answered, without credentials', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'siar-practice-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    const record = join(folder, 'taken.jsonl');
    const server = await practice({}, { record });
    await send(server.url, { pass: 'hush-hush', msg: 'RM0.00 a\nb' });
    await expect(send(server.url, { to: '60125550010' })).rejects.toThrow();
    await send(server.url, { to: '60125550001' });
    const text = await readFile(record, 'utf8');
    expect(text).not.toContain('hush-hush');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      { to: '60123456789', text: 'RM0.00 a\nb', parts: 1, type: 0 },
      { to: '60125550010' },
    ]);
  });

  it('says in one sentence that its port is taken or its record cannot be written', async () => {
    const { port } = await practice();
    await expect(practice({}, { port })).rejects.toMatchObject({ code: 'port-in-use' });
    await expect(practice({}, { record: '/nowhere/at/all' })).rejects.toMatchObject({
      code: 'record-unusable',
    });
  });
});

describe('scripts', () => {
  it('plays faults by number, by count and only so often', async () => {
    const server = await practice({
      faults: [
        { match: { to: '77' }, at: 'before-accept', action: 'status', status: 6, times: 1 },
        { match: { nth: 3 }, at: 'before-accept', action: 'status', status: 9 },
        { match: { every: 4 }, at: 'after-accept', action: 'status', status: 6 },
      ],
    });
    const statuses: unknown[] = [];
    for (const to of [
      '60120000077',
      '60120000077',
      '60120000001',
      '60120000002',
      '60120000003',
      '60120000004',
    ]) {
      statuses.push(await send(server.url, { to }));
    }
    // The first request is decided by the first fault alone and is not seen by the others.
    expect(statuses).toMatchObject([6, 0, 0, 9, 0, 6].map((status) => ({ status })));
    expect(server.counters().accepted).toBe(4);
  });

  it('keeps to a rate, an account and a latency', async () => {
    const server = await practice({
      maxPerSecond: 2,
      latencyMs: { min: 30, max: 40 },
      credentials: { apiKey: 'k', apiSecret: 's2' },
    });
    const startedAt = performance.now();
    expect(await send(server.url, {})).toMatchObject({ status: 3 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(25);
    const fields = { user: 'k', pass: 's2', to: '60123456789', msg: 'RM0.00 x' };
    const answers = await Promise.all([1, 2, 3].map(() => call(server.url, '/sms/send', fields)));
    expect(answers.filter(({ http }) => http === 429)).toHaveLength(1);
  });

  it('goes down and comes back on the same port', async () => {
    const server = await practice();
    await send(server.url, {});
    await server.setScript({ down: true });
    await expect(fetch(server.url)).rejects.toThrow();
    await server.setScript({ balance: 5 });
    await send(server.url, {});
    expect(server.counters()).toMatchObject({ accepted: 2, balance: 4 });
  });

  it.each([
    ['{', 'not JSON'],
    ['{"latency":5}', 'latency'],
    ['{"faults":[{"at":"never","action":"reset"}]}', 'faults.0.at'],
    ['{"latencyMs":{"min":9,"max":1}}', 'latencyMs'],
    ['{"balance":-1}', 'balance'],
    ['{"faults":[{"at":"before-accept","action":"status"}]}', 'faults.0'],
  ])('explains what is wrong in %s', (text, hint) => {
    const attempt = () => parsePracticeScript(text, 'x.json');
    expect(attempt).toThrow(SiarError);
    expect(attempt).toThrow(hint);
  });
});

describe('delivery reports', () => {
  it('writes times in GMT+8', () => {
    expect(toReportTime(Date.UTC(2016, 11, 31, 15, 59, 59))).toBe('20161231235959');
  });

  it('reports until somebody says it was received', async () => {
    const sink = await reportSink([500, 503, 204]);
    const server = await practice({ reportDelayMs: 0 });
    await send(server.url, { dlr: '1', 'dlr-url': sink.url });
    await expect
      .poll(() => server.counters().reports)
      .toEqual({ pending: 0, delivered: 1, givenUp: 0 });
    expect(sink.seen.map((query) => query.get('s'))).toEqual(['DELIVRD', 'DELIVRD', 'DELIVRD']);
    expect(sink.seen[0]?.get('msgId')).toBe(server.inbox()[0]?.id);
    expect(sink.seen[0]?.get('t')).toMatch(/^\d{14}$/);
  });

  it('reports nothing where nobody asked or the script says so', async () => {
    const sink = await reportSink();
    const server = await practice({ reportDelayMs: 0 });
    await send(server.url, { dlr: '0', 'dlr-url': sink.url });
    await send(server.url, { dlr: '1', 'dlr-url': sink.url, to: '60125550007' });
    await server.setScript({ reports: false });
    await send(server.url, { dlr: '1', 'dlr-url': sink.url });
    await server.setScript({ reportDelayMs: 0 });
    await send(server.url, { dlr: '1', 'dlr-url': sink.url });
    await expect.poll(() => server.counters().reports.delivered).toBe(1);
    expect(sink.seen).toHaveLength(1);
  });

  it.each([
    ['60125550003', ['UNDELIV']],
    ['60125550004', ['EXPIRED']],
    ['60125550008', ['DELIVRD', 'DELIVRD', 'UNDELIV', 'UNDELIV']],
  ])('reports %s as %j', async (to, words) => {
    const sink = await reportSink();
    const server = await practice({ reportDelayMs: 0 });
    await send(server.url, { dlr: '1', 'dlr-url': sink.url, to });
    await expect.poll(() => sink.seen.length).toBe(words.length);
    expect(sink.seen.map((query) => query.get('s') ?? '').toSorted(byText)).toEqual(words);
  });
});

describe('magic numbers', () => {
  it('can be switched off', async () => {
    const server = await practice({ magicNumbers: false });
    for (const suffix of Object.keys(MAGIC_NUMBERS)) {
      expect(await send(server.url, { to: `6012${suffix}` })).toMatchObject({ status: 0 });
    }
  });

  it('leave the ranges that tests count through alone', async () => {
    const server = await practice();
    for (const to of ['60120000001', '60123450005', '601112340006']) {
      expect(await send(server.url, { to })).toMatchObject({ status: 0 });
    }
  });
});
