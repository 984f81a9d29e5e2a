import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Writes an MSISDN for people: `60123456789` becomes `+60 12-345 6789`. Digits no plan knows are
 * shown with a plus and nothing else; anything but digits comes back untouched.
 */
export function formatMsisdn(msisdn: string): string {
  if (!/^\d+$/.test(msisdn)) return msisdn;
  // Malaysians write a dash after the operator's prefix; the library leaves it out abroad.
  const malaysian = /^60(1\d)(\d{3,4})(\d{4})$/.exec(msisdn);
  if (malaysian) return `+60 ${malaysian[1] ?? ''}-${malaysian[2] ?? ''} ${malaysian[3] ?? ''}`;
  const phone = parsePhoneNumberFromString(`+${msisdn}`);
  return phone?.formatInternational() ?? `+${msisdn}`;
}
