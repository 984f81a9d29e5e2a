import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureText } from '#shared/sms/segments.ts';
import { splitParts } from '#shared/sms/split-parts.ts';

const sizes = { gsm7: { single: 160, multi: 153 }, ucs2: { single: 70, multi: 67 } };
const char = fc.constantFrom('a', 'Z', ' ', '\n', '\r\n', '€', '[', 'é', '商', '😀', '0');

describe('splitParts', () => {
  it('cuts into as many parts as are counted, each within its size, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(char, { maxLength: 700 }), (chars) => {
        const text = chars.join('');
        const { parts, encoding } = measureText(text, sizes);
        const cut = splitParts(text, encoding, sizes);
        expect(cut.join('')).toBe(text.replaceAll('\r\n', '\n'));
        expect(cut.length).toBe(Math.max(1, parts));
        if (cut.length === 1) return;
        for (const part of cut) {
          expect(measureText(part, sizes).units).toBeLessThanOrEqual(sizes[encoding].multi);
          expect(part.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('moves an escape pair whole into the next part', () => {
    const text = 'a'.repeat(152) + '€' + 'b'.repeat(20);
    expect(splitParts(text, 'gsm7', sizes)).toEqual(['a'.repeat(152), `€${'b'.repeat(20)}`]);
  });
});
