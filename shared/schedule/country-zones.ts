/** Time zones people live in, per country, one per distinct clock. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  MY: ['Asia/Kuala_Lumpur'],
  SG: ['Asia/Singapore'],
  TH: ['Asia/Bangkok'],
  ID: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  HK: ['Asia/Hong_Kong'],
  MO: ['Asia/Macau'],
  TW: ['Asia/Taipei'],
  CN: ['Asia/Shanghai'],
  NZ: ['Pacific/Auckland'],
  BN: ['Asia/Brunei'],
  AU: [
    'Australia/Perth',
    'Australia/Darwin',
    'Australia/Adelaide',
    'Australia/Brisbane',
    'Australia/Sydney',
  ],
  GB: ['Europe/London'],
  US: [
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'America/Anchorage',
    'Pacific/Honolulu',
  ],
  CA: [
    'America/St_Johns',
    'America/Halifax',
    'America/Toronto',
    'America/Winnipeg',
    'America/Regina',
    'America/Edmonton',
    'America/Vancouver',
  ],
  IN: ['Asia/Kolkata'],
  PH: ['Asia/Manila'],
  VN: ['Asia/Ho_Chi_Minh'],
  JP: ['Asia/Tokyo'],
  KR: ['Asia/Seoul'],
  BD: ['Asia/Dhaka'],
  KH: ['Asia/Phnom_Penh'],
  LA: ['Asia/Vientiane'],
  MM: ['Asia/Yangon'],
  NP: ['Asia/Kathmandu'],
  PK: ['Asia/Karachi'],
  LK: ['Asia/Colombo'],
  QA: ['Asia/Qatar'],
  SA: ['Asia/Riyadh'],
  AE: ['Asia/Dubai'],
  FR: ['Europe/Paris'],
  DE: ['Europe/Berlin'],
};

/**
 * The IANA zones a recipient in this country may live in. A number does not tell which, so a
 * sending window must be open in all of them. Unknown countries get the fallback zone.
 */
export function zonesOfCountry(iso: string, fallbackZone: string): string[] {
  const zones = Object.hasOwn(ZONES, iso) ? ZONES[iso] : undefined;
  return zones ? [...zones] : [fallbackZone];
}
