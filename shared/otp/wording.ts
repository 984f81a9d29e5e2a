import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { applyPricePrefix, prepareMessage } from '#shared/sms/price-prefix.ts';
import type { Encoding } from '#shared/sms/segments.ts';

/** Where the gateway writes the code and its minutes (eSMS page "Generate OTP Code", 2021). */
export const OTP_MARK = '#otp#';
/** See OTP_MARK. */
export const DURATION_MARK = '#duration#';

/** Languages of the text the gateway writes around a brand name. */
export const OTP_LANGUAGES = ['en', 'my', 'zh'] as const;
/** See OTP_LANGUAGES. */
export type OtpLanguage = (typeof OTP_LANGUAGES)[number];

/** The code of the page's own examples: stands in for one that nobody but the gateway knows. */
export const EXAMPLE_CODE = '112233';

/** What the message is made of: the gateway's wording around a brand name, or an own text. */
export type OtpContent = { brand: string } | { text: string };

/** What the person at the other end would read, and what it takes. */
export type OtpPreview = {
  /** The example code stands where the real one will. Null where the wording is the gateway's own. */
  text: string | null;
  encoding: Encoding;
  units: number;
  /** Units of one part. */
  capacity: number;
  /** More than 1: the gateway refuses it. */
  parts: number;
  /** Price prefix that Siar puts in front; empty where it adds none. */
  prefix: string;
};

/** A text as the phone shows it, with the example code in place of the real one. */
export function fillOtpText(text: string, code: string, minutes: number): string {
  return text.replaceAll(OTP_MARK, code).replaceAll(DURATION_MARK, String(minutes));
}

/** The wording of the page's example; that of the other languages is not documented. */
function englishText(brand: string): string {
  return `RM0.00 ${brand} - Your OTP code is ${OTP_MARK}. This is valid for the next ${DURATION_MARK} minutes.`;
}

/** What the phone would show of this content, with EXAMPLE_CODE; `country` decides on the price prefix. */
export function previewOtp(
  content: OtpContent,
  language: OtpLanguage,
  minutes: number,
  country: string,
  profile: GatewayProfile,
): OtpPreview {
  if ('brand' in content) {
    const text = fillOtpText(englishText(content.brand), EXAMPLE_CODE, minutes);
    // The gateway writes the prefix itself: nothing is added to its text.
    const whole = prepareMessage(text, undefined, profile);
    if (language === 'en') return { ...measured(whole, profile), text, prefix: '' };
    return { ...measured(whole, profile), text: null, parts: 1, prefix: '' };
  }
  const text = fillOtpText(content.text, EXAMPLE_CODE, minutes);
  const { added } = applyPricePrefix(text, country, profile);
  const whole = prepareMessage(text, country, profile);
  return {
    ...measured(whole, profile),
    text: whole.text,
    prefix: added ? profile.pricePrefix.text : '',
  };
}

function measured(whole: ReturnType<typeof prepareMessage>, profile: GatewayProfile) {
  const { encoding, units, parts } = whole;
  return { encoding, units, parts, capacity: profile[encoding].single };
}
