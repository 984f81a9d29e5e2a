import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  smppOptionsSchema,
  SMPP_PROFILE,
  type SmppOptions,
} from '#shared/gateways/smpp-profile.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';
import { checkProfile } from '#core/gateways/edit-profile.ts';
import { ESM_UDH } from '#core/gateways/smpp/constants.ts';
import { toSubmits } from '#core/gateways/smpp/submits.ts';
import { fromOctets } from '#core/gateways/smpp/text.ts';

const HEADER = { udh8: 6, udh16: 7, sar: 0, payload: 0 } as const;

/** As a gateway's profile is stored when somebody chooses this way of joining parts. */
function profileOf(concatenation: SmppOptions['concatenation']) {
  const options = smppOptionsSchema.parse({ concatenation });
  const owner = { name: 'S', driver: 'smpp' as const, profile: { id: 'smpp' } };
  return { profile: checkProfile(owner, { ...SMPP_PROFILE, options }), options };
}

const units = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from('abc XYZ\n0@£Δ')) },
  { weight: 2, arbitrary: fc.constantFrom(...Array.from('^{}\\[~]|€')) },
);
const wide = fc.oneof({ weight: 8, arbitrary: units }, fc.constantFrom('你', '😀', '👍', 'á'));
const texts = fc.oneof(
  fc.array(units, { minLength: 100, maxLength: 900, size: 'max' }),
  fc.array(wide, { minLength: 50, maxLength: 500, size: 'max' }),
);

describe('parts of an SMPP message', () => {
  it.each([
    ['udh8', 153, 67],
    ['udh16', 152, 66],
    ['sar', 153, 67],
  ] as const)('%s leaves room for %i and %i', (concatenation, gsm7, ucs2) => {
    const { profile } = profileOf(concatenation);
    expect([profile.gsm7.multi, profile.ucs2.multi]).toEqual([gsm7, ucs2]);
  });

  it('keeps a profile that is shorter still, as gateways may ask', () => {
    const owner = { name: 'S', driver: 'smpp' as const, profile: { id: 'smpp' } };
    const given = { ...SMPP_PROFILE, gsm7: { single: 160, multi: 140 } };
    expect(checkProfile(owner, given).gsm7.multi).toBe(140);
  });

  it.each(['udh8', 'udh16', 'sar'] as const)(
    '%s: as many submits as were predicted, none longer than a message, and the whole text',
    (concatenation) => {
      const { profile, options } = profileOf(concatenation);
      let several = 0;
      fc.assert(
        fc.property(texts, fc.nat(0xffff), (chars, reference) => {
          const { text, encoding, parts } = prepareMessage(chars.join(''), 'MY', profile);
          const request = { msisdn: '60123456789', text, encoding };
          const submits = toSubmits(request, profile, options, reference);
          expect(submits).toHaveLength(parts);
          if (parts === 1) return;
          several += 1;
          const header = HEADER[concatenation];
          const cut = submits.map(({ shortMessage, esmClass }) => {
            // 140 octets on the air: septets are packed there, eight in seven octets, header included.
            const body = shortMessage.length - header;
            const onAir = encoding === 'ucs2' ? header + body : Math.ceil((header * 8) / 7) + body;
            expect(onAir).toBeLessThanOrEqual(encoding === 'ucs2' ? 140 : 160);
            expect(esmClass & ESM_UDH).toBe(header > 0 ? ESM_UDH : 0);
            return fromOctets(shortMessage.subarray(header), encoding);
          });
          expect(cut.join('')).toBe(text);
          expect(cut.every((part) => part.isWellFormed())).toBe(true);
        }),
        { numRuns: 400 },
      );
      expect(several).toBeGreaterThan(200);
    },
  );
});
