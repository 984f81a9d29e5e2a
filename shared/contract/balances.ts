import { z } from 'zod';
import { idSchema, momentSchema, needs, okSchema } from './base.ts';

const count = z.number().int();

/** What a gateway has left, what Siar's ledger says it should have, and the level that worries its owner. */
export const balanceSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** As the gateway told it last; null: never asked. */
  reading: z.object({ credits: count, at: momentSchema }).nullable(),
  /** The last reading less what Siar has spent since. */
  expected: count.nullable(),
  /**
   * The reading less what the ledger had left at that moment: below 0 somebody spent outside Siar,
   * above 0 somebody topped up. Null: not comparable (no books, or messages were on their way).
   */
  difference: count.nullable(),
  /** Alert below this; null: never. */
  level: count.nullable(),
  /** Since when it is below; null: it is not. */
  lowSince: momentSchema.nullable(),
});

/** See balanceSchema. */
export type Balance = z.infer<typeof balanceSchema>;

/** Where the credit of a gateway ends. */
export const creditEndSchema = z.object({
  campaignId: idSchema.nullable(),
  /** Null: a campaign of somebody else, or (with no id) the one that is being planned. */
  campaignName: z.string().nullable(),
  /** The first recipient, counted from 1, whom nobody pays for; and how many there are. */
  recipient: count,
  recipients: count,
  at: momentSchema,
});

/** How the sending of one gateway will go. */
export const gatewayRunwaySchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** What can still be spent, and when the gateway said so; null: not known. */
  credits: count.nullable(),
  asOf: momentSchema.nullable(),
  /** What everything that is running or scheduled still costs, retries that wait among it. */
  needed: count,
  /** Null: it lasts, or nobody knows. */
  end: creditEndSchema.nullable(),
  courses: z.array(
    z.object({
      /** Null: the campaign that is being planned. */
      campaignId: idSchema.nullable(),
      startsAt: momentSchema.nullable(),
      /** When its first attempts have left; null where its sending hours never come. */
      finishesAt: momentSchema.nullable(),
      /** When the retries that wait now have left, too; null: none waits. */
      retriesEndAt: momentSchema.nullable(),
    }),
  ),
  /** What comes on top once everything that is paused or held back is resumed; null: nothing is. */
  ifResumed: z
    .object({
      campaigns: count,
      /** Credits on top of `needed`. */
      needed: count,
      /** Credits missing then, for all of it; null: not known. */
      missing: count.nullable(),
      end: creditEndSchema.nullable(),
    })
    .nullable(),
});

/** See gatewayRunwaySchema. */
export type GatewayRunway = z.infer<typeof gatewayRunwaySchema>;

/** A campaign that is being planned, as its preview counts it. */
export const plannedDraftSchema = z.strictObject({
  gatewayId: idSchema,
  groups: z
    .array(
      z.strictObject({
        messages: count.min(0),
        parts: count.min(0),
        credits: count.min(0),
        zones: z.array(z.string().max(100)).max(20),
      }),
    )
    .max(1_000),
  window: z.string().max(20),
  startsAt: momentSchema.nullable(),
  rate: z.number().positive().nullable(),
  urgent: z.boolean(),
});

/** Balances over time, alerts, and how far the credit reaches. */
export const balancesContract = {
  all: needs('credits.read').output(z.array(balanceSchema)),
  /** Readings in order of time: all of the last days, then one an hour, then one a day. */
  series: needs('credits.read')
    .input(z.strictObject({ id: idSchema, from: momentSchema.optional() }))
    .output(z.array(z.object({ at: momentSchema, balance: count, ledger: count.nullable() }))),
  setLevel: needs('credits.rates')
    .input(z.strictObject({ id: idSchema, level: count.min(0).max(1_000_000_000).nullable() }))
    .output(okSchema),
  /**
   * Asks the gateway now and books what it has more or less than the ledger as an adjustment of the
   * house. Refused while messages are on their way, and for practice.
   */
  reconcile: needs('credits.adjust')
    .input(z.strictObject({ id: idSchema, reason: z.string().trim().max(500).optional() }))
    .output(z.object({ balance: count, difference: count, transactionId: idSchema.nullable() })),
  /** Gateways with something to send, or whose balance is known. */
  runway: needs('credits.read')
    .input(z.strictObject({ draft: plannedDraftSchema.optional() }).default({}))
    .output(z.array(gatewayRunwaySchema)),
};
