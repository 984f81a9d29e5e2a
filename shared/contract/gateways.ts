import { z } from 'zod';
import { gatewayCapsSchema } from '#shared/gateways/cap.ts';
import { capabilitiesSchema } from '#shared/gateways/capabilities.ts';
import { gatewayProfileSchema } from '#shared/gateways/profile.ts';
import { byIdSchema, idSchema, momentSchema, okSchema, needs } from './base.ts';

/** Drivers that exist. Later ones are added here and in electron/core/gateways/registry.ts. */
export const DRIVERS = [
  'esms',
  'sms123',
  'kannel',
  'smpp',
  'twilio',
  'smsgate',
  'http',
  'practice',
] as const;

/** See DRIVERS. */
export const driverSchema = z.enum(DRIVERS);

/** See DRIVERS. */
export type DriverName = z.infer<typeof driverSchema>;

/** A gateway account. Secrets are write-only: only whether they are set can be read. */
export const gatewaySchema = z.object({
  id: idSchema,
  name: z.string(),
  driver: driverSchema,
  /** Base URL; null for the built-in practice gateway, which runs inside Siar. */
  url: z.string().nullable(),
  /** Messages per second, at most. */
  rate: z.number(),
  /** At most so many messages or parts in any second, minute, hour or 24 hours. */
  caps: gatewayCapsSchema,
  profile: gatewayProfileSchema,
  /** What this account can do. */
  capabilities: capabilitiesSchema,
  secretsSet: z.boolean(),
  /** HOST:PORT on which delivery reports are received, if any. */
  dlrListen: z.string().nullable(),
  /** Public address under which the gateway reaches that listener, if it differs. */
  dlrUrl: z.string().nullable(),
  /** The callback address given to the gateway, with its secret path masked. */
  dlrCallback: z.string().nullable(),
  dlrListening: z.boolean(),
  /** Why reports that should arrive cannot (a port in use, …), with what to do. */
  reportsProblem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** How asking for reports goes; null where they come another way. */
  polling: z
    .object({
      /** Messages whose report is still to be asked for. */
      waiting: z.int().nonnegative(),
      /** When the gateway last answered, since Siar was started. */
      answeredAt: momentSchema.nullable(),
      /** The next question; null: nothing is to be asked. */
      nextAt: momentSchema.nullable(),
      problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    })
    .nullable(),
  /** Messages cost nothing and reach nobody. */
  practice: z.boolean(),
  balance: z.object({ credits: z.number(), asOf: momentSchema }).nullable(),
  createdAt: momentSchema,
});

/** See gatewaySchema. */
export type Gateway = z.infer<typeof gatewaySchema>;

/** Credentials by the driver's own field names, for eSMS `apiKey` and `apiSecret`. */
export const secretsSchema = z.record(z.string().max(100), z.string().max(2_000));

const editable = {
  url: z.string().max(2_000).nullable().optional(),
  /** The user's word that this address may be plain http although it is not this computer. */
  allowPlainHttp: z.boolean().optional(),
  rate: z.number().positive().max(100_000).optional(),
  caps: gatewayCapsSchema.optional(),
  dlrListen: z.string().max(200).nullable().optional(),
  dlrUrl: z.string().max(2_000).nullable().optional(),
  secrets: secretsSchema.optional(),
};

/** Accounts at gateways; credentials go in and never come out again (`secretsSet` says if there are any). */
export const gatewaysContract = {
  all: needs('gateways.read').output(z.array(gatewaySchema)),
  get: needs('gateways.read').input(byIdSchema).output(gatewaySchema),
  add: needs('gateways.write')
    .input(
      z.strictObject({
        name: z.string().trim().min(1).max(100),
        driver: driverSchema,
        profile: z.string().max(100).optional(),
        ...editable,
      }),
    )
    .output(gatewaySchema),
  update: needs('gateways.write')
    .input(
      z.strictObject({
        id: idSchema,
        name: z.string().trim().min(1).max(100).optional(),
        ...editable,
      }),
    )
    .output(gatewaySchema),
  /** Facts about the gateway, or back to those that Siar ships. Frozen messages keep what they have. */
  saveProfile: needs('gateways.write')
    .input(
      z.strictObject({
        id: idSchema,
        profile: z.union([z.literal('shipped'), z.record(z.string(), z.json())]),
      }),
    )
    .output(gatewaySchema),
  /** Refused while a campaign that is not over uses it. History keeps the name. */
  remove: needs('gateways.write').input(byIdSchema).output(okSchema),
  /** Reaches the gateway and checks the credentials without sending a message. */
  test: needs('gateways.write')
    .input(byIdSchema)
    .output(z.object({ ok: z.boolean(), message: z.string(), balance: z.number().nullable() })),
  balance: needs('gateways.read')
    .input(byIdSchema)
    .output(z.object({ balance: z.number(), asOf: momentSchema })),
  /** What the built-in practice gateway accepted, newest first: the "phones" of practice. */
  practiceInbox: needs('gateways.read').output(
    z.array(
      z.object({
        id: z.string(),
        to: z.string(),
        text: z.string(),
        parts: z.number(),
        at: momentSchema,
      }),
    ),
  ),
};
