import { describe, expect, it } from 'vitest';
import { readRate } from '#shared/credits/read-rate.ts';

const line = { country: 'my', prefix: '', rate: 1, confirmed: true };

describe('a rate as people write it', () => {
  it.each([
    [{}, { country: 'MY', prefix: '', hundredths: 100 }],
    [{ prefix: '+60 11-' }, { country: 'MY', prefix: '6011', hundredths: 100 }],
    [
      { country: '*', rate: 2.7 },
      { country: '*', prefix: '', hundredths: 270 },
    ],
    [{ rate: null }, { country: 'MY', prefix: '', hundredths: null }],
    [{ rate: 0 }, { country: 'MY', prefix: '', hundredths: 0 }],
    // 1.1 × 100 is not 110 in floating point.
    [{ rate: 1.1 }, { country: 'MY', prefix: '', hundredths: 110 }],
  ])('%o is taken', (change, row) => {
    expect(readRate({ ...line, ...change })).toMatchObject({ ok: true, row });
  });

  it.each([
    [{ country: 'XX' }, 'country', 'unknown-country'],
    [{ country: '' }, 'country', 'unknown-country'],
    [{ prefix: '011' }, 'prefix', 'bad-prefix'],
    [{ prefix: '60x' }, 'prefix', 'bad-prefix'],
    [{ country: 'SG', prefix: '6011' }, 'prefix', 'bad-prefix'],
    [{ country: '*', prefix: '6011' }, 'prefix', 'prefix-without-country'],
    [{ prefix: '6011', rate: null }, 'rate', 'missing-rate'],
    [{ rate: -1 }, 'rate', 'bad-rate'],
    [{ rate: 1.005 }, 'rate', 'bad-rate'],
    [{ rate: 100_000 }, 'rate', 'bad-rate'],
    [{ rate: Number.NaN }, 'rate', 'bad-rate'],
  ])('%o is refused in its field', (change, field, code) => {
    expect(readRate({ ...line, ...change })).toMatchObject({ ok: false, problem: { field, code } });
  });
});
