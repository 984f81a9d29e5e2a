import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smppOptionsSchema, SMPP_PROFILE } from '#shared/gateways/smpp-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { DeliveryReport, GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { createSmppDriver, type SmppDriverOptions } from '#core/gateways/smpp/driver.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';
import { aReceipt, createSmsc, type Smsc } from '#tests/support/smsc.ts';

const SECRETS = { systemId: 'shop', password: 'secret' };
const never = new AbortController().signal;
let smsc: Smsc;
let reports: DeliveryReport[];
const opened: GatewayDriver[] = [];

beforeEach(async () => {
  smsc = await createSmsc();
  reports = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((driver) => driver.close()));
  await smsc.close();
});

function withOptions(options: Record<string, unknown>, more: Partial<GatewayProfile> = {}) {
  return { ...SMPP_PROFILE, ...more, options: smppOptionsSchema.parse(options) };
}

function open(options: Partial<SmppDriverOptions> = {}): GatewayDriver {
  const driver = createSmppDriver({
    baseUrl: smsc.url,
    secrets: SECRETS,
    profile: SMPP_PROFILE,
    logger: silentLogger,
    onReport: async (report) => void reports.push(report),
    timeouts: { connectMs: 1_000, answerMs: 1_000 },
    reconnectMs: [20],
    throttleMs: 20,
    ...options,
  });
  opened.push(driver);
  return driver;
}

const aMessage = (fields: Partial<Parameters<GatewayDriver['send']>[0]> = {}) => ({
  reference: 'r',
  msisdn: '60123456789',
  text: 'RM0.00 Hai',
  encoding: 'gsm7' as const,
  ...fields,
});
const send = (driver: GatewayDriver, fields = {}, signal = never) =>
  driver.send(aMessage(fields), signal);
const LONG = 'RM0.00 '.padEnd(400, 'x');

describe('sending by SMPP', () => {
  it('binds as transceiver of version 3.4 and submits what was frozen', async () => {
    const driver = open({ profile: withOptions({ sender: 'KEDAI', systemType: 'bulk' }) });
    expect(await send(driver, { text: 'RM0.00 [€] Ä\nHai' })).toEqual({
      kind: 'accepted',
      gatewayMessageId: 'SIM1',
      parts: null,
      credits: null,
      code: '0x00',
    });
    expect(smsc.binds).toMatchObject([
      { system_id: 'shop', password: 'secret', interface_version: 0x34, system_type: 'bulk' },
    ]);
    expect(smsc.submits).toMatchObject([
      {
        source_addr: 'KEDAI',
        source_addr_ton: 5,
        source_addr_npi: 0,
        destination_addr: '60123456789',
        dest_addr_ton: 1,
        dest_addr_npi: 1,
        esm_class: 0,
        registered_delivery: 1,
        data_coding: 0,
        short_message: { message: 'RM0.00 [€] Ä\nHai' },
      },
    ]);
  });

  it('writes Unicode as UTF-16', async () => {
    await send(open(), { text: 'RM0.00 您好 😀', encoding: 'ucs2' });
    expect(smsc.submits).toMatchObject([
      { data_coding: 8, short_message: { message: 'RM0.00 您好 😀' } },
    ]);
  });

  it.each([
    ['', 0, 0],
    ['KEDAI 1', 5, 0],
    ['62003', 3, 0],
    ['+60123456789', 1, 1],
    ['60123456789', 1, 1],
  ])('gives the sender “%s” type of number %i and plan %i', async (sender, ton, npi) => {
    await send(open({ profile: withOptions({ sender }) }));
    expect(smsc.submits[0]).toMatchObject({
      source_addr: sender.replace('+', ''),
      source_addr_ton: ton,
      source_addr_npi: npi,
    });
  });

  it('asks for no receipt where the profile says that there is none', async () => {
    await send(open({ profile: withOptions({}, { givesReports: false }) }));
    expect(smsc.submits[0]).toMatchObject({ registered_delivery: 0 });
  });
});

