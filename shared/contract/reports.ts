import { z } from 'zod';
import { RETRY_STATES } from '#shared/gateways/retry-policy.ts';
import { byIdSchema, fileTargetSchema, idSchema, momentSchema, needs } from './base.ts';
import { campaignReportSchema, reportExportSchema, reportFilterSchema } from './campaign-report.ts';
import { attemptSchema, messageSchema } from './messages.ts';
import { jobStartedSchema } from './jobs.ts';

const count = z.number().int();

/** What a delivery report said, and when: the gateway's word for it, and when it came in. */
const deliveryReportSchema = z.object({
  report: z.enum(['delivered', 'undelivered', 'expired']),
  /** When the gateway says it happened; null where it does not say. */
  reportedAt: momentSchema.nullable(),
  receivedAt: momentSchema,
});

/** Everything known about one message: the instant report of the user guide, with its proof. */
export const messageReportSchema = z.object({
  message: messageSchema,
  /** Success, Queue or Failure; `none` for what was never meant to leave. */
  summary: z.enum(['success', 'queue', 'failure', 'none']),
  /** What the gateway's last answer code means and what to do; null where there is none to explain. */
  answer: z.object({ code: z.string(), meaning: z.string(), advice: z.string() }).nullable(),
  /** What "delivered" proves at this gateway, and whether it reports at all. */
  deliveredMeans: z.string(),
  givesReports: z.boolean(),
  /** Credits it was predicted to cost once. `message.credits` is what all its attempts were charged. */
  predicted: count,
  attempts: z.array(
    attemptSchema.extend({
      gatewayMessageId: z.string().nullable(),
      parts: count.nullable(),
      reports: z.array(deliveryReportSchema),
    }),
  ),
  /** Automatic retries: waiting, sent, or taken back and why. */
  retries: z.array(
    z.object({
      number: count,
      after: z.enum(RETRY_STATES),
      credits: count,
      dueAt: momentSchema,
      state: z.enum(['waiting', 'sent', 'cancelled']),
      reason: z.string().nullable(),
      endedAt: momentSchema.nullable(),
    }),
  ),
});

/** See messageReportSchema. */
export type MessageReport = z.infer<typeof messageReportSchema>;

/** A receipt that was written: `seal` is the hash of its last line. */
const receiptSchema = z.object({
  madeAt: momentSchema,
  format: z.enum(['csv', 'pdf']),
  rows: count,
  seal: z.string(),
});

/** Reports: of one message, of a campaign. */
export const reportsContract = {
  /** By its id, or by its campaign and number. */
  message: needs('history.read')
    .input(
      z.union([
        z.strictObject({ messageId: idSchema }),
        z.strictObject({ campaignId: idSchema, msisdn: z.string().min(1).max(20) }),
      ]),
    )
    .output(messageReportSchema),
  /** Charts and tables of one campaign. Takes a second or two for a million messages the first time. */
  campaign: needs('campaigns.read')
    .input(z.strictObject({ id: idSchema, filter: reportFilterSchema.default({}) }))
    .output(campaignReportSchema),
  /**
   * Writes the receipt of a campaign: a hash chain over recipients, text, attempts and charges, which
   * `siar verify` follows. Refused with `not-sent` for a draft.
   */
  receipt: needs('history.export')
    .input(
      z.strictObject({ id: idSchema, format: z.enum(['csv', 'pdf']), target: fileTargetSchema }),
    )
    .output(jobStartedSchema),
  /** The receipts that were written of a campaign, newest first, each with its seal. */
  receipts: needs('campaigns.read').input(byIdSchema).output(z.array(receiptSchema)),
  exportCampaign: needs('history.export').input(reportExportSchema).output(jobStartedSchema),
};
