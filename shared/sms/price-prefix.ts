import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { creditsFor } from '#shared/credits/rates.ts';
import { measureText, toWireText, type TextMeasure } from '#shared/sms/segments.ts';

type PrefixProfile = Pick<GatewayProfile, 'pricePrefix'>;

/** A recipient's text exactly as it will be sent, and what it will cost. */
export type PreparedMessage = TextMeasure & {
  /** Final wire text. Offender positions refer to this text. */
  text: string;
  /** Credits the gateway is expected to take. */
  credits: number;
  /** More parts than the gateway accepts: it must not be sent. */
  tooLong: boolean;
};

function needsPrefix(country: string | undefined, profile: PrefixProfile): boolean {
  return country !== undefined && profile.pricePrefix.countries.includes(country);
}

/**
 * Writes the price prefix in front, once, where Siar is the one to add it. A text that already
 * begins with exactly that prefix stays as it is.
 */
export function applyPricePrefix(
  text: string,
  country: string | undefined,
  profile: PrefixProfile,
): { text: string; added: boolean } {
  const { text: prefix, addedBy } = profile.pricePrefix;
  const wanted = addedBy === 'siar' && prefix !== '' && needsPrefix(country, profile);
  return wanted && !text.startsWith(prefix)
    ? { text: prefix + text, added: true }
    : { text, added: false };
}

/**
 * The prefix the gateway itself will add, so that counting can include it; empty otherwise. It is
 * counted even when the text already begins with it: no gateway documents that it will not double it.
 */
export function reservedPrefix(country: string | undefined, profile: PrefixProfile): string {
  const { text: prefix, addedBy } = profile.pricePrefix;
  return addedBy === 'gateway' && needsPrefix(country, profile) ? prefix : '';
}

/**
 * Turns a rendered text into what is sent and billed: line breaks as LF, price prefix, encoding,
 * parts and credits. An empty text stays empty (and costs nothing) even where a prefix is due.
 * `hundredths` is the price of a part to this number (see RateTable); by default the profile's.
 */
export function prepareMessage(
  text: string,
  country: string | undefined,
  profile: GatewayProfile,
  hundredths: number = profile.creditsPerPart * 100,
): PreparedMessage {
  const plain = toWireText(text);
  const wire = plain === '' ? plain : applyPricePrefix(plain, country, profile).text;
  const reserved = wire === '' ? '' : reservedPrefix(country, profile);
  const measure = measureText(reserved + wire, profile);
  const shift = reserved.length;
  return {
    text: wire,
    encoding: measure.encoding,
    parts: measure.parts,
    units: measure.units,
    unitsLeft: measure.unitsLeft,
    credits: creditsFor(measure.parts, hundredths),
    tooLong: measure.parts > profile.maxParts,
    offenders:
      shift === 0
        ? measure.offenders
        : measure.offenders.map((offender) => ({ ...offender, index: offender.index - shift })),
  };
}
