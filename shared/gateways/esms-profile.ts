import { esmsOptionsSchema, PRACTICE_LOOK_UP } from '#shared/gateways/look-up.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** Answer codes of `/sms/send` (eSMS Malaysia send page, 2017 and 2022 editions). */
const ESMS_CODES: GatewayProfile['codes'] = {
  '0': {
    meaning: 'Accepted',
    class: 'accepted',
    advice: 'Nothing to do: the gateway took the message and charged for it.',
  },
  '1': {
    meaning: 'A required field is missing',
    class: 'pause',
    pauseReason: 'configuration',
    advice: 'Check the gateway settings; if they are complete, report this as a fault in Siar.',
  },
  '2': {
    meaning: 'This computer’s internet address is not on the account’s allow-list',
    class: 'pause',
    pauseReason: 'credentials',
    advice:
      'Add this computer’s address to the allow-list in the eSMS portal, or switch the list off, then resume.',
  },
  '3': {
    meaning: 'Wrong API key or secret',
    class: 'pause',
    pauseReason: 'credentials',
    advice: 'Enter the API key and secret again in the gateway settings, then resume.',
  },
  '4': {
    meaning: 'Country code not recognised',
    class: 'rejected',
    advice: 'Correct the number: it must begin with a country code, such as 60123456789.',
  },
  '5': {
    meaning: 'Not enough credit',
    class: 'pause',
    pauseReason: 'credit',
    advice: 'Top up the eSMS account, then resume: the messages not yet sent are still queued.',
  },
  '6': {
    meaning: 'Internal error at the gateway',
    class: 'retryable',
    advice: 'Siar tries again by itself: the gateway says that is safe after this answer.',
  },
  '7': {
    meaning: 'Message type not recognised',
    class: 'pause',
    pauseReason: 'configuration',
    advice: 'Check the gateway profile; if it is unchanged, report this as a fault in Siar.',
  },
  '8': {
    meaning: 'Text too long',
    class: 'rejected',
    advice: 'Shorten the text to at most 10 parts.',
  },
  '9': {
    meaning: 'Invalid phone number',
    class: 'rejected',
    advice: 'Correct the number in the contact, then retry the failed messages.',
  },
  '10': {
    meaning: 'Text does not begin with RM0.00',
    class: 'rejected',
    advice:
      'Set the price prefix of this gateway profile to “RM0.00 ” for Malaysia, then send again.',
  },
};

/** eSMS Malaysia: 1530 septets or 670 UTF-16 units in all, one recipient per request, no dedupe key. */
export const ESMS_PROFILE: GatewayProfile = {
  id: 'esms',
  label: 'eSMS Malaysia',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'siar' },
  batchSize: 1,
  dedupe: 'none',
  ratePerSecond: 40,
  reportsMean: { delivered: 'reached the operator' },
  givesReports: true,
  reports: { DELIVRD: 'delivered', UNDELIV: 'undelivered', EXPIRED: 'expired' },
  codes: ESMS_CODES,
  creditsPerPart: 1,
  options: esmsOptionsSchema.parse({}),
};

/** The built-in simulator: behaves like eSMS, reaches nobody and costs nothing real. */
export const PRACTICE_PROFILE: GatewayProfile = {
  ...ESMS_PROFILE,
  id: 'practice',
  label: 'Practice gateway',
  options: { lookUp: PRACTICE_LOOK_UP },
};
