import { z } from 'zod';
import { failureSchema } from './errors.ts';
import { CAMPAIGN_STATES } from '#shared/campaigns/lifecycle.ts';
import { idSchema, momentSchema, needs } from './base.ts';

const count = z.number().int();

/** What a gateway's credits say about messages whose fate nobody knows. */
export const balanceEvidenceSchema = z.object({
  /** The last balance that the gateway told before the first of them left, and the first after the last. */
  before: z.object({ at: momentSchema, balance: count }),
  after: z.object({ at: momentSchema, balance: count }),
  /** Credits that the gateway took between them and that Siar knows nothing of. */
  unexplained: count,
});

/** Uncertain messages of one campaign through one gateway: how many, why, and what evidence there is. */
export const uncertainGroupSchema = z.object({
  campaignId: idSchema,
  campaignName: z.string(),
  campaignState: z.enum(CAMPAIGN_STATES),
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** All of them, and those among them that nobody has decided on yet. */
  messages: count,
  undecided: count,
  /** What sending all of them again would cost, in credits as predicted. */
  credits: count,
  /** When the first and the last of them were handed over. */
  from: momentSchema,
  to: momentSchema,
  /** Why, most frequent first. `reason` is one sentence. */
  reasons: z.array(z.object({ code: z.string(), reason: z.string(), messages: count })),
  evidence: z.object({
    /** Delivery reports of this gateway since then that belong to no message known here. */
    strayReports: count,
    /** Null: the gateway told no balance before and after, or credits were added between. */
    balance: balanceEvidenceSchema.nullable(),
    /** Asking the gateway for its balance now would help: it told none since. */
    balanceHelps: z.boolean(),
    /** The gateway recognises a repeat of every request among them: sending again cannot reach anybody twice. */
    repeatable: z.boolean(),
  }),
});

/** See uncertainGroupSchema. */
export type UncertainGroup = z.infer<typeof uncertainGroupSchema>;

/** Messages whose fate nobody knows. */
export const uncertainContract = {
  /** Undecided ones first, then by time, newest first. */
  overview: needs('campaigns.read').output(
    z.object({ messages: count, undecided: count, groups: z.array(uncertainGroupSchema) }),
  ),
  /**
   * Decides for whole campaigns at once; null: all that have any. What one campaign refuses (it is being
   * started, its credits do not suffice) does not hold up the others.
   */
  resolve: needs('campaigns.send')
    .input(
      z.strictObject({
        campaignIds: z.array(idSchema).min(1).max(1_000).nullable(),
        decision: z.enum(['leave', 'resend']),
        allowShortCredit: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        /** Campaigns that were decided about, and messages that were left or sent again. */
        campaigns: count,
        messages: count,
        /** Campaigns that could not be decided about, and why not. */
        refused: z.array(failureSchema.extend({ campaignId: idSchema })),
      }),
    ),
};
