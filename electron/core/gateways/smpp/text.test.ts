import { expect, it } from 'vitest';
import { SEPTETS } from '#shared/sms/gsm7.ts';
import { fromOctets, toOctets } from '#core/gateways/smpp/text.ts';

it('writes one octet per septet, and every character that is counted as GSM', () => {
  expect(toOctets('@Ab[€]\n', 'gsm7').toString('hex')).toBe('0041621b3c1b651b3e0a');
  for (let code = 0; code < SEPTETS.length; code++) {
    const cost = SEPTETS[code] ?? 0;
    if (cost > 0) expect(toOctets(String.fromCharCode(code), 'gsm7').length).toBe(cost);
  }
});

it('writes UTF-16 with the high octet first', () => {
  expect(toOctets('A商😀', 'ucs2').toString('hex')).toBe('00415546d83dde00');
});

it('never writes another character in place of one it does not have', () => {
  expect(() => toOctets('ç', 'gsm7')).toThrow(RangeError);
});

it('reads back what it writes', () => {
  const gsm = '@Ab[€]\nÄ ~ |';
  expect(fromOctets(toOctets(gsm, 'gsm7'), 'gsm7')).toBe(gsm);
  expect(fromOctets(toOctets('商😀x', 'ucs2'), 'ucs2')).toBe('商😀x');
  expect(fromOctets(Buffer.from([0x1b]), 'gsm7')).toBe('');
  expect(fromOctets(Buffer.from([0x41, 0x00, 0x42]), 'ucs2')).toBe('\u4100');
});
