import { describe, expect, it, vi } from 'vitest';
import { smppBed } from '#tests/support/smpp-bed.ts';

const bed = smppBed();

describe('a message from a phone', () => {
  const FROM = '60123456789';
  /** Octets as they are: npm smpp encodes what is no Buffer. */
  const deliver = (octets: Buffer, fields: Record<string, unknown> = {}) =>
    bed.smsc.deliver({ source_addr: FROM, short_message: octets, data_coding: 0, ...fields });
  async function bound(options: Parameters<typeof bed.open>[0] = {}) {
    bed.open(options).listen?.();
    await vi.waitFor(() => expect(bed.smsc.binds).toHaveLength(1));
  }

  it('is handed over with who sent it and to whom, and answered once it is kept', async () => {
    await bound();
    expect(await deliver(Buffer.from('STOP'))).toMatchObject({ command_status: 0 });
    expect(bed.incoming).toEqual([
      { from: `+${FROM}`, to: 'KEDAI', text: 'STOP', gatewayMessageId: null, part: null },
    ]);
    expect(bed.reports).toEqual([]);
  });

  it('is not answered with "received" before it is kept', async () => {
    let keep = () => {};
    const kept = new Promise<void>((resolve) => (keep = resolve));
    await bound({ onIncoming: () => kept });
    const answer = deliver(Buffer.from('STOP'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bed.smsc.deliverAnswers).toEqual([]);
    keep();
    expect(await answer).toMatchObject({ command_status: 0 });
  });

  it('stays at the gateway where it could not be kept: a temporary error', async () => {
    await bound({ onIncoming: () => Promise.reject(new Error('disk full')) });
    expect(await deliver(Buffer.from('STOP'))).toMatchObject({ command_status: 0x64 });
  });

  it.each([
    ['GSM', 0, Buffer.from([0x00, 0x1b, 0x65, 0x20, 0x11]), '@€ _'],
    ['a default alphabet that is Latin-1', 0, Buffer.from('caf\xe9', 'latin1'), 'café'],
    ['ASCII', 1, Buffer.from('STOP'), 'STOP'],
    ['Latin-1', 3, Buffer.from('caf\xe9', 'latin1'), 'café'],
    ['UCS-2', 8, Buffer.from('退订', 'utf16le').swap16(), '退订'],
    ['UCS-2 with a message class', 0x18, Buffer.from('退订', 'utf16le').swap16(), '退订'],
    ['GSM with a message class', 0xf1, Buffer.from([0x00, 0x53]), '@S'],
    ['Cyrillic', 6, Buffer.from([0xc1, 0xc2]), 'СТ'],
    ['octets', 4, Buffer.from([1, 2, 255]), '0x0102ff'],
    ['nothing', 0, Buffer.alloc(0), ''],
  ])('is read in %s (data_coding %i)', async (_name, data_coding, octets, text) => {
    await bound();
    await deliver(octets, { data_coding });
    expect(bed.incoming).toMatchObject([{ text }]);
  });

  it('from a name, a short code or a national number is handed over as it is', async () => {
    await bound();
    for (const [source_addr, source_addr_ton] of [
      ['MAXIS', 5],
      ['32000', 3],
      ['0123456789', 2],
    ] as const) {
      await deliver(Buffer.from('x'), { source_addr, source_addr_ton });
    }
    expect(bed.incoming.map(({ from }) => from)).toEqual(['MAXIS', '32000', '0123456789']);
  });

  it.each([
    ['8-bit header', [5, 0, 3, 7, 2, 1], 7],
    ['16-bit header', [6, 8, 4, 1, 7, 2, 1], 0x107],
    ['header with something else before', [9, 5, 2, 1, 1, 0, 3, 7, 2, 1], 7],
  ])('in parts by an %s says its place', async (_name, header, reference) => {
    await bound();
    const octets = Buffer.concat([Buffer.from(header), Buffer.from('STOP it')]);
    await deliver(octets, { esm_class: 0x40 });
    expect(bed.incoming).toMatchObject([
      { text: 'STOP it', part: { reference, total: 2, number: 1 } },
    ]);
  });

  it('in parts by optional parameters says its place', async () => {
    await bound();
    await deliver(Buffer.from('two'), {
      sar_msg_ref_num: 300,
      sar_total_segments: 3,
      sar_segment_seqnum: 2,
    });
    expect(bed.incoming).toMatchObject([{ part: { reference: 300, total: 3, number: 2 } }]);
  });

  it.each([[[5, 0, 3, 7, 2, 3]], [[5, 0, 3, 7, 1, 1]], [[200]], [[3, 0, 3, 7]]])(
    'with a header that makes no sense (%j) stands for itself',
    async (header) => {
      await bound();
      await deliver(Buffer.from(header), { esm_class: 0x40 });
      expect(bed.incoming).toMatchObject([{ part: null }]);
    },
  );

  it('in one long piece is read whole', async () => {
    await bound();
    const text = 'x'.repeat(700);
    await deliver(Buffer.alloc(0), { message_payload: Buffer.from(text) });
    expect(bed.incoming).toMatchObject([{ text }]);
  });
});
