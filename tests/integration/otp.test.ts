import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explainOtpStatus, OTP_STATUSES } from '#shared/otp/status-codes.ts';
import type { Core } from '#core/create-core.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { startCore, startPractice, type Practice } from '#tests/support/engine-bed.ts';
import { startEsmsOtpServer } from '#tests/support/esms-otp-server.ts';
import { aList, people } from '#tests/support/people.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';

const CODE = '907314';
const SECRET = 'hush-Zk83-never-on-disk';
const TO = '60123456789';

/** An eSMS account of Siar at some address. */
async function account(core: Core, url: string): Promise<number> {
  const gateway = await core.client.gateways.add({
    name: 'Account',
    driver: 'esms',
    url,
    secrets: { apiKey: 'key-1', apiSecret: SECRET },
  });
  return gateway.id;
}

async function bed(script: PracticeScript = {}, clock = createShiftedClock()) {
  const practice = await startPractice(script, { clock, createCode: () => CODE });
  const core = await startCore({ clock, engine: false });
  return { core, practice, clock, gatewayId: await account(core, practice.url) };
}

/** What a hand-written client is told. */
async function ask(practice: Practice, path: string, fields: Record<string, unknown>) {
  const response = await fetch(`${practice.url}/sms/otp/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ 'api-key': 'k', 'api-secret': 's', phone: TO, ...fields }),
  });
  const answer: unknown = await response.json();
  return answer;
}

/** Every file below a folder that holds one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path);
    return texts.some(
      (text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')),
    );
  });
}

describe('on the wire, against a server that shares no line with Siar', () => {
  it('asks with the fields of the page, for a brand name and for an own text', async () => {
    const server = await startEsmsOtpServer({ key: 'key-1', secret: SECRET, code: CODE });
    const core = await startCore({ engine: false });
    const gatewayId = await account(core, server.url);
    const { entry } = await core.client.otp.send({
      gatewayId,
      to: '012-345 6789',
      brand: 'Eaon',
      language: 'en',
      minutes: 5,
      appId: 2,
    });
    expect(entry).toMatchObject({
      msisdn: TO,
      state: 'accepted',
      status: 0,
      parts: 1,
      credits: 1,
      gatewayRequestId: '88ce9c6e-1707-41b8-95a2-91d228001fc7',
      brand: 'Eaon',
      template: null,
      appId: 2,
    });
    expect(entry.validUntil).toBe(entry.startedAt + 300_000);
    await core.client.otp.send({ gatewayId, to: TO, text: 'Kod anda #otp# (#duration# min) – é' });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /sms/otp/generate',
      'POST /sms/otp/generate',
    ]);
    expect(server.seen[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(server.seen.map(({ body }) => body)).toEqual([
      {
        'api-key': 'key-1',
        'api-secret': SECRET,
        phone: TO,
        'brand-name': 'Eaon',
        language: 'en',
        duration: 5,
        'app-id': 2,
      },
      {
        'api-key': 'key-1',
        'api-secret': SECRET,
        phone: TO,
        message: 'RM0.00 Kod anda #otp# (#duration# min) – é',
        duration: 3,
        'app-id': 1,
      },
    ]);
    expect(server.texts).toEqual([
      `RM0.00 Eaon - Your OTP code is ${CODE}. This is valid for the next 5 minutes.`,
      `RM0.00 Kod anda ${CODE} (3 min) – é`,
    ]);
    const verified = await core.client.otp.verify({ gatewayId, to: TO, code: CODE, appId: 2 });
    expect(verified).toMatchObject({ verified: true, status: 0 });
    expect(server.seen.at(-1)).toMatchObject({
      path: '/sms/otp/verify',
      body: { 'api-key': 'key-1', 'api-secret': SECRET, phone: TO, code: CODE, 'app-id': 2 },
    });
  });
});

describe('every status', () => {
  const overlong = { message: `RM0.00 #otp#${'x'.repeat(148)}` };
  it.each<[number, Record<string, unknown>]>([
    [0, { 'brand-name': 'Eaon' }],
    [0, { 'brand-name': 'Eaon', language: 'zh' }],
    [1, { phone: '', 'brand-name': 'Eaon' }],
    [1, { 'api-key': '', 'brand-name': 'Eaon' }],
    [3, { 'api-secret': 'wrong', 'brand-name': 'Eaon' }],
    [4, { phone: '0123456789', 'brand-name': 'Eaon' }],
    [8, overlong],
    [8, { message: `RM0.00 #otp#${'字'.repeat(58)}` }],
    [8, { 'brand-name': '陈大文' }],
    [9, { phone: '60-12 345 6789', 'brand-name': 'Eaon' }],
    [10, { message: 'Eaon #otp#' }],
    [11, {}],
    [12, { message: 'RM0.00 Eaon' }],
    [13, { 'brand-name': 'a'.repeat(21) }],
    [14, { 'brand-name': 'Eaon', duration: 10 }],
    [15, { 'brand-name': 'Eaon', language: 'ms' }],
  ])('the practice gateway answers %i to %j', async (status, fields) => {
    const practice = await startPractice();
    expect(await ask(practice, 'generate', fields)).toMatchObject({ status });
    expect(practice.taken).toHaveLength(status === 0 ? 1 : 0);
  });

  it.each(OTP_STATUSES.filter((status) => status !== 0 && status !== 16))(
    'a send that is answered %i is explained, logged and not repeated',
    async (status) => {
      const fault = { at: 'before-accept', action: 'status', status, times: 1 } as const;
      const { core, practice, gatewayId } = await bed({ faults: [fault] });
      const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
      expect(entry).toMatchObject({
        state: 'rejected',
        status,
        reason: explainOtpStatus(status),
        gatewayRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        credits: null,
      });
      expect(practice.counters()).toMatchObject({ requests: 1, accepted: 0 });
      expect((await core.client.otp.page({})).rows).toEqual([entry]);
    },
  );

  it('no credit is 5, as the account really stands', async () => {
    const { core, gatewayId } = await bed({ balance: 0 });
    const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    expect(entry).toMatchObject({ status: 5, reason: explainOtpStatus(5) });
  });

  it('0 and 16: the right code once, not for another app, not twice, not too late', async () => {
    const { core, gatewayId, clock } = await bed();
    const { client } = core;
    const send = () => client.otp.send({ gatewayId, to: TO, brand: 'Eaon', appId: 7, minutes: 1 });
    const verify = (code: string, appId = 7) =>
      client.otp.verify({ gatewayId, to: TO, code, appId });
    const { entry } = await send();
    const wrong = await verify('000000');
    expect(wrong).toMatchObject({
      verified: false,
      status: 16,
      message: explainOtpStatus(16),
      entry: { id: entry.id, verify: { attempts: 1, state: 'wrong', status: 16 } },
    });
    expect(await verify(CODE, 8)).toMatchObject({ verified: false, status: 16, entry: null });
    expect(await verify(CODE)).toMatchObject({
      verified: true,
      status: 0,
      entry: { verify: { attempts: 2, state: 'verified', status: 0 } },
    });
    // Used up; the log keeps that it was right once.
    expect(await verify(CODE)).toMatchObject({
      verified: false,
      status: 16,
      entry: { verify: { attempts: 3, state: 'verified', status: 0 } },
    });
    await send();
    clock.advance(60_000);
    expect(await verify(CODE)).toMatchObject({ verified: false, status: 16 });
  });

  it.each([1, 2, 3, 4, 6, 9] as const)(
    'a verify that is answered %i checked nothing',
    async (status) => {
      const match = { endpoint: 'otp-verify' } as const;
      const fault = { match, at: 'before-accept', action: 'status', status, times: 1 } as const;
      const { core, gatewayId } = await bed({ faults: [fault] });
      await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
      const ask = () => core.client.otp.verify({ gatewayId, to: TO, code: CODE });
      expect(await ask()).toMatchObject({
        verified: false,
        status,
        message: explainOtpStatus(status),
        entry: { verify: { attempts: 1, state: 'failed', status } },
      });
      expect(await ask()).toMatchObject({ verified: true });
    },
  );
});

