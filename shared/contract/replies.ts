import { z } from 'zod';
import { idSchema, momentSchema, needs, okSchema, pageInputSchema, pageOf } from './base.ts';

/**
 * What Siar did when a message came: the number was put on the do-not-contact list, it was there already,
 * it was taken off again (only what a reply had put there), or nothing.
 */
const REPLY_DONE = ['stopped', 'already', 'allowed', 'none'] as const;

/** See REPLY_DONE. */
export type ReplyDone = (typeof REPLY_DONE)[number];

/** A message from a phone. */
export const replySchema = z.object({
  id: idSchema,
  gatewayName: z.string(),
  /** Digits with country code, or the name or short number that the gateway gave. */
  sender: z.string(),
  /** The number or name that it was sent to; empty where the gateway did not say. */
  recipient: z.string(),
  text: z.string(),
  /** Parts of it that have not come (yet). */
  partsMissing: z.int().nonnegative(),
  /** `check`: it may be a wish to stop, and nobody has decided; null: it asks for nothing. */
  asked: z.enum(['stop', 'start', 'check']).nullable(),
  /** The word of the keyword table by which it was read. */
  keyword: z.string().nullable(),
  done: z.enum(REPLY_DONE),
  receivedAt: momentSchema,
  contact: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** The campaign whose message this phone got last before. */
  campaign: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** Whether the number is on the do-not-contact list now. */
  suppressed: z.boolean(),
});

/** See replySchema. */
export type Reply = z.infer<typeof replySchema>;

/** `check`: those that wait for a person's decision. */
export const REPLY_FILTERS = ['all', 'opt-outs', 'check'] as const;

/** Messages from phones. A sender sees those that followed its own campaigns. */
export const repliesContract = {
  page: needs('history.read')
    .input(
      pageInputSchema
        .extend({
          search: z.string().max(200).optional(),
          show: z.enum(REPLY_FILTERS).default('all'),
        })
        .strict(),
    )
    .output(pageOf(replySchema)),
  /** Says that a message to be looked at asks for nothing. */
  settle: needs('contacts.write')
    .input(z.strictObject({ replyId: idSchema }))
    .output(okSchema),
};