describe('a message of several parts', () => {
  const partsOf = () =>
    smsc.submits.map(({ short_message, esm_class }) =>
      'message' in short_message
        ? { esm_class, udh: short_message.udh?.[0]?.toString('hex'), text: short_message.message }
        : {},
    );

  it('carries a header with one reference, a total and a number in each part', async () => {
    const outcome = await send(open(), { text: LONG });
    expect(outcome).toMatchObject({
      kind: 'accepted',
      gatewayMessageId: 'SIM1',
      furtherIds: ['SIM2', 'SIM3'],
    });
    const parts = partsOf();
    expect(parts.map(({ text }) => text).join('')).toBe(LONG);
    expect(parts.map(({ text }) => text?.length)).toEqual([153, 153, 94]);
    const reference = parts[0]?.udh?.slice(4, 6);
    expect(parts.map(({ udh }) => udh)).toEqual(
      ['01', '02', '03'].map((number) => `0003${reference}03${number}`),
    );
    expect(parts.map(({ esm_class }) => esm_class)).toEqual([0x40, 0x40, 0x40]);
  });

  it('has a 16-bit reference, and less room, where the profile says so', async () => {
    await send(open({ profile: withOptions({ concatenation: 'udh16' }) }), { text: LONG });
    const parts = partsOf();
    expect(parts.map(({ text }) => text?.length)).toEqual([152, 152, 96]);
    expect(parts[2]?.udh).toMatch(/^0804[0-9a-f]{4}0303$/);
  });

  it('has another reference than the message before it', async () => {
    const driver = open();
    await send(driver, { text: LONG });
    await send(driver, { text: LONG });
    const references = new Set(partsOf().map(({ udh }) => udh?.slice(4, 6)));
    expect(references.size).toBe(2);
  });

  it('can be joined by optional parameters instead', async () => {
    await send(open({ profile: withOptions({ concatenation: 'sar' }) }), { text: LONG });
    expect(smsc.submits).toMatchObject(
      [1, 2, 3].map((number) => ({
        esm_class: 0,
        sar_total_segments: 3,
        sar_segment_seqnum: number,
        sar_msg_ref_num: smsc.submits[0]?.sar_msg_ref_num,
      })),
    );
  });

  it('can go in one piece, which the gateway splits', async () => {
    const driver = open({ profile: withOptions({ concatenation: 'payload' }) });
    expect(await send(driver, { text: LONG })).toMatchObject({ gatewayMessageId: 'SIM1' });
    expect(smsc.submits).toHaveLength(1);
    expect(smsc.submits[0]?.message_payload).toMatchObject({ message: LONG });
  });

  it('costs nothing when its first part is refused', async () => {
    smsc.onSubmit = () => ({ status: 0x0b });
    expect(await send(open(), { text: LONG })).toMatchObject({ kind: 'rejected', code: '0x0b' });
    expect(smsc.submits).toHaveLength(1);
  });

  it('offers a further part again to a gateway that is busy', async () => {
    const busy = [0, 0x58, 0x08, 0x14];
    smsc.onSubmit = () => ({ status: busy.shift() ?? 0 });
    const outcome = await send(open({ timeouts: { answerMs: 5_000 } }), { text: LONG });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(smsc.submits).toHaveLength(6);
  });

  it('is uncertain when a further part is refused: it is neither sent nor unsent', async () => {
    const statuses = [0, 0, 0x0b];
    smsc.onSubmit = () => ({ status: statuses.shift() ?? 0 });
    const outcome = await send(open(), { text: LONG });
    expect(outcome).toMatchObject({ kind: 'ambiguous', code: '0x0b' });
    expect('reason' in outcome && outcome.reason).toContain('2 of 3 parts');
  });
});

