import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, it } from 'vitest';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import { isGsm7 } from '#shared/sms/gsm7.ts';
import { measureText, toWireText, type PartSizes } from '#shared/sms/segments.ts';
import { splitParts } from '#shared/sms/split-parts.ts';

const sizes = ESMS_PROFILE;
const measure = (text: string) => measureText(text, sizes);

/** Septets, or UTF-16 units, of one character. */
function costOf(char: string, gsm: boolean): number {
  return gsm ? ('\f^{}\\[~]|€'.includes(char) ? 2 : 1) : char.length;
}

/** Counts by building the parts one by one, from the other end: characters, not code units. */
function partsByHand(text: string, { gsm7, ucs2 }: PartSizes = sizes): number {
  const gsm = isGsm7(text);
  const { single, multi } = gsm ? gsm7 : ucs2;
  const costs = Array.from(text).map((char) => costOf(char, gsm));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  if (total === 0) return 0;
  if (total <= single) return 1;
  const parts: number[] = [0];
  for (const cost of costs) {
    const last = parts.at(-1)!;
    if (last + cost > multi) parts.push(cost);
    else parts[parts.length - 1] = last + cost;
  }
  return parts.length;
}

describe('measureText', () => {
  it.each([
    ['', 'gsm7', 0, 0, 160],
    ['a'.repeat(160), 'gsm7', 1, 160, 0],
    ['a'.repeat(161), 'gsm7', 2, 161, 145],
    ['a'.repeat(306), 'gsm7', 2, 306, 0],
    ['a'.repeat(307), 'gsm7', 3, 307, 152],
    ['€'.repeat(80), 'gsm7', 1, 160, 0],
    // 76 pairs fill 152 of 153 septets: the 77th may not be split.
    ['€'.repeat(153), 'gsm7', 3, 306, 151],
    ['你'.repeat(70), 'ucs2', 1, 70, 0],
    ['你'.repeat(71), 'ucs2', 2, 71, 63],
    // 33 emoji fill 66 of 67 units.
    ['😀'.repeat(36), 'ucs2', 2, 72, 61],
    ['[Ali]', 'gsm7', 1, 7, 153],
    ['a\r\nb', 'gsm7', 1, 3, 157],
    ['a\rb', 'gsm7', 1, 3, 157],
    ['你\r\n好', 'ucs2', 1, 3, 67],
    ['\ud800', 'ucs2', 1, 1, 69],
  ])('measures %j', (text, encoding, parts, units, unitsLeft) => {
    expect(measure(text)).toMatchObject({ encoding, parts, units, unitsLeft });
  });

  it('keeps an escape pair whole at the border of two parts', () => {
    const text = `${'a'.repeat(152)}€${'a'.repeat(152)}`;
    expect(measure(text)).toMatchObject({ units: 306, parts: 3 });
  });

  it('names what forces Unicode, once each, with a replacement where one reads the same', () => {
    expect(measure('It’s “ok” — it’s… á\u00A0Ａ你').offenders).toEqual([
      { char: '’', index: 2, suggestion: "'" },
      { char: '“', index: 5, suggestion: '"' },
      { char: '”', index: 8, suggestion: '"' },
      { char: '—', index: 10, suggestion: '-' },
      { char: '…', index: 16, suggestion: '...' },
      { char: 'á', index: 18, suggestion: 'a' },
      { char: '\u00A0', index: 19, suggestion: ' ' },
      { char: 'Ａ', index: 20, suggestion: 'A' },
      { char: '你', index: 21 },
    ]);
    expect(measure('a😀😀').offenders).toEqual([{ char: '😀', index: 1 }]);
    const many = Array.from({ length: 50 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    expect(measure(many).offenders).toHaveLength(20);
  });

  it('suggests only what GSM-7 can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const offender of measure(text).offenders) {
          if (offender.suggestion !== undefined) expect(isGsm7(offender.suggestion)).toBe(true);
          expect(text.startsWith(offender.char, offender.index)).toBe(true);
        }
      }),
    );
  });

  const unit = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...Array.from('abcdefgh ABC123\n@£Δ')) },
    { weight: 3, arbitrary: fc.constantFrom(...Array.from('^{}\\[~]|€')) },
  );
  const wide = fc.oneof(unit, fc.constantFrom('你', '好', '😀', '👍', 'á', '—'));
  const long = (chars: fc.Arbitrary<string>) =>
    fc.array(chars, { maxLength: 700, size: 'max' }).map((list) => list.join(''));

  it('agrees with an independent count and with sms-segments-calculator on 3,000 texts', () => {
    let compared = 0;
    const check = (text: string): void => {
      const mine = measure(text);
      expect(mine.parts).toBe(partsByHand(text));
      if (text === '') return;
      const oracle = new SegmentedMessage(text, 'auto');
      expect(mine.encoding).toBe(oracle.encodingName === 'GSM-7' ? 'gsm7' : 'ucs2');
      expect({ text, parts: mine.parts }).toEqual({ text, parts: oracle.segmentsCount });
      compared++;
    };
    fc.assert(fc.property(long(unit), check), { numRuns: 1500 });
    fc.assert(fc.property(long(wide), check), { numRuns: 1500 });
    // Short texts sit around the single-part limits, where an error of one changes the price.
    const short = fc.array(wide, { minLength: 55, maxLength: 90 }).map((list) => list.join(''));
    fc.assert(fc.property(short, check), { numRuns: 500 });
    expect(compared).toBeGreaterThan(3000);
  });

  it('counts a text and its wire form alike', () => {
    const lines = fc.array(fc.constantFrom('a', '€', '你', '\ud83d', '\r', '\n', '\r\n'), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(lines, (list) => {
        const text = list.join('');
        const { offenders: _a, ...raw } = measure(text);
        const { offenders: _b, ...wire } = measure(toWireText(text));
        expect(raw).toEqual(wire);
        expect(toWireText(text)).not.toContain('\r');
        expect(toWireText(toWireText(text))).toBe(toWireText(text));
      }),
    );
  });
});

