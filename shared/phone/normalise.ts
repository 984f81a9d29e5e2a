import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import { cleanPhone, type PhoneErrorCode, type PhoneRepair } from '#shared/phone/clean.ts';
import { judgeMalaysian, malaysianMsisdn } from '#shared/phone/malaysia.ts';

/** The outcome of reading one written phone number. */
export type PhoneResult =
  | {
      ok: true;
      /** Digits with country code, no plus: `60123456789`. */
      msisdn: string;
      /** ISO 3166 code. */
      country: string;
      /** `possible`: right shape, but the range is not known to be in use. */
      confidence: 'valid' | 'possible';
      /** What had to be mended, if anything. */
      repair?: PhoneRepair;
    }
  | { ok: false; code: PhoneErrorCode; message: string };

const MESSAGES: Readonly<Record<PhoneErrorCode, string>> = {
  'missing-phone':
    'There is no phone number here. Nothing can be sent to this contact until one is added.',
  'not-a-number': 'This is not a phone number. Write it in digits, such as 012-345 6789.',
  'too-short': 'This number has too few digits. Check it against the original.',
  'too-long': 'This number has too many digits. Check it against the original.',
  'not-mobile': 'This is not a mobile number, so it cannot receive SMS. Use a mobile number.',
  premium: 'This is a toll-free or premium number, so it cannot receive SMS. Use a mobile number.',
  'scientific-precision-lost':
    'The spreadsheet has rounded this number, and its last digits are gone. Format the column as text and enter the number again.',
  'several-numbers': 'There is more than one number here. Keep one number per contact.',
  'unknown-country':
    'No country has this calling code. Write the number with its country code, such as +60 12-345 6789.',
};

/** No mobile number in the world has fewer digits, country code included (numbering plans, ITU-T E.164). */
const SHORTEST = 7;

function refuse(code: PhoneErrorCode): PhoneResult {
  return { ok: false, code, message: MESSAGES[code] };
}

/**
 * Reads one written phone number. `country` is the ISO code that numbers without a country code
 * belong to. Refuses what cannot receive SMS (by prefix and length); a range that is merely not
 * known to be assigned lowers the confidence instead, because ranges grow. Pure and without memo.
 */
export function normalisePhone(raw: string, options: { country: string }): PhoneResult {
  const cleaned = cleanPhone(raw);
  if (!cleaned.ok) return refuse(cleaned.code);
  const { digits, international, repair } = cleaned;
  if (international) {
    return digits.startsWith('60') ? fromMalaysia(digits, repair) : fromAbroad(digits, repair);
  }
  if (options.country === 'MY') {
    const result = fromMalaysia(digits, repair);
    if (result.ok || /^[01]|^60/.test(digits)) return result;
    return foreignWithoutPlus(digits, repair) ?? result;
  }
  return fromCountry(digits, options.country, repair);
}

function fromMalaysia(digits: string, repair: PhoneRepair | undefined): PhoneResult {
  const national = malaysianMsisdn(digits) ?? { msisdn: `60${digits}` };
  const verdict = judgeMalaysian(national.msisdn);
  if (!verdict.ok) return refuse(verdict.code);
  return {
    ok: true,
    msisdn: national.msisdn,
    country: 'MY',
    confidence: verdict.confidence,
    // A mended exponent is worth more to the reader than the trunk zero it also implied.
    ...withRepair(repair === 'scientific-notation' ? repair : (national.repair ?? repair)),
  };
}

function withRepair(repair: PhoneRepair | undefined): { repair?: PhoneRepair } {
  return repair === undefined ? {} : { repair };
}

/** Digits that carry a foreign country code without the plus: taken only when surely a mobile. */
function foreignWithoutPlus(
  digits: string,
  repair: PhoneRepair | undefined,
): PhoneResult | undefined {
  if (digits.length < 10) return undefined;
  const result = fromAbroad(digits, repair);
  return result.ok && result.confidence === 'valid' ? result : undefined;
}

function fromAbroad(digits: string, repair: PhoneRepair | undefined): PhoneResult {
  const phone = parsePhoneNumberFromString(`+${digits}`);
  if (phone) return judgePhone(phone, repair);
  return refuse(errorOf(`+${digits}`));
}

function fromCountry(
  digits: string,
  country: string,
  repair: PhoneRepair | undefined,
): PhoneResult {
  if (!isSupportedCountry(country)) return refuse('unknown-country');
  const national = parsePhoneNumberFromString(digits, country);
  if (national?.isValid() === true) return judgeNational(national, digits, repair);
  if (digits.startsWith('60') && judgeMalaysian(digits).ok) return fromMalaysia(digits, repair);
  const abroad = foreignWithoutPlus(digits, repair);
  if (abroad) return abroad;
  if (national) return judgeNational(national, digits, repair);
  return refuse(errorOf(digits, country));
}

function judgeNational(
  phone: PhoneNumber,
  digits: string,
  repair: PhoneRepair | undefined,
): PhoneResult {
  const trunk = digits.startsWith('0') && !phone.nationalNumber.startsWith('0');
  return judgePhone(phone, trunk ? 'trunk-zero' : repair);
}

function errorOf(text: string, country?: CountryCode): PhoneErrorCode {
  switch (validatePhoneNumberLength(text, country)) {
    case 'TOO_SHORT':
      return 'too-short';
    case 'TOO_LONG':
      return 'too-long';
    case 'INVALID_COUNTRY':
      return 'unknown-country';
    case 'INVALID_LENGTH':
      return 'too-short';
    default:
      return 'not-a-number';
  }
}

function judgePhone(phone: PhoneNumber, repair: PhoneRepair | undefined): PhoneResult {
  const msisdn = phone.number.slice(1);
  if (phone.countryCallingCode === '60') return fromMalaysia(msisdn, repair);
  if (!phone.isPossible()) return refuse(errorOf(phone.number));
  // Some plans know short numbers for companies, such as +98 0000; nobody's phone has one.
  if (msisdn.length < SHORTEST) return refuse('too-short');
  const type = phone.getType();
  switch (type) {
    case undefined:
    case 'MOBILE':
    case 'FIXED_LINE_OR_MOBILE':
      break;
    case 'PREMIUM_RATE':
    case 'TOLL_FREE':
    case 'SHARED_COST':
      return refuse('premium');
    default:
      return refuse('not-mobile');
  }
  const country = phone.country ?? firstCountryOf(phone.countryCallingCode);
  if (country === undefined) return refuse('unknown-country');
  const confidence = type !== undefined && phone.isValid() ? 'valid' : 'possible';
  return { ok: true, msisdn, country, confidence, ...withRepair(repair) };
}

let countryByCode: Map<string, CountryCode> | undefined;

/** The country a calling code stands for when the range does not tell several apart. */
function firstCountryOf(callingCode: string): CountryCode | undefined {
  if (!countryByCode) {
    countryByCode = new Map([
      ['1', 'US'],
      ['7', 'RU'],
      ['44', 'GB'],
      ['61', 'AU'],
    ]);
    for (const country of getCountries()) {
      const code = getCountryCallingCode(country);
      if (!countryByCode.has(code)) countryByCode.set(code, country);
    }
  }
  return countryByCode.get(callingCode);
}

/** Whether this is the two-letter code (upper case) of a country that has phone numbers. */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}
