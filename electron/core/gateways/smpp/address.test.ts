import { expect, it } from 'vitest';
import { checkSmppUrl, smppAddress } from '#core/gateways/smpp/address.ts';

it.each([
  ['smpp://127.0.0.1', 'smpp://127.0.0.1:2775'],
  [' smpps://smsc.example.com/ ', 'smpps://smsc.example.com:3550'],
  ['smpp://[::1]:5000', 'smpp://[::1]:5000'],
])('takes %s as %s', (text, url) => {
  expect(checkSmppUrl(text, false)).toBe(url);
});

it.each([
  ['https://smsc.example.com', 'bad-url'],
  ['smpp://', 'bad-url'],
  ['smpp://host/path', 'bad-url'],
  ['smpp://id:secret@host', 'bad-url'],
  ['smpp://host?x=1', 'bad-url'],
  ['smpp://smsc.example.com:2775', 'plain-http'],
])('refuses %s as %s', (text, code) => {
  expect(() => checkSmppUrl(text, false)).toThrow(expect.objectContaining({ code }));
});

it('takes plain text to another computer only on the user’s word', () => {
  expect(smppAddress(checkSmppUrl('smpp://10.0.0.5', true))).toEqual({
    host: '10.0.0.5',
    port: 2775,
    tls: false,
  });
});
