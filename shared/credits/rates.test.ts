import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateTable, creditsFor, type RateRow } from '#shared/credits/rates.ts';

const row = (
  country: string,
  prefix: string,
  hundredths: number | null,
  confirmed = true,
): RateRow => ({ country, prefix, hundredths, confirmed });

describe('the rate of a number', () => {
  const table = createRateTable(
    [
      row('MY', '', null),
      row('MY', '6011', 150),
      row('MY', '60111', 200, false),
      row('SG', '', 300),
      row('TH', '', null, false),
      row('US', '1', 400),
    ],
    1,
  );

  it.each([
    ['MY', '60123456789', { hundredths: 100, from: 'default', prefix: '', confirmed: true }],
    ['MY', '60125111111', { hundredths: 100, from: 'default', prefix: '', confirmed: true }],
    ['MY', '601021234567', { hundredths: 100, from: 'default', prefix: '', confirmed: true }],
    ['MY', '601155512345', { hundredths: 150, from: 'prefix', prefix: '6011', confirmed: true }],
    ['MY', '601112345678', { hundredths: 200, from: 'prefix', prefix: '60111', confirmed: false }],
    ['SG', '6581234567', { hundredths: 300, from: 'country', prefix: '', confirmed: true }],
    ['TH', '66812345678', { hundredths: 100, from: 'default', prefix: '', confirmed: false }],
    ['NZ', '64211234567', { hundredths: 100, from: 'default', prefix: '', confirmed: false }],
    // Canada shares the calling code of the United States, not its rates.
    ['CA', '12045550123', { hundredths: 100, from: 'default', prefix: '', confirmed: false }],
  ])('in %s for %s', (country, msisdn, expected) => {
    expect(table.rateOf(country, msisdn)).toEqual(expected);
  });

  it('uses the row of the other countries before the default, but not for a confirmed country', () => {
    const wide = createRateTable(
      [row('*', '', 500), row('MY', '', null), row('TH', '', null, false)],
      1,
    );
    expect(wide.rateOf('NZ', '64211234567')).toMatchObject({ hundredths: 500, from: 'others' });
    expect(wide.rateOf('TH', '66812345678')).toMatchObject({ hundredths: 500, from: 'others' });
    expect(wide.rateOf('MY', '60123456789')).toMatchObject({ hundredths: 100, from: 'default' });
  });

  it('is always the longest prefix that the number begins with', () => {
    const digits = fc.stringMatching(/^[0-9]{1,6}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(digits, { maxLength: 12 }),
        fc.stringMatching(/^[0-9]{8,15}$/),
        fc.nat(1_000),
        (prefixes, msisdn, whole) => {
          const rows = prefixes.map((prefix, index) => row('MY', prefix, index + 2_000));
          const fitting = prefixes
            .map((prefix, index) => ({ prefix, hundredths: index + 2_000 }))
            .filter(({ prefix }) => msisdn.startsWith(prefix))
            .reduce((best, next) => (next.prefix.length > best.prefix.length ? next : best), {
              prefix: '',
              hundredths: whole,
            });
          const rate = createRateTable([row('MY', '', whole), ...rows], 1).rateOf('MY', msisdn);
          expect(rate).toMatchObject(fitting);
        },
      ),
    );
  });
});

describe('credits', () => {
  it('are whole: a fraction counts as one more, and hundredths do not go astray', () => {
    expect([1, 2, 3, 10].map((parts) => creditsFor(parts, 270))).toEqual([3, 6, 9, 27]);
    expect(creditsFor(0, 270)).toBe(0);
    expect(creditsFor(3, 110)).toBe(4);
    expect(creditsFor(10, 110)).toBe(11);
  });
});
