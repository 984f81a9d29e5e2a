import { z } from 'zod';
import { byIdSchema, idSchema, needs, okSchema } from './base.ts';

/** A rule of the ordered list that decides by which gateway a number is sent to. */
const routingRuleSchema = z.object({
  id: idSchema,
  /** 1 is asked first. */
  position: z.int().positive(),
  /** ISO 3166 code of the recipient's country; null: the rule is for a prefix. */
  country: z.string().nullable(),
  /** First digits of the number, with the country code; null: the rule is for a country. */
  prefix: z.string().nullable(),
  gatewayId: idSchema,
  gatewayName: z.string(),
  enabled: z.boolean(),
  /** Position of an earlier rule that takes every number this one is about; null: it gets its turn. */
  coveredBy: z.int().positive().nullable(),
});

/** See routingRuleSchema. */
export type RoutingRuleLine = z.infer<typeof routingRuleSchema>;

const written = {
  country: z.string().max(40).nullable().optional(),
  prefix: z.string().max(40).nullable().optional(),
};

/** Which gateway a number would be sent by, and why. */
const routeTrialSchema = z.object({
  /** As the number was read. */
  msisdn: z.string(),
  country: z.string(),
  /** The rule that decides; null: none is about it, so the campaign's own gateway sends. */
  rule: routingRuleSchema.nullable(),
});

/** Routing rules. Campaigns that were started keep the gateways their messages were frozen with. */
export const routingContract = {
  /** In the order in which they are asked. */
  all: needs('gateways.read').output(z.array(routingRuleSchema)),
  /** A rule for a country or for a prefix, at the end or at position `at`. */
  add: needs('gateways.write')
    .input(
      z.strictObject({
        ...written,
        gatewayId: idSchema,
        enabled: z.boolean().default(true),
        at: z.int().positive().optional(),
      }),
    )
    .output(routingRuleSchema),
  update: needs('gateways.write')
    .input(
      z.strictObject({
        id: idSchema,
        ...written,
        gatewayId: idSchema.optional(),
        enabled: z.boolean().optional(),
      }),
    )
    .output(routingRuleSchema),
  /** Puts a rule at a position; those behind it move down. */
  move: needs('gateways.write')
    .input(z.strictObject({ id: idSchema, to: z.int().positive() }))
    .output(z.array(routingRuleSchema)),
  remove: needs('gateways.write').input(byIdSchema).output(okSchema),
  /** Reads a written number and says which rule decides about it. Changes nothing. */
  try: needs('gateways.read')
    .input(z.strictObject({ number: z.string().min(1).max(100) }))
    .output(routeTrialSchema),
};