describe('at the border of two parts', () => {
  /** References of 8 and of 16 bits, and what some gateways count. */
  const SIZES: readonly PartSizes[] = [
    { gsm7: { single: 160, multi: 153 }, ucs2: { single: 70, multi: 67 } },
    { gsm7: { single: 160, multi: 152 }, ucs2: { single: 70, multi: 66 } },
    { gsm7: { single: 160, multi: 152 }, ucs2: { single: 70, multi: 63 } },
  ];
  /** Characters of two units now and then, just where a part ends. */
  const text = (plain: string, pairs: readonly string[], sizeOf: (sizes: PartSizes) => number) =>
    fc.constantFrom(...SIZES).chain((of) => {
      const piece = fc
        .record({
          parts: fc.nat(2),
          off: fc.integer({ min: -4, max: 3 }),
          pairs: fc.array(fc.constantFrom(plain, ...pairs), { maxLength: 5 }),
        })
        .map((one) => {
          const before = Math.max(0, one.parts * sizeOf(of) + one.off);
          return plain.repeat(before) + one.pairs.join('');
        });
      const pieces = fc.array(piece, { minLength: 1, maxLength: 4 });
      return pieces.map((list) => ({ text: list.join(''), of }));
    });

  const check = ({ text: whole, of }: { text: string; of: PartSizes }) => {
    const { encoding, parts, units, unitsLeft } = measureText(whole, of);
    const { single, multi } = of[encoding];
    const gsm = encoding === 'gsm7';
    const cost = (part: string) =>
      Array.from(part).reduce((sum, char) => sum + costOf(char, gsm), 0);
    expect(parts).toBe(partsByHand(whole, of));
    expect(units).toBe(cost(whole));
    const cut = splitParts(whole, encoding, of);
    expect(cut.join('')).toBe(whole);
    expect(cut.length).toBe(Math.max(1, parts));
    expect(unitsLeft).toBe((parts > 1 ? multi : single) - cost(cut.at(-1) ?? ''));
    if (parts < 2) return;
    for (const [i, part] of cut.entries()) {
      expect(cost(part)).toBeLessThanOrEqual(multi);
      expect(part.isWellFormed()).toBe(true);
      // No room is wasted: the next character did not fit.
      const next = Array.from(cut[i + 1] ?? '')[0];
      if (next !== undefined) expect(cost(part) + costOf(next, gsm)).toBeGreaterThan(multi);
    }
  };

  it('keeps extension characters whole, with references of 8 and of 16 bits', () => {
    const septets = text('a', ['€', '[', '^'], ({ gsm7 }) => gsm7.multi);
    fc.assert(fc.property(septets, check), { numRuns: 1_000 });
  });

  it('keeps surrogate pairs whole, with references of 8 and of 16 bits', () => {
    const units = text('商', ['😀', '👍', '𝄞'], ({ ucs2 }) => ucs2.multi);
    fc.assert(fc.property(units, check), { numRuns: 1_000 });
  });
});
