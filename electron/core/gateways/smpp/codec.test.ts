import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND, type CommandName } from '#core/gateways/smpp/constants.ts';
import { createFrameReader, decodePdu } from '#core/gateways/smpp/decode.ts';
import { encodePdu } from '#core/gateways/smpp/encode.ts';
import { aMessage, type MessageBody, type Pdu } from '#core/gateways/smpp/pdu.ts';

const octetText = (max: number) =>
  fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: max })
    .map((codes) => String.fromCharCode(...codes));
const octet = fc.integer({ min: 0, max: 255 });
const octets = (max: number) =>
  fc.uint8Array({ maxLength: max }).map((bytes) => Buffer.from(bytes));
const tlvs = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 0xffff }), octets(300)), { maxLength: 4 })
  .map((pairs) => new Map(pairs));
const head = { status: fc.nat(), sequence: fc.integer({ min: 1, max: 0x7fff_ffff }) };
const addresses = {
  serviceType: octetText(5),
  sourceTon: octet,
  sourceNpi: octet,
  source: octetText(20),
  destTon: octet,
  destNpi: octet,
  dest: octetText(20),
  esmClass: octet,
  registeredDelivery: octet,
  dataCoding: octet,
  tlvs,
};
const message: fc.Arbitrary<MessageBody> = fc.record({
  ...addresses,
  protocolId: octet,
  priority: octet,
  scheduleTime: octetText(16),
  validityPeriod: octetText(16),
  replaceIfPresent: octet,
  defaultMessageId: octet,
  shortMessage: octets(254),
});
const bind = fc.record({
  systemId: octetText(15),
  password: octetText(8),
  systemType: octetText(12),
  interfaceVersion: octet,
  addrTon: octet,
  addrNpi: octet,
  addressRange: octetText(40),
});
const constants = (...names: CommandName[]) => fc.constantFrom(...names);
const pdu = fc.oneof(
  fc.record({ ...head, command: fc.constant('bind_transceiver' as const), bind }),
  fc.record({ ...head, command: constants('submit_sm', 'deliver_sm'), message }),
  fc.record({
    ...head,
    command: fc.constant('data_sm' as const),
    message: fc.record(addresses).map((fields) => aMessage(fields)),
  }),
  fc.record({
    ...head,
    command: constants(
      'submit_sm_resp',
      'deliver_sm_resp',
      'data_sm_resp',
      'bind_transceiver_resp',
    ),
    id: octetText(64),
  }),
  fc.record({
    ...head,
    command: constants(
      'enquire_link',
      'enquire_link_resp',
      'unbind',
      'unbind_resp',
      'generic_nack',
    ),
  }),
) as fc.Arbitrary<Pdu>;

describe('SMPP codec', () => {
  it('reads back whatever it writes, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(pdu, { maxLength: 5 }), fc.integer({ min: 1, max: 90 }), (pdus, cut) => {
        const bytes = Buffer.concat(pdus.map(encodePdu));
        const reader = createFrameReader();
        const frames: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += cut) {
          frames.push(...reader.push(bytes.subarray(at, at + cut)));
        }
        expect(frames.map(decodePdu)).toEqual(pdus.map((one) => ({ kind: 'pdu', pdu: one })));
      }),
      { numRuns: 150 },
    );
  });

  it('says of any body whatever what it is, and never throws', () => {
    const ids = fc.oneof(fc.constantFrom(...Object.values(COMMAND)), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(ids, octets(400), (commandId, body) => {
        const frame = Buffer.alloc(16 + body.length);
        frame.writeUInt32BE(frame.length, 0);
        frame.writeUInt32BE(commandId, 4);
        frame.writeUInt32BE(7, 12);
        body.copy(frame, 16);
        const decoded = decodePdu(frame);
        expect(['pdu', 'unknown', 'malformed']).toContain(decoded.kind);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a stream up, with little memory, whose lengths cannot be true', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 70_001, max: 0xffff_ffff })),
        (length) => {
          const bytes = Buffer.alloc(4);
          bytes.writeUInt32BE(length, 0);
          expect(() => createFrameReader().push(bytes)).toThrow(RangeError);
        },
      ),
    );
  });

  it.each([
    { shortMessage: Buffer.alloc(255) },
    { source: 'x'.repeat(21) },
    { dest: '60123\u0000' },
    { source: '商店' },
    { esmClass: 256 },
  ])('sends nothing of which a part would be lost: %o', (fields) => {
    const attempt = () =>
      encodePdu({ command: 'submit_sm', status: 0, sequence: 1, message: aMessage(fields) });
    expect(attempt).toThrow(RangeError);
  });

  it('takes an answer without a body, and an id without its closing zero', () => {
    const bare = Buffer.alloc(16);
    bare.writeUInt32BE(16, 0);
    bare.writeUInt32BE(COMMAND.submit_sm_resp, 4);
    bare.writeUInt32BE(0x58, 8);
    bare.writeUInt32BE(3, 12);
    const refusal = { command: 'submit_sm_resp', status: 0x58, sequence: 3, id: '' };
    expect(decodePdu(bare)).toEqual({ kind: 'pdu', pdu: refusal });
    expect(decodePdu(Buffer.concat([bare, Buffer.from('abc')]))).toMatchObject({
      pdu: { id: 'abc' },
    });
  });
});
