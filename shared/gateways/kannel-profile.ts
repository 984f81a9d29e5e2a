import { z } from 'zod';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** `options` of a profile of a Kannel smsbox. */
export const kannelOptionsSchema = z.strictObject({
  /** Who the message is from; empty: the smsbox has a `global-sender`. */
  sender: z
    .string()
    .regex(/^[\x20-\x7e]{0,20}$/)
    .default(''),
  /** `smsc-id` of the connection to send through; empty: Kannel's own routing. */
  smsc: z.string().max(100).default(''),
  /** Path of its service below the address. */
  path: z.string().max(200).default('cgi-bin/sendsms'),
  /** Bits of the reports asked for: 1 delivered, 2 not delivered, 4 buffered, 8 taken, 16 refused by the operator. */
  dlrMask: z.int().min(0).max(63).default(19),
});

const configuration = (meaning: string, advice: string) => ({
  meaning,
  class: 'pause' as const,
  pauseReason: 'configuration' as const,
  advice,
});

/** What an smsbox says (Kannel user guide; texts as Kannel 1.4.5 answers). */
const KANNEL_CODES: GatewayProfile['codes'] = {
  '0': { meaning: 'Accepted for delivery', class: 'accepted', advice: 'Nothing to do.' },
  '3': {
    meaning: 'Queued at Kannel until its connection to the operator is up',
    class: 'accepted',
    advice: 'Nothing to do: Kannel sends it by itself.',
  },
  denied: {
    meaning: 'Number not accepted, or on a list of Kannel',
    class: 'rejected',
    advice: 'Correct the number in the contact, or Kannel’s lists.',
  },
  'no-sender': configuration(
    'No sender',
    'Enter a sender in the gateway profile, or a global-sender in Kannel, then resume.',
  ),
  'no-recipient': configuration('No recipient', 'Report this as a fault in Siar.'),
  'http-400': configuration(
    'Kannel does not accept the request',
    'Check the gateway profile, then resume.',
  ),
  'http-403': {
    meaning: 'Wrong user name or password, or this computer’s address is not allowed',
    class: 'pause',
    pauseReason: 'credentials',
    advice:
      'Enter them again in the gateway settings, or allow this computer in Kannel’s sendsms-user, then resume.',
  },
  'http-503': {
    meaning: 'Kannel cannot take messages now',
    class: 'retryable',
    advice: 'Siar tries again by itself: nothing was taken.',
  },
};

/** Kannel's smsbox. Without `max-messages = 10` in its sendsms-user it cuts long messages off. */
export const KANNEL_PROFILE: GatewayProfile = {
  id: 'kannel',
  label: 'Kannel',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'siar' },
  batchSize: 1,
  dedupe: 'none',
  ratePerSecond: 40,
  reportsMean: { delivered: 'reached the phone, as the operator behind Kannel says' },
  givesReports: true,
  // By the type of a report (%d); bits that only say more (32, 64) are taken together with theirs.
  reports: {
    '1': 'delivered',
    '2': 'undelivered',
    '4': 'ignored',
    '8': 'ignored',
    '16': 'undelivered',
    '34': 'expired',
    '66': 'ignored',
  },
  codes: KANNEL_CODES,
  creditsPerPart: 1,
  options: kannelOptionsSchema.parse({}),
};
