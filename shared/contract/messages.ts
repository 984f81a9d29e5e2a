import { z } from 'zod';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { idSchema, momentSchema } from './base.ts';

const count = z.number().int();

/** One recipient's message as the report shows it. */
export const messageSchema = z.object({
  id: idSchema,
  campaignId: idSchema,
  campaignName: z.string(),
  msisdn: z.string(),
  name: z.string(),
  text: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']),
  parts: count,
  state: z.enum(MESSAGE_STATES),
  gatewayName: z.string(),
  gatewayMessageId: z.string().nullable(),
  code: z.string().nullable(),
  /** `suppressed` and `dead-number` where it was left out; else what the gateway said. */
  reason: z.string().nullable(),
  /** Left out as a dead number: when the look-up said so. */
  foundDeadAt: momentSchema.nullable(),
  attempts: count,
  credits: count,
  queuedAt: momentSchema,
  sentAt: momentSchema.nullable(),
  finalAt: momentSchema.nullable(),
});

/** See messageSchema. */
export type Message = z.infer<typeof messageSchema>;

/** One try to hand a message to a gateway. */
export const attemptSchema = z.object({
  number: count,
  reference: z.string(),
  startedAt: momentSchema,
  finishedAt: momentSchema.nullable(),
  outcome: z.string().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  credits: count.nullable(),
});

/** Which messages of a table are meant. */
export const messageFilter = z.object({
  state: z.enum(MESSAGE_STATES).optional(),
  summary: z.enum(['success', 'queue', 'failure']).optional(),
  search: z.string().max(200).optional(),
});