describe('doubt', () => {
  it.each(['reset', 'http-500', 'garbage', 'half-answer'] as const)(
    'a send that ends in %s is uncertain, asked once, and its code still counts',
    async (action) => {
      const { core, practice, gatewayId } = await bed({ faults: [{ at: 'after-accept', action }] });
      const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
      expect(entry).toMatchObject({ state: 'uncertain', status: null, credits: null });
      expect(entry.reason).toContain('not sent again by itself');
      expect(practice.taken).toHaveLength(1);
      const { verified } = await core.client.otp.verify({ gatewayId, to: TO, code: CODE });
      expect(verified).toBe(true);
    },
  );

  it('a verify without a clear answer says so and is asked once', async () => {
    const match = { endpoint: 'otp-verify' } as const;
    const { core, gatewayId } = await bed({
      faults: [{ match, at: 'before-accept', action: 'reset', times: 1 }],
    });
    await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    const answer = await core.client.otp.verify({ gatewayId, to: TO, code: CODE });
    expect(answer).toMatchObject({
      verified: false,
      status: null,
      entry: { verify: { attempts: 1, state: 'uncertain' } },
    });
    expect(answer.message).toContain('not checked again by itself');
  });

  it('an address where nobody answers took nothing', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await account(core, 'http://127.0.0.1:9');
    const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    expect(entry).toMatchObject({ state: 'rejected', status: null });
    expect(entry.reason).toContain('Nothing was sent and nothing was charged');
  });

  it('the intent is on disk before a byte leaves, and a crash leaves it uncertain', async () => {
    const dataFolder = await makeFolder();
    onTestFinished(() => removeFolder(dataFolder));
    const core = await openCore({ dataFolder });
    const states: string[] = [];
    const practice = await startPractice(
      {},
      {
        onAccept() {
          const { rows } = {
            rows: core.deps.db.prepare('SELECT state FROM otp_log').pluck().all(),
          };
          states.push(...rows.map(String));
        },
      },
    );
    const gatewayId = await account(core, practice.url);
    const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    expect(states).toEqual(['sending']);
    // As a process that was killed in the middle of both calls leaves it.
    core.deps.db
      .prepare(
        "UPDATE otp_log SET state = 'sending', finished_at = NULL, verify_state = 'checking'",
      )
      .run();
    await core.stop();
    const again = await startCore({ dataFolder, engine: false });
    expect(await again.client.otp.get({ id: entry.id })).toMatchObject({
      state: 'uncertain',
      verify: { state: 'uncertain' },
    });
    expect(practice.taken).toHaveLength(1);
  });
});

