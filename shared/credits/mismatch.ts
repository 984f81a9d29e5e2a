import { creditsFor } from '#shared/credits/rates.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { applyPricePrefix, reservedPrefix } from '#shared/sms/price-prefix.ts';
import { measureText } from '#shared/sms/segments.ts';

/** A message as it left, and what the gateway said it was. Null: the gateway did not say. */
export type Observation = {
  /** The wire text, with the price prefix where Siar wrote it. */
  text: string;
  country: string;
  /** Price of a part as predicted, hundredths of a credit, and whether that is the profile's own figure. */
  hundredths: number;
  isDefaultRate: boolean;
  parts: number | null;
  credits: number | null;
};

/** The profile fields that parts and credits depend on. */
export type ProfileChange = Partial<Pick<GatewayProfile, 'gsm7' | 'ucs2' | 'creditsPerPart'>> & {
  prefixAddedBy?: GatewayProfile['pricePrefix']['addedBy'];
};

/** A change of the gateway's profile, or of one country's rate, that explains what was seen. */
export type Proposal =
  | { kind: 'profile'; change: ProfileChange }
  | { kind: 'rate'; country: string; hundredths: number };

type Sizes = Pick<GatewayProfile, 'gsm7' | 'ucs2'>;
type Counting = { sizes: Sizes; prefix: 'as-now' | 'one-more' | 'one-less' };
type Idea = { counting: Counting; change: ProfileChange };

/**
 * How gateways split long messages: with an 8-bit reference (3GPP TS 23.040), with a 16-bit one, or
 * with room kept back besides (SMS123 documents 152 and 63).
 */
const GSM7_MULTI = [153, 152];
const UCS2_MULTI = [67, 66, 63];

/**
 * Which fields of a profile, changed, would have predicted what was seen: the simplest ones. Only changes that explain every observation are
 * answered; none: nothing does. Null: the profile as it is predicts all of it.
 */
export function explainMismatch(
  profile: GatewayProfile,
  seen: readonly Observation[],
): Proposal[] | null {
  const found: Proposal[] = [];
  for (const { counting, change } of ideasOf(profile)) {
    if (!seen.every((one) => explainsParts(profile, counting, one))) continue;
    const partsOf = (one: Observation) => one.parts ?? countParts(profile, counting, one);
    const isPriced = (one: Observation, hundredths = one.hundredths) =>
      one.credits === null || one.credits === creditsFor(partsOf(one), hundredths);
    if (seen.every((one) => isPriced(one))) {
      if (Object.keys(change).length === 0) return null;
      found.push({ kind: 'profile', change });
      continue;
    }
    const perPart = commonPrice(
      seen.filter(({ isDefaultRate }) => isDefaultRate),
      partsOf,
    );
    if (
      perPart !== null &&
      seen.every((one) => isPriced(one, one.isDefaultRate ? perPart * 100 : undefined))
    ) {
      found.push({ kind: 'profile', change: { ...change, creditsPerPart: perPart } });
    } else if (Object.keys(change).length === 0) {
      found.push(...rateProposals(seen, partsOf, isPriced));
    }
  }
  // A change of two fields is no explanation where one is enough.
  const least = Math.min(...found.map(sizeOf));
  const simplest = found.filter((proposal) => sizeOf(proposal) === least);
  const seenBefore = new Set<string>();
  return simplest.filter((proposal) => {
    const key = JSON.stringify(proposal);
    return seenBefore.has(key) ? false : seenBefore.add(key);
  });
}

/** Every way of counting that a profile could mean: as it is, other sizes, the prefix counted or not. */
function ideasOf(profile: GatewayProfile): Idea[] {
  const now: Sizes = { gsm7: profile.gsm7, ucs2: profile.ucs2 };
  const sizes = [now.gsm7.multi, ...GSM7_MULTI].flatMap((gsm7) =>
    [now.ucs2.multi, ...UCS2_MULTI].map((ucs2) => ({
      gsm7: { ...now.gsm7, multi: gsm7 },
      ucs2: { ...now.ucs2, multi: ucs2 },
    })),
  );
  const { addedBy, text } = profile.pricePrefix;
  const prefixes: [Counting['prefix'], ProfileChange][] = [['as-now', {}]];
  if (text !== '' && addedBy !== 'gateway') {
    prefixes.push(['one-more', { prefixAddedBy: 'gateway' }]);
  }
  if (text !== '' && addedBy === 'gateway') prefixes.push(['one-less', { prefixAddedBy: 'none' }]);
  return prefixes.flatMap(([prefix, prefixChange]) =>
    sizes.map((one) => ({
      counting: { sizes: one, prefix },
      change: { ...sizeChange(now, one), ...prefixChange },
    })),
  );
}

/** Only the sizes that differ: the fewer fields, the clearer the proposal. */
function sizeChange(now: Sizes, then: Sizes): ProfileChange {
  const isSame = (key: keyof Sizes) => JSON.stringify(now[key]) === JSON.stringify(then[key]);
  return {
    ...(isSame('gsm7') ? {} : { gsm7: then.gsm7 }),
    ...(isSame('ucs2') ? {} : { ucs2: then.ucs2 }),
  };
}

function countParts(
  profile: GatewayProfile,
  { sizes, prefix }: Counting,
  one: Observation,
): number {
  const { text: word } = profile.pricePrefix;
  const reserved = reservedPrefix(one.country, profile);
  // Whether this destination needs the prefix at all is the profile's to say.
  const needs = applyPricePrefix('', one.country, {
    pricePrefix: { ...profile.pricePrefix, addedBy: 'siar' },
  }).added;
  const more = prefix === 'one-more' && needs ? word : '';
  const counted = prefix === 'one-less' ? '' : reserved;
  return measureText(counted + more + one.text, sizes).parts;
}

function explainsParts(profile: GatewayProfile, counting: Counting, one: Observation): boolean {
  return one.parts === null || one.parts === countParts(profile, counting, one);
}

/** The whole credits per part that all of these were charged; null where there is no such figure. */
function commonPrice(
  seen: readonly Observation[],
  partsOf: (one: Observation) => number,
): number | null {
  const prices = new Set(
    seen.flatMap((one) => (one.credits === null ? [] : [one.credits / partsOf(one)])),
  );
  const [price, ...others] = prices;
  return price !== undefined && others.length === 0 && Number.isInteger(price) ? price : null;
}

/** One country that costs something else than predicted, the others as they are. */
function rateProposals(
  seen: readonly Observation[],
  partsOf: (one: Observation) => number,
  isPriced: (one: Observation) => boolean,
): Proposal[] {
  const wrong = new Set(seen.filter((one) => !isPriced(one)).map(({ country }) => country));
  const [country, ...others] = wrong;
  if (country === undefined || others.length > 0) return [];
  const price = commonPrice(
    seen.filter((one) => one.country === country),
    partsOf,
  );
  return price === null ? [] : [{ kind: 'rate', country, hundredths: price * 100 }];
}

function sizeOf(proposal: Proposal): number {
  return proposal.kind === 'rate' ? 1 : Object.keys(proposal.change).length;
}
