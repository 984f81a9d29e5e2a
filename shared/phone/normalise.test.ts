import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { COUNTRY_CHOICES } from '#shared/phone/countries.ts';
import { formatMsisdn } from '#shared/phone/format.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';

const my = (raw: string) => normalisePhone(raw, { country: 'MY' });

describe('normalisePhone, Malaysia', () => {
  it.each([
    ['60123456789', '60123456789', undefined],
    ['+60123456789', '60123456789', undefined],
    ['0060123456789', '60123456789', 'international-prefix'],
    ['00 60 12-345 6789', '60123456789', 'international-prefix'],
    ['0123456789', '60123456789', 'trunk-zero'],
    ['012-345 6789', '60123456789', 'trunk-zero'],
    ['012.345.6789', '60123456789', 'trunk-zero'],
    ['(012) 345-6789', '60123456789', 'trunk-zero'],
    ['012\u00A0345\u00A06789', '60123456789', 'trunk-zero'],
    ['012–345–6789', '60123456789', 'trunk-zero'],
    ['\u200E+60 12-345 6789\u202C', '60123456789', 'punctuation'],
    ['０１２３４５６７８９', '60123456789', 'trunk-zero'],
    ['＋６０１２３４５６７８９', '60123456789', 'punctuation'],
    ['٠١٢٣٤٥٦٧٨٩', '60123456789', 'trunk-zero'],
    ["'0123456789", '60123456789', 'trunk-zero'],
    ['’60123456789', '60123456789', 'punctuation'],
    ['123456789', '60123456789', 'excel-zero-restored'],
    ['1112345678', '601112345678', 'excel-zero-restored'],
    ['123456789.0', '60123456789', 'excel-zero-restored'],
    ['60123456789.0', '60123456789', 'punctuation'],
    ['60123456789,00', '60123456789', 'punctuation'],
    ['60,123,456,789', '60123456789', 'punctuation'],
    ['6.0123456789E10', '60123456789', 'scientific-notation'],
    ['6,0123456789E+10', '60123456789', 'scientific-notation'],
    ['1.23456789e8', '60123456789', 'scientific-notation'],
    ['tel:+60123456789', '60123456789', 'punctuation'],
    ['+60 (0)12-345 6789', '60123456789', 'trunk-zero'],
    ['+600123456789', '60123456789', 'trunk-zero'],
    ['01112345678', '601112345678', 'trunk-zero'],
    ['0199876543', '60199876543', 'trunk-zero'],
    ['015-311 2345', '60153112345', 'trunk-zero'],
  ])('reads %j', (raw, msisdn, repair) => {
    expect(my(raw)).toMatchObject({ ok: true, msisdn, country: 'MY' });
    const result = my(raw);
    expect(result.ok && result.repair).toBe(repair);
  });

  it.each([
    ['', 'missing-phone'],
    ['  \u00A0 ', 'missing-phone'],
    ['n/a', 'not-a-number'],
    ['Ali', 'not-a-number'],
    ['012-345 6789 ext 5', 'not-a-number'],
    ['O123456789', 'not-a-number'],
    ['012345678', 'too-short'],
    ['01234567890', 'too-long'],
    ['0111234567', 'too-short'],
    ['601234567890123', 'too-long'],
    ['03-1234 5678', 'not-mobile'],
    ['+60 3-1234 5678', 'not-mobile'],
    ['082-123456', 'not-mobile'],
    ['0154-600 0000', 'not-mobile'],
    ['1300881234', 'premium'],
    ['1-800-88-1234', 'premium'],
    ['1600 12 3456', 'premium'],
    ['6.01E+10', 'scientific-precision-lost'],
    ['6.01235E+10', 'scientific-precision-lost'],
    ['012-3456789 / 013-9876543', 'several-numbers'],
    ['0123456789,0139876543', 'several-numbers'],
    ['0123456789 0139876543', 'several-numbers'],
    ['0123456789 atau 0139876543', 'several-numbers'],
    ['012-345 6789/90', 'several-numbers'],
    ['+60123456789+60139876543', 'several-numbers'],
    ['+999 1234 5678', 'unknown-country'],
    ['+', 'not-a-number'],
    ['12', 'too-short'],
  ])('refuses %j as %s', (raw, code) => {
    const result = my(raw);
    expect(result).toMatchObject({ ok: false, code });
    if (!result.ok) expect(result.message).toMatch(/^[A-Z].+\.$/);
  });

  it('only lowers its confidence where the range is not known to be assigned', () => {
    expect(my('0130123456')).toMatchObject({ ok: true, confidence: 'possible' });
    expect(my('0123456789')).toMatchObject({ ok: true, confidence: 'valid' });
  });

  it('agrees with libphonenumber on which mobile ranges are assigned', () => {
    const prefix = fc.constantFrom('10', '11', '12', '13', '14', '15', '16', '17', '18', '19');
    const digits = fc.stringMatching(/^\d{7,8}$/);
    fc.assert(
      fc.property(prefix, digits, (code, rest) => {
        const result = my(`+60${code}${rest}`);
        if (!result.ok) return;
        const phone = parsePhoneNumberFromString(`+${result.msisdn}`);
        expect(result.confidence === 'valid').toBe(phone?.getType() === 'MOBILE');
      }),
      { numRuns: 3000 },
    );
  });

  it('gives digits that read back as themselves, and never throws', () => {
    const noise = fc.string({ unit: fc.constantFrom(...Array.from('0123456789+-() ./e\u00A0０')) });
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ unit: 'binary' })), (raw) => {
        const result = my(raw);
        if (!result.ok) return;
        expect(result.msisdn).toMatch(/^[1-9]\d{6,14}$/);
        expect(my(`+${result.msisdn}`)).toMatchObject({ ok: true, msisdn: result.msisdn });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('normalisePhone, abroad', () => {
  it.each([
    ['+65 9123 4567', 'MY', '6591234567', 'SG'],
    ['6591234567', 'MY', '6591234567', 'SG'],
    ['91234567', 'SG', '6591234567', 'SG'],
    ['+1 415 555 2671', 'MY', '14155552671', 'US'],
    ['0412 345 678', 'AU', '61412345678', 'AU'],
    ['07400 123456', 'GB', '447400123456', 'GB'],
    ['60123456789', 'SG', '60123456789', 'MY'],
    ['+62 812-3456-7890', 'MY', '6281234567890', 'ID'],
    ['+86 131 2345 6789', 'MY', '8613123456789', 'CN'],
    ['+852 5123 4567', 'MY', '85251234567', 'HK'],
  ])('reads %j from %s', (raw, country, msisdn, iso) => {
    expect(normalisePhone(raw, { country })).toMatchObject({ ok: true, msisdn, country: iso });
  });

  it.each([
    ['+65 6123 4567', 'MY', 'not-mobile'],
    ['+65 1800 123 4567', 'MY', 'premium'],
    ['+65 912', 'MY', 'too-short'],
    ['+980000', 'MY', 'too-short'],
    ['+65 9123 4567 8901 23', 'MY', 'too-long'],
    ['91234567', 'XX', 'unknown-country'],
  ])('refuses %j from %s as %s', (raw, country, code) => {
    expect(normalisePhone(raw, { country })).toMatchObject({ ok: false, code });
  });
});

describe('formatMsisdn', () => {
  it.each([
    ['60123456789', '+60 12-345 6789'],
    ['601112345678', '+60 11-1234 5678'],
    ['6591234567', '+65 9123 4567'],
    ['999', '+999'],
    ['abc', 'abc'],
  ])('writes %s as %s', (msisdn, shown) => {
    expect(formatMsisdn(msisdn)).toBe(shown);
  });
});

describe('COUNTRY_CHOICES', () => {
  it('names each country once, the usual destinations first', () => {
    const codes = COUNTRY_CHOICES.map((choice) => choice.iso);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.slice(0, 5)).toEqual(['MY', 'SG', 'TH', 'ID', 'HK']);
  });
});
