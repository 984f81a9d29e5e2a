import type { PhoneErrorCode, PhoneRepair } from '#shared/phone/clean.ts';

/** Mobile prefixes and lengths of Malaysia, as digits with country code (prefix plan of +60). */
const MOBILE = /^60(?:1[0236478]\d{7}|11\d{8}|15(?:31\d{5}|9\d{7})|19\d{7,8})$/;

/**
 * Ranges known to be assigned: libphonenumber's mobile pattern for MY (metadata of 1.13.16), kept
 * as one expression because parsing each number costs twenty times more. A test holds it against
 * the library, so a metadata update that changes it is noticed.
 */
const ASSIGNED =
  /^60(?:1(?:(?:1888[689]|4400|8(?:47|8[27])[0-4])\d{4}|9\d{7,8})|1(?:0(?:[23568]\d|4[0-6]|7[016-9]|9[0-8])|1(?:[1-5]\d\d|6(?:0[5-9]|[1-9]\d)|7(?:[0-4]\d|5[0-79]|6[02-4]|8[02-5]))|(?:[26]\d|[37][1-9]|4[235-9])\d|5(?:31|9\d\d)|8(?:1[23]|[236]\d|4[06]|5(?:46|[7-9])|7[016-9]|8[01]|9[0-8]))\d{5})$/;
const TOLL_OR_PREMIUM = /^601[36578]00\d{6}$/;
const LANDLINE = /^60[3-9]\d{7,8}$/;

/** The verdict on digits that begin with 60. */
export type MalaysianVerdict =
  { ok: true; confidence: 'valid' | 'possible' } | { ok: false; code: PhoneErrorCode };

/** Judges an MSISDN of Malaysia by prefix and length; "unassigned" only lowers the confidence. */
export function judgeMalaysian(msisdn: string): MalaysianVerdict {
  if (MOBILE.test(msisdn)) {
    return { ok: true, confidence: ASSIGNED.test(msisdn) ? 'valid' : 'possible' };
  }
  return { ok: false, code: malaysianError(msisdn) };
}

function malaysianError(msisdn: string): PhoneErrorCode {
  if (TOLL_OR_PREMIUM.test(msisdn)) return 'premium';
  if (LANDLINE.test(msisdn)) return 'not-mobile';
  if (msisdn.length < 11) return 'too-short';
  if (msisdn.length > 12) return 'too-long';
  // 011 and 015-9 are eight digits long, every other mobile prefix seven.
  if (/^60(?:11|159)/.test(msisdn)) return 'too-short';
  if (/^601[0236478]/.test(msisdn)) return 'too-long';
  return 'not-mobile';
}

/** A number without `+`, read as Malaysians write it; undefined when it is not written that way. */
export function malaysianMsisdn(
  digits: string,
): { msisdn: string; repair?: PhoneRepair } | undefined {
  if (digits.startsWith('600') && digits.length > 10 && /^600[13-9]/.test(digits)) {
    return { msisdn: `60${digits.slice(3)}`, repair: 'trunk-zero' };
  }
  if (digits.startsWith('60')) return { msisdn: digits };
  if (digits.startsWith('0')) return { msisdn: `60${digits.slice(1)}`, repair: 'trunk-zero' };
  if (/^1\d{8,9}$/.test(digits)) {
    return { msisdn: `60${digits}`, repair: 'excel-zero-restored' };
  }
  return undefined;
}
