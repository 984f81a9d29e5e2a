import { z } from 'zod';
import { retryPolicySchema } from '#shared/gateways/retry-policy.ts';
import { idSchema, needs } from './base.ts';

const count = z.number().int();

/** A gateway's retry policy and what it would cost. */
export const retrySettingsSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  /** The policy that holds. */
  policy: retryPolicySchema,
  /** Nobody has changed it: the profile's own. */
  isDefault: z.boolean(),
  /** The gateway sends again by itself, so Siar may not. */
  gatewayRetries: z.boolean(),
  /** Whether delivery reports come in at all: without them nothing is ever known to have failed. */
  reportsCome: z.boolean(),
  /** What the last 30 days of this gateway would have asked for. */
  lastMonth: z.object({
    messages: count,
    /** Messages that ended undelivered or expired. */
    failed: count,
    /** What sending those again once costs. */
    failedCredits: count,
  }),
});

/** See retrySettingsSchema. */
export type RetrySettings = z.infer<typeof retrySettingsSchema>;

/** Automatic retries (decision record 0013). */
export const retriesContract = {
  settings: needs('gateways.read')
    .input(z.strictObject({ gatewayId: idSchema }))
    .output(retrySettingsSchema),
  /** Refused with `gateway-retries` where the gateway sends again by itself. Retries that wait keep their time. */
  save: needs('gateways.write')
    .input(z.strictObject({ gatewayId: idSchema, policy: retryPolicySchema }))
    .output(retrySettingsSchema),
  /** Takes back the waiting retries of a campaign: their messages stay as they were reported. */
  cancel: needs('campaigns.send')
    .input(z.strictObject({ campaignId: idSchema }))
    .output(z.object({ cancelled: count })),
};
