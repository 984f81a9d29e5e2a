import { z } from 'zod';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** What only an SMSGate phone needs. */
export const smsgateOptionsSchema = z.strictObject({
  /** 0: the phone decides. */
  simNumber: z.int().min(0).max(3).default(0),
  /** Which of the account's phones; empty: any. */
  deviceId: z.string().trim().max(64).default(''),
  /** `message` for the app's older versions. */
  path: z.enum(['messages', 'message']).default('messages'),
});

/** SMSGate (capcom6, android-sms-gateway): the user's own Android phone, its own tariff. */
export const SMSGATE_PROFILE: GatewayProfile = {
  id: 'smsgate',
  label: 'SMSGate phone',
  gsm7: { single: 160, multi: 153 },
  ucs2: { single: 70, multi: 67 },
  maxParts: 10,
  pricePrefix: { text: 'RM0.00 ', countries: ['MY'], addedBy: 'none' },
  batchSize: 1,
  dedupe: 'none',
  // Android itself warns at 30 messages in half an hour; operators block numeric senders that hurry.
  ratePerSecond: 0.2,
  reportsMean: { delivered: 'reached the phone, as its operator says' },
  givesReports: true,
  reports: {
    Pending: 'ignored',
    // Can stick for ever and proves nothing: not to be sent again by itself.
    Processed: 'ignored',
    Sent: 'ignored',
    Cancelling: 'ignored',
    Cancelled: 'undelivered',
    Delivered: 'delivered',
    Failed: 'undelivered',
  },
  codes: {},
  creditsPerPart: 0,
  options: { simNumber: 0, deviceId: '', path: 'messages' },
};
