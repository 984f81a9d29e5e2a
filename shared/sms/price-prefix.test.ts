import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { applyPricePrefix, prepareMessage, reservedPrefix } from '#shared/sms/price-prefix.ts';

const byGateway: GatewayProfile = {
  ...ESMS_PROFILE,
  pricePrefix: { text: 'RM0 ', countries: ['MY'], addedBy: 'gateway' },
  gsm7: { single: 160, multi: 152 },
};
const without: GatewayProfile = {
  ...ESMS_PROFILE,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'none' },
};

describe('applyPricePrefix', () => {
  it.each([
    ['Hai', 'MY', 'RM0.00 Hai', true],
    ['RM0.00 Hai', 'MY', 'RM0.00 Hai', false],
    ['RM0.00Hai', 'MY', 'RM0.00 RM0.00Hai', true],
    ['rm0.00 Hai', 'MY', 'RM0.00 rm0.00 Hai', true],
    ['Hai', 'SG', 'Hai', false],
    ['Hai', undefined, 'Hai', false],
  ])('%j to %s', (text, country, expected, added) => {
    expect(applyPricePrefix(text, country, ESMS_PROFILE)).toEqual({ text: expected, added });
  });

  it('is never added twice', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = applyPricePrefix(text, 'MY', ESMS_PROFILE).text;
        expect(applyPricePrefix(once, 'MY', ESMS_PROFILE)).toEqual({ text: once, added: false });
      }),
    );
  });

  it('leaves the text to a gateway that adds the prefix itself', () => {
    expect(applyPricePrefix('Hai', 'MY', byGateway)).toEqual({ text: 'Hai', added: false });
    expect(reservedPrefix('MY', byGateway)).toBe('RM0 ');
    expect(reservedPrefix('SG', byGateway)).toBe('');
    expect(reservedPrefix('MY', ESMS_PROFILE)).toBe('');
    expect(applyPricePrefix('Hai', 'MY', without).added).toBe(false);
  });
});

describe('prepareMessage', () => {
  it('bills the prefix', () => {
    expect(prepareMessage('a'.repeat(153), 'MY', ESMS_PROFILE)).toMatchObject({ parts: 1 });
    const longer = prepareMessage('a'.repeat(154), 'MY', ESMS_PROFILE);
    expect(longer).toMatchObject({ parts: 2, credits: 2, tooLong: false });
    expect(longer.text).toBe(`RM0.00 ${'a'.repeat(154)}`);
  });

  it('counts, but does not write, a prefix the gateway adds', () => {
    expect(prepareMessage('a'.repeat(156), 'MY', byGateway)).toMatchObject({ parts: 1 });
    expect(prepareMessage('a'.repeat(157), 'MY', byGateway)).toMatchObject({
      parts: 2,
      text: 'a'.repeat(157),
    });
    expect(prepareMessage('a’', 'MY', byGateway).offenders).toEqual([
      { char: '’', index: 1, suggestion: "'" },
    ]);
  });

  it('multiplies by the price of a part and says when a text is too long', () => {
    const dear = { ...ESMS_PROFILE, creditsPerPart: 3 };
    expect(prepareMessage('a'.repeat(200), 'SG', dear)).toMatchObject({ parts: 2, credits: 6 });
    expect(prepareMessage('a'.repeat(1530), 'SG', ESMS_PROFILE).tooLong).toBe(false);
    expect(prepareMessage('a'.repeat(1531), 'SG', ESMS_PROFILE).tooLong).toBe(true);
    expect(prepareMessage('你'.repeat(671), 'SG', ESMS_PROFILE).tooLong).toBe(true);
  });

  it('sends line breaks as LF and keeps an empty text empty', () => {
    expect(prepareMessage('a\r\nb\rc', 'SG', ESMS_PROFILE).text).toBe('a\nb\nc');
    expect(prepareMessage('', 'MY', ESMS_PROFILE)).toMatchObject({
      text: '',
      parts: 0,
      credits: 0,
    });
  });
});