describe('what an answer means', () => {
  it.each([
    [0x01, 'rejected'],
    [0x03, 'paused'],
    [0x08, 'retryable'],
    [0x0a, 'paused'],
    [0x0b, 'rejected'],
    [0x14, 'rate-limited'],
    [0x45, 'rejected'],
    [0x58, 'rate-limited'],
    [0x64, 'retryable'],
    [0x65, 'rejected'],
    [0xff, 'rejected'],
    [0x0400, 'rejected'],
  ])('command_status %i is %s', async (status, kind) => {
    smsc.onSubmit = () => ({ status });
    expect(await send(open())).toMatchObject({ kind });
    expect(smsc.submits).toHaveLength(1);
  });

  it('waits longer each time the gateway says that it is too fast, until it takes one', async () => {
    const driver = open();
    smsc.onSubmit = () => ({ status: 0x58 });
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const outcome = await send(driver);
      if (outcome.kind !== 'rate-limited') throw new Error(outcome.kind);
      waits.push(outcome.retryAfterMs);
      await new Promise((resolve) => setTimeout(resolve, outcome.retryAfterMs + 1));
    }
    expect(waits).toEqual([20, 40, 80]);
    smsc.onSubmit = () => ({});
    await send(driver);
    smsc.onSubmit = () => ({ status: 0x58 });
    expect(await send(driver)).toMatchObject({ retryAfterMs: 20 });
  });

  it('an answer that never comes makes the message uncertain', async () => {
    smsc.onSubmit = () => 'silence';
    const driver = open({ timeouts: { answerMs: 50 } });
    expect(await send(driver)).toMatchObject({ kind: 'ambiguous', code: 'timeout' });
  });

  it('a break after the submit makes every message on its way uncertain', async () => {
    let taken = 0;
    smsc.onSubmit = () => (++taken < 3 ? 'silence' : 'reset');
    const driver = open();
    const outcomes = await Promise.all([1, 2, 3].map(() => send(driver)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ambiguous', 'ambiguous', 'ambiguous']);
    smsc.onSubmit = () => ({});
    await vi.waitFor(async () => expect(await send(driver)).toMatchObject({ kind: 'accepted' }));
  });

  it('a stop before the submit leaves the message queued, and one after it makes it uncertain', async () => {
    const driver = open();
    const before = await send(driver, {}, AbortSignal.abort());
    expect(before).toMatchObject({ kind: 'retryable', code: 'interrupted', unreachable: false });
    expect(smsc.submits).toHaveLength(0);
    const stop = new AbortController();
    smsc.onSubmit = () => {
      stop.abort();
      return 'silence';
    };
    expect(await send(driver, {}, stop.signal)).toMatchObject({
      kind: 'ambiguous',
      code: 'interrupted',
    });
  });

  it('sends nothing of a text with a character that GSM does not have', async () => {
    expect(await send(open(), { text: 'ç' })).toMatchObject({
      kind: 'rejected',
      code: 'unsendable',
    });
    expect(smsc.submits).toHaveLength(0);
  });
});

describe('a gateway without a session', () => {
  it.each([
    [0x05, 'retryable'],
    [0x08, 'retryable'],
    [0x0d, 'paused'],
    [0x0e, 'paused'],
    [0x0f, 'paused'],
    [0xff, 'paused'],
  ])('that answers %i to the bind: %s, and nothing is submitted', async (status, kind) => {
    smsc.onBind = () => status;
    const driver = open();
    const outcome = await send(driver);
    expect(outcome).toMatchObject({ kind });
    if (kind === 'retryable') expect(outcome).toMatchObject({ unreachable: true });
    expect(await driver.check?.(never)).toMatchObject({ ok: false });
    expect(smsc.submits).toHaveLength(0);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('that nobody listens for, or whose name is none, is unreachable', async () => {
    const { port } = smsc;
    await smsc.close();
    const refused = await send(open({ baseUrl: `smpp://127.0.0.1:${port}` }));
    expect(refused).toMatchObject({ kind: 'retryable', unreachable: true });
    const unknown = await send(open({ baseUrl: 'smpp://gateway.invalid:2775' }));
    expect(unknown).toMatchObject({ kind: 'retryable', unreachable: true });
    smsc = await createSmsc();
  });

  it.each([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
    ['sends zeros', Buffer.alloc(64)],
    ['sends an endless PDU', Buffer.from('7fffffff80000009', 'hex')],
    ['breaks off in the middle', Buffer.from('00000011800000', 'hex')],
  ])('that %s is unreachable, and nothing is submitted', async (_name, bytes) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(bytes);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const outcome = await send(open({ baseUrl: `smpp://127.0.0.1:${port}` }));
    expect(outcome).toMatchObject({ kind: 'retryable', unreachable: true });
    server.close();
  });

  it('has no balance and says so', async () => {
    expect(await open().balance(never)).toMatchObject({ ok: false, code: 'no-balance' });
  });
});

describe('the session', () => {
  it('keeps no more on the way than the window', async () => {
    let most = 0;
    let now = 0;
    smsc.onSubmit = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      return {};
    };
    const driver = open({ profile: withOptions({ window: 3 }) });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(driver)));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(most).toBe(3);
  });

  it('comes back by itself and hears receipts again', async () => {
    const driver = open();
    driver.listen?.();
    await vi.waitFor(() => expect(smsc.binds).toHaveLength(1));
    smsc.breakAll();
    await vi.waitFor(() => expect(smsc.binds).toHaveLength(2));
    await smsc.deliver(aReceipt('7', '60123456789'));
    expect(reports).toMatchObject([{ gatewayMessageId: '7', report: 'delivered' }]);
  });

  it('gives a connection up on which nobody answers any more', async () => {
    const driver = open({ timeouts: { enquireMs: 30, connectMs: 60, answerMs: 5_000 } });
    driver.listen?.();
    await vi.waitFor(() => expect(smsc.heard).toContain('enquire_link'));
    expect(smsc.binds).toHaveLength(1);
    smsc.answersEnquiries = false;
    smsc.onSubmit = () => 'silence';
    expect(await send(driver)).toMatchObject({ kind: 'ambiguous', code: 'connection-lost' });
    await vi.waitFor(() => expect(smsc.binds.length).toBeGreaterThan(1));
  });

  it('lets what is on its way end, then says goodbye', async () => {
    smsc.onSubmit = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {};
    };
    const driver = open();
    const outcome = send(driver);
    await vi.waitFor(() => expect(smsc.submits).toHaveLength(1));
    await driver.close();
    expect(await outcome).toMatchObject({ kind: 'accepted' });
    expect(smsc.heard).toContain('unbind');
    expect(await send(driver)).toMatchObject({ kind: 'retryable', unreachable: true });
  });
});

