import { describe, expect, it } from 'vitest';
import { smppBed, withOptions } from '#tests/support/smpp-bed.ts';

const bed = smppBed();
const LONG = 'RM0.00 '.padEnd(400, 'x');

describe('sending by SMPP', () => {
  it('binds as transceiver of version 3.4 and submits what was frozen', async () => {
    const driver = bed.open({ profile: withOptions({ sender: 'KEDAI', systemType: 'bulk' }) });
    expect(await bed.send(driver, { text: 'RM0.00 [€] Ä\nHai' })).toEqual({
      kind: 'accepted',
      gatewayMessageId: 'SIM1',
      parts: null,
      credits: null,
      code: '0x00',
    });
    expect(bed.smsc.binds).toMatchObject([
      { system_id: 'shop', password: 'secret', interface_version: 0x34, system_type: 'bulk' },
    ]);
    expect(bed.smsc.submits).toMatchObject([
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
    await bed.send(bed.open(), { text: 'RM0.00 您好 😀', encoding: 'ucs2' });
    expect(bed.smsc.submits).toMatchObject([
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
    await bed.send(bed.open({ profile: withOptions({ sender }) }));
    expect(bed.smsc.submits[0]).toMatchObject({
      source_addr: sender.replace('+', ''),
      source_addr_ton: ton,
      source_addr_npi: npi,
    });
  });

  it('asks for no receipt where the profile says that there is none', async () => {
    await bed.send(bed.open({ profile: withOptions({}, { givesReports: false }) }));
    expect(bed.smsc.submits[0]).toMatchObject({ registered_delivery: 0 });
  });
});

describe('a message of several parts', () => {
  const partsOf = () =>
    bed.smsc.submits.map(({ short_message, esm_class }) =>
      'message' in short_message
        ? { esm_class, udh: short_message.udh?.[0]?.toString('hex'), text: short_message.message }
        : {},
    );

  it('carries a header with one reference, a total and a number in each part', async () => {
    const outcome = await bed.send(bed.open(), { text: LONG });
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
    await bed.send(bed.open({ profile: withOptions({ concatenation: 'udh16' }) }), { text: LONG });
    const parts = partsOf();
    expect(parts.map(({ text }) => text?.length)).toEqual([152, 152, 96]);
    expect(parts[2]?.udh).toMatch(/^0804[0-9a-f]{4}0303$/);
  });

  it('has another reference than the message before it', async () => {
    const driver = bed.open();
    await bed.send(driver, { text: LONG });
    await bed.send(driver, { text: LONG });
    const references = new Set(partsOf().map(({ udh }) => udh?.slice(4, 6)));
    expect(references.size).toBe(2);
  });

  it('can be joined by optional parameters instead', async () => {
    await bed.send(bed.open({ profile: withOptions({ concatenation: 'sar' }) }), { text: LONG });
    expect(bed.smsc.submits).toMatchObject(
      [1, 2, 3].map((number) => ({
        esm_class: 0,
        sar_total_segments: 3,
        sar_segment_seqnum: number,
        sar_msg_ref_num: bed.smsc.submits[0]?.sar_msg_ref_num,
      })),
    );
  });

  it('can go in one piece, which the gateway splits', async () => {
    const driver = bed.open({ profile: withOptions({ concatenation: 'payload' }) });
    expect(await bed.send(driver, { text: LONG })).toMatchObject({ gatewayMessageId: 'SIM1' });
    expect(bed.smsc.submits).toHaveLength(1);
    expect(bed.smsc.submits[0]?.message_payload).toMatchObject({ message: LONG });
  });

  it('costs nothing when its first part is refused', async () => {
    bed.smsc.onSubmit = () => ({ status: 0x0b });
    expect(await bed.send(bed.open(), { text: LONG })).toMatchObject({
      kind: 'rejected',
      code: '0x0b',
    });
    expect(bed.smsc.submits).toHaveLength(1);
  });

  it('offers a further part again to a gateway that is busy', async () => {
    const busy = [0, 0x58, 0x08, 0x14];
    bed.smsc.onSubmit = () => ({ status: busy.shift() ?? 0 });
    const outcome = await bed.send(bed.open({ timeouts: { answerMs: 5_000 } }), { text: LONG });
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(bed.smsc.submits).toHaveLength(6);
  });

  it('is uncertain when a further part is refused: it is neither sent nor unsent', async () => {
    const statuses = [0, 0, 0x0b];
    bed.smsc.onSubmit = () => ({ status: statuses.shift() ?? 0 });
    const outcome = await bed.send(bed.open(), { text: LONG });
    expect(outcome).toMatchObject({ kind: 'ambiguous', code: '0x0b' });
    expect('reason' in outcome && outcome.reason).toContain('2 of 3 parts');
  });
});
