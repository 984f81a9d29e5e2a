import { expect, it } from 'vitest';
import { fromOctets } from '#core/gateways/smpp/text.ts';

it('reads one septet per octet, escapes included, and UTF-16 with the high octet first', () => {
  expect(fromOctets(Buffer.from('0041621b3c1b651b3e0a', 'hex'), 'gsm7')).toBe('@Ab[€]\n');
  expect(fromOctets(Buffer.from('00415546d83dde00', 'hex'), 'ucs2')).toBe('A商😀');
  expect(fromOctets(Buffer.from([0x1b]), 'gsm7')).toBe('');
  expect(fromOctets(Buffer.from([0x41, 0x00, 0x42]), 'ucs2')).toBe('\u4100');
});