describe('delivery receipts', () => {
  const deliver = (id: string, stat?: string, from = '60123456789') =>
    smsc.deliver(aReceipt(id, from, stat));

  it.each([
    ['DELIVRD', 'delivered'],
    ['EXPIRED', 'expired'],
    ['UNDELIV', 'undelivered'],
    ['REJECTD', 'undelivered'],
    ['DELETED', 'undelivered'],
  ])('%s is %s', async (stat, report) => {
    await send(open());
    expect(await deliver('SIM1', stat)).toMatchObject({ command_status: 0 });
    expect(reports).toEqual([{ gatewayMessageId: 'SIM1', report, reportedAt: null }]);
  });

  it.each(['ENROUTE', 'ACCEPTD', 'UNKNOWN', 'WHATEVER'])('%s changes nothing', async (stat) => {
    await send(open());
    expect(await deliver('SIM1', stat)).toMatchObject({ command_status: 0 });
    expect(reports).toEqual([]);
  });

  it('is believed by its optional parameters alone', async () => {
    await send(open());
    await smsc.deliver({
      source_addr: '60123456789',
      esm_class: 4,
      receipted_message_id: 'SIM1',
      message_state: 5,
    });
    expect(reports).toMatchObject([{ gatewayMessageId: 'SIM1', report: 'undelivered' }]);
  });

  it.each([
    ['1a2b', '6699'],
    ['6699', '1A2B'],
    ['6699', '0000006699'],
  ])('with an answer’s id %s written %s is known again by its phone', async (id, written) => {
    smsc.onSubmit = () => ({ id });
    await send(open());
    await deliver(written);
    expect(reports).toEqual([{ gatewayMessageId: id, report: 'delivered', reportedAt: null }]);
  });

  it('tells two messages apart whose ids are each other in another number system', async () => {
    const ids = ['16', '10'];
    smsc.onSubmit = () => ({ id: ids.shift() ?? '' });
    const driver = open();
    await send(driver, { msisdn: '60121111111' });
    await send(driver, { msisdn: '60122222222' });
    await deliver('10', 'DELIVRD', '60121111111');
    await deliver('10', 'UNDELIV', '60122222222');
    expect(reports).toMatchObject([
      { gatewayMessageId: '16', report: 'delivered' },
      { gatewayMessageId: '10', report: 'undelivered' },
    ]);
  });

  it('that overtakes the answer to its submit waits for it', async () => {
    smsc.onSubmit = async () => {
      void deliver('4096');
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { id: '1000' };
    };
    await send(open());
    await vi.waitFor(() => expect(reports).toMatchObject([{ gatewayMessageId: '1000' }]));
  });

  it('names the other ways of writing its id where its message was sent before a restart', async () => {
    open().listen?.();
    await vi.waitFor(() => expect(smsc.binds).toHaveLength(1));
    await deliver('6699');
    expect(reports).toMatchObject([
      {
        gatewayMessageId: '6699',
        msisdn: '60123456789',
        otherIds: expect.arrayContaining(['1a2b', '1A2B']),
      },
    ]);
  });

  it('is sent again by the gateway when it could not be recorded', async () => {
    const driver = open({ onReport: () => Promise.reject(new Error('disk full')) });
    await send(driver);
    expect(await deliver('SIM1')).toMatchObject({ command_status: 0x64 });
  });

  it('a message from a phone is answered and let go', async () => {
    await send(open());
    const answer = await smsc.deliver({ source_addr: '60123456789', short_message: 'STOP' });
    expect(answer).toMatchObject({ command_status: 0 });
    expect(reports).toEqual([]);
  });
});
