import { z } from 'zod';
import { byIdSchema, idSchema, momentSchema, pageInputSchema, pageOf, needs } from './base.ts';

/** What became of a request for a code. Uncertain: it may have been sent and charged; never repeated. */
export const OTP_STATES = ['sending', 'accepted', 'rejected', 'uncertain'] as const;

/** What the last check of a code said. Uncertain: nobody knows whether the gateway took it. */
export const OTP_VERIFY_STATES = ['checking', 'verified', 'wrong', 'failed', 'uncertain'] as const;

/** One line of the log. The code itself is in no field: nobody but the gateway and the phone has it. */
export const otpEntrySchema = z.object({
  id: idSchema,
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  msisdn: z.string(),
  appId: z.number().int(),
  minutes: z.number().int(),
  /** Only with a brand name. */
  language: z.string().nullable(),
  brand: z.string().nullable(),
  /** Own text as it was given to the gateway, with `#otp#` in place of the code. */
  template: z.string().nullable(),
  state: z.enum(OTP_STATES),
  /** The gateway's status; null where it gave none. */
  status: z.number().int().nullable(),
  /** Meaning and what to do, in one or two sentences; empty for a code that is on its way. */
  reason: z.string(),
  gatewayRequestId: z.string().nullable(),
  parts: z.number().int().nullable(),
  credits: z.number().int().nullable(),
  startedAt: momentSchema,
  finishedAt: momentSchema.nullable(),
  /** From here on the code counts as expired: reckoned from before it left, so never too late. */
  validUntil: momentSchema,
  verify: z.object({
    attempts: z.number().int(),
    state: z.enum(OTP_VERIFY_STATES).nullable(),
    status: z.number().int().nullable(),
    at: momentSchema.nullable(),
  }),
});

/** See otpEntrySchema. */
export type OtpEntry = z.infer<typeof otpEntrySchema>;

/** What a person asks for. The page's rules, not this schema, say what is wrong with it. */
const draft = {
  gatewayId: idSchema,
  to: z.string().max(100),
  brand: z.string().max(1_000).optional(),
  text: z.string().max(10_000).optional(),
  minutes: z.number().default(3),
  appId: z.number().default(1),
  language: z.string().max(20).optional(),
};

const problemSchema = z.object({
  code: z.string(),
  field: z.enum(['to', 'content', 'minutes', 'appId', 'language']),
  status: z.number().int().nullable(),
  message: z.string(),
});
const noticeSchema = z.object({ code: z.string(), message: z.string() });

/** One-time passwords: the gateway makes and checks the code, which is in no answer of these calls. */
export const otpContract = {
  /** What would be sent, and what is wrong with it; calls nobody. */
  preview: needs('otp.read')
    .input(z.strictObject(draft))
    .output(
      z.object({
        /** The example code stands where the real one will. Null: the wording is the gateway's own. */
        text: z.string().nullable(),
        units: z.number().int(),
        capacity: z.number().int(),
        encoding: z.enum(['gsm7', 'ucs2']).nullable(),
        parts: z.number().int(),
        /** Price prefix that Siar puts in front; empty where it adds none. */
        prefix: z.string(),
        problems: z.array(problemSchema),
        notices: z.array(noticeSchema),
      }),
    ),
  /**
   * Asks the gateway to make and send a code, past any running campaign. Broken rules are refused
   * before the call; a refusal of the gateway is an answer, with its status.
   */
  send: needs('otp.send')
    .input(z.strictObject(draft))
    .output(z.object({ entry: otpEntrySchema, notices: z.array(noticeSchema) })),
  /** Asks the gateway whether a code is right. `entry` is the send it belongs to, where Siar sent it. */
  verify: needs('otp.send')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        to: z.string().max(100),
        code: z.string().max(100),
        appId: z.number().default(1),
      }),
    )
    .output(
      z.object({
        verified: z.boolean(),
        status: z.number().int().nullable(),
        message: z.string(),
        entry: otpEntrySchema.nullable(),
      }),
    ),
  /** The log, newest first; `search` are digits of the number. */
  page: needs('otp.read')
    .input(pageInputSchema.extend({ search: z.string().max(100).optional() }).strict())
    .output(pageOf(otpEntrySchema)),
  get: needs('otp.read').input(byIdSchema).output(otpEntrySchema),
};
