import { z } from 'zod';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** What only a Twilio account needs. One of the two decides who the message comes from. */
export const twilioOptionsSchema = z.strictObject({
  /** A number of the account in E.164, a short code, or an alphanumeric sender id. */
  from: z.string().trim().max(40).default(''),
  /** `MG…`: Twilio then chooses the sender itself. */
  messagingServiceSid: z.string().trim().max(64).default(''),
});

type CodeEntry = GatewayProfile['codes'][string];

const CHECK_ACCOUNT = 'Check the account SID and the token in the gateway settings, then resume.';
const CHECK_SENDER = 'Correct the sender in the gateway profile, then resume.';
const CHECK_NUMBER = 'Correct the number in the contact, then retry the failed messages.';

function rejected(meaning: string, advice: string): CodeEntry {
  return { meaning, class: 'rejected', advice };
}

function paused(
  meaning: string,
  pauseReason: 'credentials' | 'credit' | 'configuration',
  advice: string,
): CodeEntry {
  return { meaning, class: 'pause', pauseReason, advice };
}

/** Twilio Programmable Messaging: statuses and error codes by its message resource and error dictionary. */
export const TWILIO_PROFILE: GatewayProfile = {
  id: 'twilio',
  label: 'Twilio',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'none' },
  batchSize: 1,
  dedupe: 'none',
  ratePerSecond: 10,
  reportsMean: { delivered: 'reached the phone, as the operator says' },
  givesReports: true,
  reports: {
    accepted: 'ignored',
    scheduled: 'ignored',
    queued: 'ignored',
    sending: 'ignored',
    sent: 'ignored',
    delivered: 'delivered',
    read: 'delivered',
    undelivered: 'undelivered',
    failed: 'undelivered',
    canceled: 'undelivered',
  },
  codes: {
    '20003': paused('Wrong account SID or token', 'credentials', CHECK_ACCOUNT),
    '20404': paused('There is no such account', 'credentials', CHECK_ACCOUNT),
    '21211': rejected('Invalid phone number', CHECK_NUMBER),
    '21408': rejected(
      'The account may not send to this country',
      'Allow the country under Messaging Geographic Permissions at Twilio, then retry.',
    ),
    '21603': paused('No sender was given', 'configuration', CHECK_SENDER),
    '21606': paused('The sender is not one of the account’s', 'configuration', CHECK_SENDER),
    '21610': rejected('The person opted out at Twilio', 'Leave the person out.'),
    '21612': rejected('Not reachable from this sender', 'Use another sender for this country.'),
    '21614': rejected('Not a mobile number', CHECK_NUMBER),
    '21617': rejected('The text has more than 1,600 characters', 'Shorten the text.'),
    '30002': paused('The account is suspended', 'credit', 'Settle it with Twilio, then resume.'),
  },
  creditsPerPart: 1,
  options: { from: '', messagingServiceSid: '' },
};
