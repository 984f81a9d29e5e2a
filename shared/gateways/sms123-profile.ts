import type { GatewayProfile } from '#shared/gateways/profile.ts';

type Codes = GatewayProfile['codes'];
type CodeEntry = Codes[string];

/** Meanings of the answer codes of `send.php`, by the number that www.sms123.net gives them. */
const MEANINGS: readonly [code: string, entry: CodeEntry][] = [
  [
    'E00001',
    {
      meaning: 'Accepted',
      class: 'accepted',
      advice: 'Nothing to do: the gateway took the message and charged for it.',
    },
  ],
  [
    'BE00128',
    {
      meaning: 'Accepted, but the balance is low',
      class: 'accepted',
      advice: 'Top up soon, so that sending does not stop.',
    },
  ],
  [
    'E00081',
    {
      meaning: 'The account is not active',
      class: 'pause',
      pauseReason: 'credentials',
      advice: 'Ask the gateway to activate the account, then resume.',
    },
  ],
  [
    'E00242',
    {
      meaning: 'Invalid phone number',
      class: 'rejected',
      blames: 'recipient',
      advice: 'Correct the number in the contact, then retry the failed messages.',
    },
  ],
  [
    'E00243',
    {
      meaning: 'The text is empty',
      class: 'rejected',
      advice: 'Write a text, then send again.',
    },
  ],
  [
    'E00248',
    {
      meaning: 'No recipient was given',
      class: 'pause',
      pauseReason: 'configuration',
      advice: 'Check the gateway profile; if it is unchanged, report this as a fault in Siar.',
    },
  ],
  [
    'E00249',
    {
      meaning: 'The text has more than 10 parts',
      class: 'rejected',
      advice: 'Shorten the text to at most 10 parts.',
    },
  ],
  [
    'E00250',
    {
      meaning: 'Not enough credit',
      class: 'pause',
      pauseReason: 'credit',
      advice: 'Top up the account, then resume: the messages not yet sent are still queued.',
    },
  ],
  [
    'E00253',
    {
      meaning: 'More than 100 recipients in one request',
      class: 'pause',
      pauseReason: 'configuration',
      advice: 'Set “Recipients per request” in the gateway profile to 100 or less, then resume.',
    },
  ],
  [
    'E00359',
    {
      meaning: 'Wrong API key',
      class: 'pause',
      pauseReason: 'credentials',
      advice: 'Enter the API key again in the gateway settings, then resume.',
    },
  ],
  [
    'E00366',
    {
      meaning: 'The text names an international brand',
      class: 'rejected',
      advice: 'Take the brand out of the text: only local brands may be sent on local routes.',
    },
  ],
  [
    'BE00035',
    {
      meaning: 'The company name is missing in the text',
      class: 'pause',
      pauseReason: 'configuration',
      advice: 'Every text must name the company. Stop this campaign and send a text that does.',
    },
  ],
  [
    'BE00036',
    {
      meaning: 'The text is not on the account’s list of approved texts',
      class: 'pause',
      pauseReason: 'configuration',
      advice: 'Submit the text for approval under Gateways and wait for it, then resume.',
    },
  ],
  [
    'BE00096',
    {
      meaning: 'The gateway has this request already',
      class: 'accepted',
      duplicate: true,
      advice: 'Nothing to do: the request had arrived the first time and was not sent twice.',
    },
  ],
];

/**
 * The same code under a white label that counts `by` more (maysms.my counts 1 more, except for the
 * low-balance code, of which nothing is known there).
 */
function renumber(code: string, by: number): string {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(code) ?? [];
  return `${letters}${String(Number(digits) + by).padStart(digits.length, '0')}`;
}

/**
 * SMS123 (sms123.net, API page): up to 100 recipients of equal text, `referenceID` as dedupe key, no
 * delivery reports. Single 160 / 70, parts of 152 / 63; the gateway puts `RM0 ` in front.
 */
export const SMS123_PROFILE: GatewayProfile = {
  id: 'sms123',
  label: 'SMS123',
  gsm7: { single: 160, multi: 152 },
  ucs2: { single: 70, multi: 63 },
  maxParts: 10,
  pricePrefix: { text: 'RM0 ', countries: ['MY'], addedBy: 'gateway' },
  batchSize: 100,
  dedupe: 'reference',
  ratePerSecond: 40,
  reportsMean: { delivered: 'not reported by this gateway' },
  givesReports: false,
  // User guide: phones that are off are tried for some hours.
  retriesItself: true,
  reports: {},
  codes: Object.fromEntries(MEANINGS),
  creditsPerPart: 1,
  options: {},
};

/** The white label of sms123 at app-sms.online-live-support.com: same codes, `RM0.00 ` in front. */
export const ONLINE_LIVE_SUPPORT_PROFILE: GatewayProfile = {
  ...SMS123_PROFILE,
  id: 'sms123-ols',
  label: 'Online Live Support SMS',
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'gateway' },
};

/** The white label of sms123 at maysms.my: every code counts 1 more, `RM0.00 ` in front. */
export const MAYSMS_PROFILE: GatewayProfile = {
  ...SMS123_PROFILE,
  id: 'maysms',
  label: 'MaySMS',
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'gateway' },
  codes: Object.fromEntries(
    MEANINGS.filter(([code]) => code !== 'BE00128').map(([code, entry]) => [
      renumber(code, 1),
      entry,
    ]),
  ),
};

/** The practice gateway in the manner of SMS123, and of the white label with other codes. */
export const PRACTICE_SMS123_PROFILES: readonly GatewayProfile[] = [
  { ...SMS123_PROFILE, id: 'practice-sms123', label: 'Practice gateway (SMS123)' },
  { ...MAYSMS_PROFILE, id: 'practice-maysms', label: 'Practice gateway (MaySMS)' },
];
