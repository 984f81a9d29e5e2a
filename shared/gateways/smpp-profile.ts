import { z } from 'zod';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** How a message of several parts is written: three ways that exclude each other, two of them by header. */
export const CONCATENATIONS = ['udh8', 'udh16', 'sar', 'payload'] as const;

/** `options` of a profile of an SMPP gateway. */
export const smppOptionsSchema = z.strictObject({
  /** Who the message is from: a name of at most 11 characters, a short code, or a number; empty: the gateway's own. */
  sender: z
    .string()
    .regex(/^[\x20-\x7e]{0,20}$/)
    .default(''),
  /** Type of number and numbering plan of the sender; absent: by what the sender looks like. */
  senderTon: z.int().min(0).max(255).optional(),
  senderNpi: z.int().min(0).max(255).optional(),
  recipientTon: z.int().min(0).max(255).default(1),
  recipientNpi: z.int().min(0).max(255).default(1),
  /** As the gateway asks for it; mostly empty. */
  systemType: z.string().max(12).default(''),
  serviceType: z.string().max(5).default(''),
  /** Messages on the way at once. More than the gateway expects makes more of them uncertain after a break. */
  window: z.int().min(1).max(100).default(10),
  /** `udh8` and `udh16`: a header with a reference of 8 or 16 bits. `sar`: optional parameters. `payload`: in one piece. */
  concatenation: z.enum(CONCATENATIONS).default('udh8'),
  /** Seconds of silence after which the gateway is asked whether it is there. */
  enquireSeconds: z.int().min(5).max(600).default(30),
  /** Seconds after which a message without an answer is uncertain. */
  answerSeconds: z.int().min(1).max(300).default(30),
});

/** See smppOptionsSchema. */
export type SmppOptions = z.infer<typeof smppOptionsSchema>;

/** What fits a part beside each way of writing several parts (GSM 03.40, 9.2.3.24). */
export const PART_LIMITS: Readonly<
  Record<SmppOptions['concatenation'], { gsm7: number; ucs2: number }>
> = {
  udh8: { gsm7: 153, ucs2: 67 },
  udh16: { gsm7: 152, ucs2: 66 },
  sar: { gsm7: 153, ucs2: 67 },
  payload: { gsm7: 153, ucs2: 67 },
};

/**
 * An SMPP profile whose parts are no longer than its way of writing several parts leaves room for: what is
 * predicted, and paid, is then what goes out. `options` are checked already.
 */
export function withPartLimits(profile: GatewayProfile): GatewayProfile {
  const limit = PART_LIMITS[smppOptionsSchema.parse(profile.options).concatenation];
  const within = (sizes: GatewayProfile['gsm7'], most: number) => ({
    ...sizes,
    multi: Math.min(sizes.multi, most),
  });
  return {
    ...profile,
    gsm7: within(profile.gsm7, limit.gsm7),
    ucs2: within(profile.ucs2, limit.ucs2),
  };
}

const configuration = (meaning: string, advice: string) => ({
  meaning,
  class: 'pause' as const,
  pauseReason: 'configuration' as const,
  advice,
});
const credentials = (meaning: string, advice: string) => ({
  meaning,
  class: 'pause' as const,
  pauseReason: 'credentials' as const,
  advice,
});
const rejected = (meaning: string, advice: string) => ({
  meaning,
  class: 'rejected' as const,
  advice,
});
const ASK = 'Ask the gateway what it means; the message is not sent again by itself.';
const LOGIN = 'Enter the system id and password again in the gateway settings, then resume.';
const TON = 'Correct the number types in the gateway profile, then resume.';
const LATER = 'Siar waits and tries again by itself: nothing was taken.';
const PARTS = 'Choose another way of joining parts in the gateway profile, then resume.';

/** command_status values (SMPP 3.4, 5.1.3). The two that ask to slow down are handled by the driver. */
const SMPP_CODES: GatewayProfile['codes'] = {
  '0x00': { meaning: 'Accepted', class: 'accepted', advice: 'Nothing to do.' },
  '0x01': rejected('Message length not accepted', 'Shorten the text, then send it again.'),
  '0x02': configuration('Command length not accepted', ASK),
  '0x03': configuration('Command not known to the gateway', ASK),
  '0x04': configuration('Not allowed on this kind of session', ASK),
  '0x05': configuration('Another session of this account is open', 'Close the other one.'),
  '0x08': { meaning: 'Internal error at the gateway', class: 'retryable', advice: LATER },
  '0x0a': configuration(
    'Sender not accepted',
    'Correct the sender in the gateway profile, or ask the gateway to allow it, then resume.',
  ),
  '0x0b': rejected('Recipient not accepted', 'Correct the number in the contact.'),
  '0x0d': credentials('Login refused', LOGIN),
  '0x0e': credentials('Wrong password', LOGIN),
  '0x0f': credentials('Unknown system id', LOGIN),
  '0x14': { meaning: 'The gateway’s queue is full', class: 'retryable', advice: LATER },
  '0x15': configuration('Service type not accepted', 'Correct it in the gateway profile.'),
  '0x43': configuration('Message class not accepted', PARTS),
  '0x45': rejected('Submit failed', ASK),
  '0x48': configuration('Sender’s type of number not accepted', TON),
  '0x49': configuration('Sender’s numbering plan not accepted', TON),
  '0x50': configuration('Recipient’s type of number not accepted', TON),
  '0x51': configuration('Recipient’s numbering plan not accepted', TON),
  '0x53': configuration('System type not accepted', 'Correct it in the gateway profile.'),
  '0x58': { meaning: 'Too fast for the gateway', class: 'retryable', advice: LATER },
  '0x61': configuration('Delivery time not accepted', ASK),
  '0x62': configuration('Validity period not accepted', ASK),
  '0x64': { meaning: 'Temporary error at the gateway', class: 'retryable', advice: LATER },
  '0x65': rejected('Permanent error at the gateway', ASK),
  '0x66': rejected('Refused by the gateway', ASK),
  '0xc0': configuration('Optional parameters not accepted', PARTS),
  '0xc1': configuration('An optional parameter is not allowed', PARTS),
  '0xc2': configuration('An optional parameter has a wrong length', PARTS),
  '0xc3': configuration('An optional parameter is missing', ASK),
  '0xc4': configuration('An optional parameter has a wrong value', PARTS),
  '0xfe': rejected('Delivery failed', ASK),
  '0xff': rejected('Unknown error at the gateway', ASK),
};

/** Any gateway that speaks SMPP 3.4; what its operator does otherwise is for a copy of this profile. */
export const SMPP_PROFILE: GatewayProfile = {
  id: 'smpp',
  label: 'SMPP gateway',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'siar' },
  batchSize: 1,
  dedupe: 'none',
  ratePerSecond: 20,
  reportsMean: { delivered: 'reached the phone, as the gateway says' },
  givesReports: true,
  reports: {
    DELIVRD: 'delivered',
    EXPIRED: 'expired',
    DELETED: 'undelivered',
    UNDELIV: 'undelivered',
    REJECTD: 'undelivered',
    SKIPPED: 'undelivered',
    UNKNOWN: 'ignored',
    ACCEPTD: 'ignored',
    ENROUTE: 'ignored',
    SCHEDULED: 'ignored',
  },
  codes: SMPP_CODES,
  creditsPerPart: 1,
  options: smppOptionsSchema.parse({}),
};
