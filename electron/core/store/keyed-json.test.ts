import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyedJson } from '#core/store/keyed-json.ts';

it('is JSON that holds every value under its number, in order', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
  const pairs = fc.uniqueArray(fc.tuple(fc.maxSafeNat(), value), { selector: ([key]) => key });
  fc.assert(
    fc.property(pairs, (some) => {
      const json = keyedJson(some);
      expect(JSON.parse(json)).toEqual(Object.fromEntries(some));
    }),
  );
});
