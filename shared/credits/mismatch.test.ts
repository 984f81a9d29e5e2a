import { describe, expect, it } from 'vitest';
import { explainMismatch, type Observation } from '#shared/credits/mismatch.ts';
import { ESMS_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { prepareMessage } from '#shared/sms/price-prefix.ts';

/** What a gateway of profile `real` reports of a text that was prepared with `believed`. */
function seen(
  believed: GatewayProfile,
  real: GatewayProfile,
  text: string,
  country = 'MY',
): Observation {
  const sent = prepareMessage(text, country, believed);
  const counted = prepareMessage(text, country, real);
  const hundredths = believed.creditsPerPart * 100;
  return {
    text: sent.text,
    country,
    hundredths,
    isDefaultRate: true,
    parts: counted.parts,
    credits: counted.credits,
  };
}

const by = (addedBy: 'siar' | 'gateway' | 'none'): GatewayProfile => ({
  ...ESMS_PROFILE,
  pricePrefix: { ...ESMS_PROFILE.pricePrefix, addedBy },
});
const short: GatewayProfile = {
  ...ESMS_PROFILE,
  gsm7: { single: 160, multi: 152 },
  ucs2: { single: 70, multi: 63 },
};

describe('a mismatch of parts and credits', () => {
  it('is explained by the sizes of parts', () => {
    const texts = ['short', 'x'.repeat(305 - 7), '好'.repeat(127 - 7)];
    const found = explainMismatch(
      ESMS_PROFILE,
      texts.map((text) => seen(ESMS_PROFILE, short, text)),
    );
    expect(found?.[0]).toEqual({
      kind: 'profile',
      change: { gsm7: { single: 160, multi: 152 }, ucs2: { single: 70, multi: 63 } },
    });
  });

  it('is explained by a prefix that is counted, or that is not', () => {
    const more = explainMismatch(by('none'), [seen(by('none'), by('gateway'), 'x'.repeat(156))]);
    expect(more).toContainEqual({ kind: 'profile', change: { prefixAddedBy: 'gateway' } });
    const less = explainMismatch(by('gateway'), [seen(by('gateway'), by('none'), 'x'.repeat(156))]);
    expect(less).toContainEqual({ kind: 'profile', change: { prefixAddedBy: 'none' } });
    // Abroad no prefix is due, so it explains nothing there.
    const abroad = { ...seen(by('none'), by('none'), 'x'.repeat(156), 'SG'), parts: 2, credits: 2 };
    expect(explainMismatch(by('none'), [abroad])).toEqual([]);
  });

  it('is explained by credits per part, or by the rate of one country', () => {
    const dear = { ...ESMS_PROFILE, creditsPerPart: 2 };
    const all = ['a', 'x'.repeat(200)].map((text) => seen(ESMS_PROFILE, dear, text));
    expect(explainMismatch(ESMS_PROFILE, all)).toEqual([
      { kind: 'profile', change: { creditsPerPart: 2 } },
    ]);
    const home = seen(ESMS_PROFILE, ESMS_PROFILE, 'a');
    const abroad = seen(ESMS_PROFILE, { ...ESMS_PROFILE, creditsPerPart: 3 }, 'a', 'SG');
    expect(explainMismatch(ESMS_PROFILE, [home, abroad])).toEqual([
      { kind: 'rate', country: 'SG', hundredths: 300 },
    ]);
  });

  it('stays unexplained where no field predicts all of it', () => {
    const one = { ...seen(ESMS_PROFILE, ESMS_PROFILE, 'a'), parts: 4, credits: 4 };
    expect(explainMismatch(ESMS_PROFILE, [one])).toEqual([]);
  });

  it('needs no figure that the gateway does not give', () => {
    const text = 'x'.repeat(305 - 7);
    const partsOnly = { ...seen(ESMS_PROFILE, short, text), credits: null };
    const creditsOnly = { ...seen(ESMS_PROFILE, short, text), parts: null };
    for (const one of [partsOnly, creditsOnly]) {
      expect(explainMismatch(ESMS_PROFILE, [one])).toContainEqual({
        kind: 'profile',
        change: { gsm7: { single: 160, multi: 152 } },
      });
    }
  });
});
