import { z } from 'zod';
import { MAX_PACKAGES } from '../credits/packages.ts';
import { PAYMENT_METHODS } from '../credits/methods.ts';
import {
  byIdSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  needs,
  pageInputSchema,
  pageOf,
} from './base.ts';

/**
 * Life of a top-up: pending until somebody who may says that the money is there (cleared: the credits
 * are released) or is not (refused). A cleared one is taken back only by a counter-booking.
 */
export const TOP_UP_STATES = ['pending', 'cleared', 'refused', 'reversed'] as const;

/** See TOP_UP_STATES. */
export type TopUpState = (typeof TOP_UP_STATES)[number];

/** What a payment slip may be. */
export const SLIP_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'] as const;

/** See SLIP_TYPES. */
export type SlipType = (typeof SLIP_TYPES)[number];

/** A larger slip is refused, bytes. */
export const MAX_SLIP_BYTES = 10 * 1024 * 1024;

/** More slips than this do not belong to one payment. */
export const MAX_SLIPS = 5;

/**
 * What whoever clears a payment should look at first.
 * - no-slip: nothing proves the payment
 * - slip-used: the same file is attached to another top-up
 * - reference-used: another top-up that was not refused has this bank reference
 */
export const TOP_UP_WARNINGS = ['no-slip', 'slip-used', 'reference-used'] as const;

/** See TOP_UP_WARNINGS. */
export type TopUpWarning = (typeof TOP_UP_WARNINGS)[number];

/** Money is whole sen. */
const senSchema = z.number().int().positive();

/** So much money buys so many credits. */
export const creditPackageSchema = z.strictObject({
  amountSen: senSchema,
  credits: z.number().int().positive(),
});

/** A person of the books; null: the house. */
const personSchema = z.object({ id: idSchema, name: z.string() }).nullable();

/** One payment for credits. */
export const topUpSchema = z.object({
  id: idSchema,
  gateway: z.object({ id: idSchema, name: z.string() }),
  /** Who gets the credits. */
  user: personSchema,
  amountSen: senSchema,
  credits: z.number().int().positive(),
  /** The package whose price held when it was recorded. */
  package: creditPackageSchema,
  method: z.enum(PAYMENT_METHODS),
  accountHolder: z.string(),
  /** Of the bank or the cheque; empty where none was given. */
  reference: z.string(),
  /** Calendar day of the payment, YYYY-MM-DD. */
  paidOn: z.string().nullable(),
  note: z.string(),
  state: z.enum(TOP_UP_STATES),
  createdAt: momentSchema,
  createdBy: personSchema,
  /** When and by whom it was cleared or refused; a refusal has a reason. */
  decidedAt: momentSchema.nullable(),
  decidedBy: personSchema,
  reason: z.string(),
  /** R-2026-000001; once it was cleared. */
  receiptNumber: z.string().nullable(),
  reversal: z.object({ at: momentSchema, by: personSchema, reason: z.string() }).nullable(),
  slips: z.array(
    z.object({ id: idSchema, name: z.string(), type: z.enum(SLIP_TYPES), size: z.number().int() }),
  ),
  /** Only while it is pending. */
  warnings: z.array(z.enum(TOP_UP_WARNINGS)),
});

/** See topUpSchema. */
export type TopUp = z.infer<typeof topUpSchema>;

const textOf = (max: number) => z.string().trim().max(max);

/** What a person says about a payment. Its credits follow from the amount and the packages. */
export const topUpDraftSchema = z.strictObject({
  gatewayId: idSchema,
  /** Null: the house. Whoever may not clear tops up only for themselves. */
  userId: idSchema.nullable().optional(),
  amountSen: senSchema,
  method: z.enum(PAYMENT_METHODS),
  accountHolder: textOf(100),
  reference: textOf(60).default(''),
  paidOn: z.iso.date().nullable().default(null),
  note: textOf(500).default(''),
  /** Files that were uploaded or adopted. */
  slipFileIds: z.array(z.string()).max(MAX_SLIPS).default([]),
});

const reasonSchema = textOf(300);

/** Payments for credits: recorded by whoever paid, cleared or refused by the owner. */
export const topUpsContract = {
  /** Newest first. A sender or viewer sees those for themselves and those they recorded. */
  page: needs('credits.read')
    .input(pageInputSchema.extend({ state: z.enum(TOP_UP_STATES).optional() }).strict())
    .output(pageOf(topUpSchema)),
  get: needs('credits.read').input(byIdSchema).output(topUpSchema),
  /** What the form needs: whom and what one may top up, and where to pay. */
  options: needs('credits.read').output(
    z.object({
      gateways: z.array(z.object({ id: idSchema, name: z.string() })),
      /** Users one may top up, besides `self`. */
      users: z.array(z.object({ id: idSchema, name: z.string() })),
      /** Whose account it is where nobody is chosen. */
      self: personSchema,
      packages: z.array(creditPackageSchema),
      payTo: z.string(),
      /** Receipts need a name: false while Settings has none. */
      hasShop: z.boolean(),
      mayRecord: z.boolean(),
      mayClear: z.boolean(),
      maySetPackages: z.boolean(),
    }),
  ),
  /** Throws `below-minimum`, `no-account-holder`, `bad-slip`, `slip-too-large`. Releases nothing. */
  add: needs('credits.topup').input(topUpDraftSchema).output(topUpSchema),
  /** Adds a slip to a pending one. */
  attach: needs('credits.topup')
    .input(z.strictObject({ id: idSchema, fileId: z.string() }))
    .output(topUpSchema),
  /**
   * The money is there: gives the receipt its number and releases the credits, together or not at
   * all. Throws `warnings` unless they were seen, and `not-pending`, also when it was cleared before.
   */
  clear: needs('credits.clear')
    .input(z.strictObject({ id: idSchema, allowWarnings: z.boolean().default(false) }))
    .output(topUpSchema),
  /** The money is not there. Throws `no-reason`, `not-pending`. */
  refuse: needs('credits.clear')
    .input(z.strictObject({ id: idSchema, reason: reasonSchema }))
    .output(topUpSchema),
  /** Takes cleared credits back by a counter-booking; both stay in the books. */
  reverse: needs('credits.clear')
    .input(z.strictObject({ id: idSchema, reason: reasonSchema }))
    .output(topUpSchema),
  /** Hands a slip out for the page to show; `type` was checked by its contents. */
  slip: needs('credits.read')
    .input(byIdSchema)
    .output(
      z.object({
        fileId: z.string(),
        name: z.string(),
        type: z.enum(SLIP_TYPES),
        size: z.number().int(),
      }),
    ),
  /** Writes the receipt of a cleared top-up as PDF. */
  receipt: needs('credits.read')
    .input(z.strictObject({ id: idSchema, target: fileTargetSchema }))
    .output(z.object({ file: z.string(), downloadId: z.string().nullable() })),
};

/** The shop's price list for credits. */
export const packagesContract = {
  all: needs('credits.read').output(z.array(creditPackageSchema)),
  /** Replaces the list. Throws `bad-packages`. What was recorded before keeps its price. */
  set: needs('credits.rates')
    .input(z.strictObject({ packages: z.array(creditPackageSchema).max(MAX_PACKAGES) }))
    .output(z.array(creditPackageSchema)),
  /** Replaces the list by a .csv (amount, credits) or .json file. Throws `bad-packages`. */
  import: needs('credits.rates')
    .input(z.strictObject({ fileId: z.string() }))
    .output(z.array(creditPackageSchema)),
};
