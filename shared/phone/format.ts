import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Writes an MSISDN for people: `60123456789` becomes `+60 12-345 6789`. Digits no plan knows are
 * shown with a plus and nothing else; anything but digits comes back untouched.
 */
export function formatMsisdn(msisdn: string): string {
  if (!/^\d+$/.test(msisdn)) return msisdn;
  const phone = parsePhoneNumberFromString(`+${msisdn}`);
  return phone?.formatInternational() ?? `+${msisdn}`;
}