describe('what is refused before the call', () => {
  it('says all that is wrong, with its status, and calls nobody', async () => {
    const { core, practice, gatewayId } = await bed();
    const draft = { gatewayId, to: 'abc', text: 'no mark', minutes: 12 };
    await expect(core.client.otp.send(draft)).rejects.toMatchObject({
      data: { code: 'not-a-number', kind: 'invalid', details: { status: 9 } },
    });
    const { problems } = await core.client.otp.preview(draft);
    expect(problems.map(({ status }) => status)).toEqual([9, 14, 12]);
    await expect(
      core.client.otp.verify({ gatewayId, to: TO, code: 'x1y2z3' }),
    ).rejects.toMatchObject({ data: { code: 'invalid-code' } });
    expect(practice.counters().requests).toBe(0);
    expect((await core.client.otp.page({})).total).toBe(0);
  });

  it('a database that came from another computer asks for no code until it may send', async () => {
    const dataFolder = await makeFolder();
    const elsewhere = await makeFolder();
    onTestFinished(async () => {
      await removeFolder(dataFolder);
      await removeFolder(elsewhere);
    });
    const practice = await startPractice();
    const first = await openCore({ dataFolder });
    const gatewayId = await account(first, practice.url);
    await first.stop();
    const core = await startCore({ dataFolder, stateFolder: elsewhere, engine: false });
    await expect(core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' })).rejects.toMatchObject({
      data: { code: 'sending-locked', kind: 'refused' },
    });
    expect(practice.counters().requests).toBe(0);
  });

  it('the preview is what the phone gets, but for the code', async () => {
    const { core, practice, gatewayId } = await bed();
    const draft = { gatewayId, to: TO, text: 'Kod #otp#, #duration# minit', minutes: 4 };
    const { text, parts, capacity, prefix } = await core.client.otp.preview(draft);
    expect({ parts, capacity, prefix }).toEqual({ parts: 1, capacity: 160, prefix: 'RM0.00 ' });
    await core.client.otp.send(draft);
    expect(practice.taken[0]?.text).toBe(text?.replace('112233', CODE));
  });

  it('searches the log by digits', async () => {
    const { core, gatewayId } = await bed();
    for (const to of [TO, '60198765432']) {
      await core.client.otp.send({ gatewayId, to, brand: 'Eaon' });
    }
    for (const search of ['019-876', '6019 876']) {
      const { rows } = await core.client.otp.page({ search });
      expect(rows.map(({ msisdn }) => msisdn)).toEqual(['60198765432']);
    }
    expect((await core.client.otp.page({ search: '%' })).total).toBe(0);
    expect((await core.client.otp.page({})).rows[0]?.msisdn).toBe('60198765432');
  });
});

it('passes a campaign that runs at one message in ten seconds', async () => {
  const practice = await startPractice();
  const core = await startCore();
  const gatewayId = await account(core, practice.url);
  await core.client.gateways.update({ id: gatewayId, rate: 0.1 });
  const listId = aList(core.deps.db, people(20));
  const campaign = await core.client.campaigns.create({
    name: 'Slow',
    listIds: [listId],
    text: 'Hi',
    gatewayId,
    window: 'always',
  });
  await core.client.campaigns.start({ id: campaign.id });
  const began = performance.now();
  for (let n = 0; n < 5; n++) {
    const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    expect(entry.state).toBe('accepted');
  }
  expect(performance.now() - began).toBeLessThan(5_000);
  expect((await core.client.campaigns.get({ id: campaign.id })).state).toBe('running');
});

it('leaves neither a code nor the secret anywhere under the data folder', async () => {
  const dataFolder = await makeFolder();
  onTestFinished(() => removeFolder(dataFolder));
  const practice = await startPractice({}, { createCode: () => CODE });
  const core = await startCore({ dataFolder, engine: false });
  const gatewayId = await account(core, practice.url);
  await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
  await core.client.otp.send({ gatewayId, to: TO, text: 'Kod #otp#' });
  await core.client.otp.verify({ gatewayId, to: TO, code: '555123' });
  await core.client.otp.verify({ gatewayId, to: TO, code: CODE });
  expect(practice.taken[0]?.text).toContain(CODE);
  // Also while the write-ahead log is still there, and after it was folded in.
  expect(filesWith(dataFolder, [TO])).not.toEqual([]);
  expect(filesWith(dataFolder, [CODE, '555123', SECRET])).toEqual([]);
  const shown = JSON.stringify(await core.client.otp.page({}));
  expect(shown).not.toContain(CODE);
  await core.stop();
  expect(filesWith(dataFolder, [CODE, '555123', SECRET])).toEqual([]);
});
