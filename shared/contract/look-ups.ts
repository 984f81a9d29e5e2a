import { z } from 'zod';
import { LOOK_UP_RESULTS } from '#shared/gateways/look-up.ts';
import { idSchema, momentSchema, needs } from './base.ts';

/**
 * Where a look-up stands. `asking`: on its way. `asked`: the gateway took it, its result is to come.
 * `answered`: see the result. `refused`: not taken, costs nothing. `uncertain`: it may have been taken and
 * charged; it is not asked again by itself.
 */
export const LOOK_UP_STATES = ['asking', 'asked', 'answered', 'refused', 'uncertain'] as const;

/** A look-up of one number at one gateway. */
export const lookUpSchema = z.object({
  id: idSchema,
  msisdn: z.string(),
  gatewayId: idSchema,
  gatewayName: z.string(),
  state: z.enum(LOOK_UP_STATES),
  /** Only when answered. */
  result: z.enum(LOOK_UP_RESULTS).nullable(),
  /** The gateway's own word for it. */
  word: z.string().nullable(),
  code: z.string().nullable(),
  /** One or two sentences where something is to be said about it; else empty. */
  reason: z.string(),
  /** Credits taken; null: none, or the gateway did not say. */
  credits: z.number().int().nullable(),
  startedAt: momentSchema,
  answeredAt: momentSchema.nullable(),
});

/** See lookUpSchema. */
export type LookUp = z.infer<typeof lookUpSchema>;

/** A gateway that looks numbers up, and what that costs. */
export const lookUpOfferSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** Expected credits for one number. */
  credits: z.number().int(),
  /** Why nothing can be asked now (no address for the result), as one sentence; null: it can. */
  problem: z.string().nullable(),
});

/** See lookUpOfferSchema. */
export type LookUpOffer = z.infer<typeof lookUpOfferSchema>;

/** Numbers in one call: a list goes in several. */
export const LOOK_UP_MOST = 50;

const msisdns = z.array(z.string().min(1).max(100)).min(1);

/** Asking a gateway whether numbers are in use (HLR), with results that are remembered. */
export const lookUpsContract = {
  /** Gateways that can. */
  offers: needs('contacts.read').output(z.array(lookUpOfferSchema)),
  /** The latest look-up of each of these numbers that had one. */
  latest: needs('contacts.read')
    .input(z.strictObject({ msisdns: msisdns.max(500) }))
    .output(z.array(lookUpSchema)),
  /**
   * Asks about numbers that were not looked up within the days of the settings; `again`: about all. Costs
   * credits. `entries` in the order of the numbers; `remembered`: what was known already.
   */
  ask: needs('contacts.lookup')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        msisdns: msisdns.max(LOOK_UP_MOST),
        again: z.boolean().default(false),
      }),
    )
    .output(z.object({ entries: z.array(lookUpSchema.extend({ remembered: z.boolean() })) })),
};
