import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TLV } from '#core/gateways/smpp/constants.ts';
import { aMessage } from '#core/gateways/smpp/pdu.ts';
import { readReceipt } from '#core/gateways/smpp/receipt.ts';
import { toOctets } from '#core/gateways/smpp/text.ts';

const inText = (text: string) =>
  readReceipt(aMessage({ shortMessage: Buffer.from(text, 'latin1') }));

describe('readReceipt', () => {
  it.each([
    [
      'id:0123456789 sub:001 dlvrd:001 submit date:2611280210 done date:2611280211 stat:DELIVRD err:000 text:RM0.00 Hai',
      { id: '0123456789', word: 'DELIVRD', error: '000' },
    ],
    [
      'id:7b-9f sub:1 dlvrd:0 submit date:261128021000 done date:261128021100 stat:UNDELIV err:1a2 Text:',
      { id: '7b-9f', word: 'UNDELIV', error: '1a2' },
    ],
    ['stat:EXPIRED id:99 err:', { id: '99', word: 'EXPIRED', error: null }],
    ['ID: 55 Stat: Delivered', { id: '55', word: 'DELIVRD', error: null }],
    ['id:5 stat:REJECTED error_code:8', { id: '5', word: 'REJECTD', error: '8' }],
    ['message_id="a1",status="UNDELIVERABLE",err="9"', { id: 'a1', word: 'UNDELIV', error: '9' }],
    ['id:5 submit_date:2611280210 done_date:2611280210 stat:ENROUTE', { id: '5', word: 'ENROUTE' }],
    ['id:5 stat:FOO', { id: '5', word: 'FOO' }],
  ])('reads %s', (text, receipt) => {
    expect(inText(text)).toMatchObject(receipt);
  });

  it('lets no word of the message itself decide', () => {
    const receipt = inText('id:5 stat:UNDELIV err:001 text:id:7 stat:DELIVRD ok');
    expect(receipt).toMatchObject({ id: '5', word: 'UNDELIV' });
  });

  it('believes the optional parameters before the text', () => {
    const receipt = readReceipt(
      aMessage({
        shortMessage: Buffer.from('id:17 stat:ENROUTE err:004'),
        tlvs: new Map([
          [TLV.receiptedMessageId, Buffer.from('11\0')],
          [TLV.messageState, Buffer.from([5])],
        ]),
      }),
    );
    expect(receipt).toEqual({ id: '11', word: 'UNDELIV', error: '004' });
  });

  it('reads a receipt in 16-bit text, and plain text that is only said to be so', () => {
    const text = 'id:5 stat:DELIVRD';
    const wide = aMessage({ dataCoding: 8, shortMessage: toOctets(text, 'ucs2') });
    const plain = aMessage({ dataCoding: 8, shortMessage: Buffer.from(text) });
    const payload = aMessage({ tlvs: new Map([[TLV.messagePayload, Buffer.from(text)]]) });
    for (const message of [wide, plain, payload]) {
      expect(readReceipt(message)).toMatchObject({ id: '5', word: 'DELIVRD' });
    }
  });

  it('takes anything else for no receipt, and never throws', () => {
    expect(inText('STOP')).toBeUndefined();
    expect(inText('id: stat:DELIVRD')).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readReceipt(aMessage({ shortMessage: Buffer.from(bytes) }));
      }),
    );
  });
});
