import { z } from 'zod';
import { idSchema, momentSchema } from './base.ts';

const count = z.number().int();

/** A notice or warning of the preview. Only `warning` holds a start back until it is allowed. */
const previewWarningSchema = z.object({
  code: z.string(),
  severity: z.enum(['notice', 'warning']),
  message: z.string(),
  count,
});

/** The people of a preview whose parts cost the same, by the same line of one gateway's rate table. */
const previewCountrySchema = z.object({
  gatewayId: idSchema,
  /** ISO 3166 code. */
  country: z.string(),
  /** The number prefix that decides the rate; empty where the whole country costs the same. */
  prefix: z.string(),
  /** Zones whose hours the sending window means; several where a number does not tell which. */
  zones: z.array(z.string()),
  recipients: count,
  parts: count,
  credits: count,
  /** Credits per part. */
  rate: z.number(),
  /** Whether the gateway, or a person, stands by this rate. */
  confirmed: z.boolean(),
  /** Written in front of these texts by Siar or the gateway; empty where the rule does not apply. */
  pricePrefix: z.string(),
});

/** What one gateway would send of a campaign: routing rules may divide it among several. */
const previewGatewaySchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  /** The campaign's own gateway, which takes what no rule is about. */
  own: z.boolean(),
  recipients: count,
  parts: count,
  credits: count,
  /** Credits there are for it on this gateway's books; null: nothing is known of them. */
  available: count.nullable(),
  /** The warnings that are about this gateway; they are among those of the preview, too. */
  warnings: z.array(previewWarningSchema),
});

/** People whose number a look-up found dead: how many, what their messages cost, and how old that is. */
const deadPeopleSchema = z.object({
  people: count,
  credits: count,
  /** When they were found dead: the first and the last of them; null: nobody. */
  oldestAt: momentSchema.nullable(),
  newestAt: momentSchema.nullable(),
});

/** See deadPeopleSchema. */
export type DeadPeople = z.infer<typeof deadPeopleSchema>;

/** What a campaign would do, with no side effect. */
export const previewSchema = z.object({
  /** People who would get a message. */
  recipients: count,
  /** By reason: `suppressed`, `dead-number`. */
  excluded: z.record(z.string(), count),
  /** What look-ups know of these people; who is suppressed is not among them. */
  dead: z.object({
    /** Whether the recent ones are left out (`excluded` has them then), or sent to and charged. */
    leftOut: z.boolean(),
    /** Days that a result counts, of the settings. */
    days: count,
    recent: deadPeopleSchema,
    /** Found dead longer ago: these numbers may have been given out anew, so they are sent to. */
    old: deadPeopleSchema,
  }),
  parts: count,
  credits: count,
  gsm7: count,
  ucs2: count,
  longestParts: count,
  warnings: z.array(previewWarningSchema),
  samples: z.array(
    z.object({
      contactId: idSchema,
      name: z.string(),
      to: z.string(),
      text: z.string(),
      encoding: z.enum(['gsm7', 'ucs2']),
      parts: count,
      country: z.string(),
      gatewayName: z.string(),
      zones: z.array(z.string()),
      /** Credits per part. */
      rate: z.number(),
      credits: count,
    }),
  ),
  /** The gateways that would send any of it: the campaign's own first, then most people first. */
  gateways: z.array(previewGatewaySchema),
  /** Most credits first. */
  countries: z.array(previewCountrySchema),
  /** Seconds of pure sending at the effective rate. */
  sendSeconds: z.number(),
});

/** See previewSchema. */
export type Preview = z.infer<typeof previewSchema>;
