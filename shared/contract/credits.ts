import { z } from 'zod';
import { ACCOUNT_KINDS, TRANSACTION_KINDS, TRANSACTION_SUBJECTS } from '#shared/credits/ledger.ts';
import {
  exportFormatSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  needs,
  pageInputSchema,
  pageOf,
} from './base.ts';
import { jobStartedSchema } from './jobs.ts';

/** Whole credits; below 0 where more left than came. */
const credits = z.number().int();

/** Most credits one booking may move: far above any shop, far below where numbers lose digits. */
const MOST_CREDITS = 1_000_000_000;

/** A user, or null for the house: the shop itself, and whoever owns it. */
const ownerSchema = idSchema.nullable();

/** The credits of one user at one gateway. */
export const userAccountSchema = z.object({
  userId: ownerSchema,
  /** Null: the house. */
  userName: z.string().nullable(),
  /** What may still be spent. */
  balance: credits,
  /** Held back for messages that are still to be sent, or uncertain. */
  reserved: credits,
  /** Spent so far. */
  spent: credits,
});

/** See userAccountSchema. */
export type UserAccount = z.infer<typeof userAccountSchema>;

/** The books of one gateway. */
export const gatewayAccountsSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  /** Play money: spending is counted, and nothing is ever bought or refused. */
  practice: z.boolean(),
  /** When its credits became known; null: not yet, so nothing is refused for want of them. */
  openedAt: momentSchema.nullable(),
  /** What the gateway itself said last. */
  reported: z.object({ credits, asOf: momentSchema }).nullable(),
  /** The gateway's own accounts; null for somebody who sees only their own credits. */
  accounts: z
    .object({ purchases: credits, reserved: credits, spent: credits, adjustments: credits })
    .nullable(),
  users: z.array(userAccountSchema),
});

/** See gatewayAccountsSchema. */
export type GatewayAccounts = z.infer<typeof gatewayAccountsSchema>;

/** One booking, or all charges of one campaign, with the entries, which sum to zero. */
export const ledgerRowSchema = z.object({
  id: idSchema,
  /** How many bookings the line stands for; `id`, `at` are those of the last one. */
  bookings: z.number().int(),
  at: momentSchema,
  kind: z.enum(TRANSACTION_KINDS),
  gatewayId: idSchema,
  gatewayName: z.string(),
  /** Whose credits it is about; null: the house's. */
  userId: ownerSchema,
  userName: z.string().nullable(),
  /** Who did it; null: the house, or Siar by itself. */
  actorId: ownerSchema,
  actorName: z.string().nullable(),
  reason: z.string(),
  subject: z
    .object({ kind: z.enum(TRANSACTION_SUBJECTS), id: idSchema, name: z.string().nullable() })
    .nullable(),
  entries: z.array(
    z.object({
      account: z.enum(ACCOUNT_KINDS),
      userId: ownerSchema,
      userName: z.string().nullable(),
      amount: credits,
    }),
  ),
});

/** See ledgerRowSchema. */
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

const partSizes = z.strictObject({ single: z.int().positive(), multi: z.int().positive() });

/** A change of a gateway's profile, or of its rate for one country, that explains a mismatch. */
export const proposalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('profile'),
    change: z.strictObject({
      gsm7: partSizes.optional(),
      ucs2: partSizes.optional(),
      creditsPerPart: z.int().nonnegative().optional(),
      prefixAddedBy: z.enum(['siar', 'gateway', 'none']).optional(),
    }),
  }),
  z.object({ kind: z.literal('rate'), country: z.string(), hundredths: z.int().nonnegative() }),
]);

const counted = z.object({ parts: credits.nullable(), credits: credits.nullable() });

/** What a gateway counted of a campaign otherwise than predicted, at the first such message. */
export const mismatchSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  messageId: idSchema,
  predicted: counted,
  /** Null where the gateway did not say. */
  reported: counted,
  /** What would explain it; empty: nothing that Siar knows of. */
  proposals: z.array(proposalSchema),
  applied: proposalSchema.nullable(),
  foundAt: momentSchema,
});

/** See mismatchSchema. */
export type Mismatch = z.infer<typeof mismatchSchema>;

const ledgerFilter = z.object({
  gatewayId: idSchema.optional(),
  kind: z.enum(TRANSACTION_KINDS).optional(),
  /** Null: the house. Absent: everybody. */
  userId: ownerSchema.optional(),
  campaignId: idSchema.optional(),
});

const reason = z.string().trim().min(1).max(500);

/** The credits ledger (decision record 0010). */
export const creditsContract = {
  /** Every gateway's accounts; somebody who sees only their own campaigns sees only their own credits. */
  accounts: needs('credits.read').output(z.array(gatewayAccountsSchema)),
  /** What the caller may still spend at a gateway, and how. */
  available: needs('credits.read')
    .input(z.strictObject({ gatewayId: idSchema }))
    .output(
      z.object({
        /** False: nobody knows what was bought, so nothing is refused for want of it. */
        inUse: z.boolean(),
        credits,
        dailyLimit: credits.nullable(),
        usedToday: credits,
        /** Whether the caller may start what the credits do not cover. */
        mayOverdraw: z.boolean(),
      }),
    ),
  /**
   * Bookings, newest first. Sending charges many times a minute: all charges of one campaign are one
   * line, unless `each` is wanted.
   */
  ledger: needs('credits.read')
    .input(
      ledgerFilter
        .extend(pageInputSchema.shape)
        .extend({ each: z.boolean().default(false) })
        .strict(),
    )
    .output(pageOf(ledgerRowSchema)),
  /** Each booking as a file: a line for each entry. */
  export: needs('credits.read')
    .input(ledgerFilter.extend({ format: exportFormatSchema, target: fileTargetSchema }).strict())
    .output(jobStartedSchema),
  /** Why a campaign, or its share at a gateway, stands still with `credit-mismatch`: one for each, newest first. */
  mismatches: needs('credits.read')
    .input(z.strictObject({ campaignId: idSchema }))
    .output(z.array(mismatchSchema)),
  /**
   * Takes a proposal of the mismatch at a gateway, counted from 1: for campaigns from now on. Messages that
   * are frozen stay as they are.
   */
  applyProposal: needs('gateways.write')
    .input(
      z.strictObject({ campaignId: idSchema, gatewayId: idSchema, proposal: z.int().positive() }),
    )
    .output(mismatchSchema),
  /** Moves credits between the house (null) and users. Refused where the giver has less. */
  transfer: needs('credits.transfer')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        from: ownerSchema,
        to: ownerSchema,
        credits: z.number().int().min(1).max(MOST_CREDITS),
        reason,
      }),
    )
    .output(z.object({ transactionId: idSchema })),
  /** Books credits that came, or (below 0) went, outside Siar. */
  adjust: needs('credits.adjust')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        userId: ownerSchema.default(null),
        credits: z
          .number()
          .int()
          .min(-MOST_CREDITS)
          .max(MOST_CREDITS)
          .refine((value) => value !== 0),
        reason,
      }),
    )
    .output(z.object({ transactionId: idSchema })),
};
