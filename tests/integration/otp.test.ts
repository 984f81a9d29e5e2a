import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { startEsmsOtpServer } from '#tests/support/esms-otp-server.ts';
import { aList, people } from '#tests/support/people.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';
import { account, CODE, otpBed, SECRET, TO } from '#tests/support/otp-bed.ts';

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

describe('what is refused before the call', () => {
  it('says all that is wrong, with its status, and calls nobody', async () => {
    const { core, practice, gatewayId } = await otpBed();
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
    const { core, practice, gatewayId } = await otpBed();
    const draft = { gatewayId, to: TO, text: 'Kod #otp#, #duration# minit', minutes: 4 };
    const { text, parts, capacity, prefix } = await core.client.otp.preview(draft);
    expect({ parts, capacity, prefix }).toEqual({ parts: 1, capacity: 160, prefix: 'RM0.00 ' });
    await core.client.otp.send(draft);
    expect(practice.taken[0]?.text).toBe(text?.replace('112233', CODE));
  });

  it('searches the log by digits', async () => {
    const { core, gatewayId } = await otpBed();
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
