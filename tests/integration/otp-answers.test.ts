import { describe, expect, it, onTestFinished } from 'vitest';
import { explainOtpStatus, OTP_STATUSES } from '#shared/otp/status-codes.ts';
import { startCore, startPractice, type Practice } from '#tests/support/engine-bed.ts';
import { makeFolder, openCore, removeFolder } from '#tests/support/test-core.ts';
import { account, CODE, otpBed, TO } from '#tests/support/otp-bed.ts';

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
      const { core, practice, gatewayId } = await otpBed({ faults: [fault] });
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
    const { core, gatewayId } = await otpBed({ balance: 0 });
    const { entry } = await core.client.otp.send({ gatewayId, to: TO, brand: 'Eaon' });
    expect(entry).toMatchObject({ status: 5, reason: explainOtpStatus(5) });
  });

  it('0 and 16: the right code once, not for another app, not twice, not too late', async () => {
    const { core, gatewayId, clock } = await otpBed();
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
      const { core, gatewayId } = await otpBed({ faults: [fault] });
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
      const { core, practice, gatewayId } = await otpBed({
        faults: [{ at: 'after-accept', action }],
      });
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
    const { core, gatewayId } = await otpBed({
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
