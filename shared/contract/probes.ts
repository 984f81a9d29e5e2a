import { z } from 'zod';
import { idSchema, momentSchema, needs } from './base.ts';
import { driverSchema } from './gateways.ts';

const field = z.object({ name: z.string(), value: z.string() });
const body = z.object({
  text: z.string(),
  /** Longer than what is shown of it. */
  cut: z.boolean(),
});

/**
 * A request to a gateway and its reply, as they may be seen: every form of every secret is covered, what
 * is no text is replaced, and what is long is cut.
 */
export const shownExchangeSchema = z.object({
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.array(field),
    body: body.nullable(),
  }),
  /** Null: none came. `whole`: false where it broke off, took too long or was too large. */
  reply: z
    .object({ status: z.string(), headers: z.array(field), body, whole: z.boolean() })
    .nullable(),
  /** Why there is no whole reply (ECONNREFUSED, TIMEOUT, …); null: there is one. */
  failure: z.string().nullable(),
  at: momentSchema,
  /** How long it took, ms. */
  ms: z.number(),
});

/** See shownExchangeSchema. */
export type ShownExchange = z.infer<typeof shownExchangeSchema>;

/** How Siar's rules read the answer to a message. */
export const readingSchema = z.object({
  outcome: z.enum([
    'accepted',
    'rejected',
    'rate-limited',
    'retryable',
    'paused',
    'split',
    'ambiguous',
  ]),
  code: z.string().nullable(),
  /** What the profile's code table says of that code; null: it is not in it. */
  codeMeaning: z.string().nullable(),
  /** One sentence for a person; null where it was accepted. */
  reason: z.string().nullable(),
  gatewayMessageId: z.string().nullable(),
  parts: z.number().nullable(),
  credits: z.number().nullable(),
  /** Each rule of a profile that the user wrote, with what it found; empty for Siar's own drivers. */
  rules: z.array(
    z.object({
      rule: z.enum(['http', 'success', 'success-text', 'code', 'id', 'parts', 'credits']),
      path: z.string(),
      wanted: z.string().nullable(),
      found: z.string().nullable(),
      holds: z.boolean(),
    }),
  ),
});

/** See readingSchema. */
export type ProbeReading = z.infer<typeof readingSchema>;

const profile = z.record(z.string(), z.json());
/** A profile as it stands in a form: any JSON object, checked by the core. */
export type ProfileDraft = z.infer<typeof profile>;

const message = { to: z.string().min(1).max(100), text: z.string().min(1).max(10_000) };

/** Looking at what goes to a gateway and comes back. All of it for those who may change gateways. */
export const probesContract = {
  /**
   * Reaches the gateway without sending a message (its balance, or what its kind has instead) and shows
   * request and reply. `profile`: tried instead of the stored one. Costs nothing.
   */
  check: needs('gateways.write')
    .input(z.strictObject({ gatewayId: idSchema, profile: profile.optional() }))
    .output(
      z.object({
        ok: z.boolean(),
        message: z.string(),
        balance: z.number().nullable(),
        exchanges: z.array(shownExchangeSchema),
      }),
    ),
  /** Sends one real message, as campaigns.testSend does (own record, cost, limits), and shows it. */
  send: needs('gateways.write')
    .input(z.strictObject({ gatewayId: idSchema, ...message }))
    .output(
      z.object({
        ok: z.boolean(),
        message: z.string(),
        parts: z.number(),
        credits: z.number().nullable(),
        exchanges: z.array(shownExchangeSchema),
        reading: readingSchema,
      }),
    ),
  /**
   * Builds the request for a message by a profile that need not be saved, and sends nothing. `reply`: a
   * reply as the gateway's documentation prints it, read by the profile's rules.
   */
  preview: needs('gateways.write', { recorded: false })
    .input(
      z.strictObject({
        driver: driverSchema,
        url: z.string().max(2_000),
        profile,
        ...message,
        reply: z
          .strictObject({ status: z.int().min(100).max(599), body: z.string().max(64_000) })
          .optional(),
      }),
    )
    .output(
      z.object({ exchanges: z.array(shownExchangeSchema), reading: readingSchema.nullable() }),
    ),
};
