import { z } from 'zod';
import { CAMPAIGN_STATES, MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { fileTargetSchema, idSchema, momentSchema } from './base.ts';
import { countsSchema } from './campaign-status.ts';

const count = z.number().int();

/** Which messages of a campaign a report is about. Times are when a message was handed over. */
export const reportFilterSchema = z.strictObject({
  /** Rounded to the report's own step of time. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  state: z.enum(MESSAGE_STATES).optional(),
  summary: z.enum(['success', 'queue', 'failure']).optional(),
  country: z.string().max(2).optional(),
  prefix: z.string().max(8).optional(),
  /** Only people who are in this list now. */
  listId: idSchema.optional(),
});

/** See reportFilterSchema. */
export type ReportFilter = z.infer<typeof reportFilterSchema>;

const outcome = {
  messages: count,
  success: count,
  queue: count,
  failure: count,
  /** Left out or cancelled: never meant to leave. */
  notSent: count,
  parts: count,
  /** Whole credits: what was predicted when the audience was frozen, and what was charged. */
  predicted: count,
  charged: count,
};

/** How some of a campaign's messages ended and what they cost. */
export const outcomeSchema = z.object(outcome);

/** See outcomeSchema. */
export type Outcome = z.infer<typeof outcomeSchema>;

/** What became of a campaign, for charts and tables; every breakdown adds up to `totals`. */
export const campaignReportSchema = z.object({
  campaign: z.object({
    id: idSchema,
    name: z.string(),
    state: z.enum(CAMPAIGN_STATES),
    gatewayName: z.string(),
    practice: z.boolean(),
    givesReports: z.boolean(),
    deliveredMeans: z.string(),
    startedAt: momentSchema.nullable(),
    finishedAt: momentSchema.nullable(),
    /** Credits that leaving out dead numbers saved, whatever the filter. */
    deadCredits: count,
  }),
  /** The moment the figures are true of. */
  asOf: momentSchema,
  totals: z.object({
    ...outcome,
    counts: countsSchema,
    /** Times a message was handed to the gateway, retries among them. */
    attempts: count,
    /** Messages that took more than one attempt. */
    again: count,
  }),
  /** Length of a step of `overTime`, ms. */
  stepMs: count,
  /** By the time of handing over, without gaps; messages that never left are not in it. */
  overTime: z.array(
    z.object({ at: momentSchema, success: count, queue: count, failure: count, charged: count }),
  ),
  byState: z.array(
    z.object({
      state: z.enum(MESSAGE_STATES),
      messages: count,
      parts: count,
      predicted: count,
      charged: count,
    }),
  ),
  /** Why people were left out: `suppressed`, `dead-number`. */
  leftOut: z.array(z.object({ reason: z.string(), messages: count })),
  /** Most messages first. */
  byGateway: z.array(z.object({ gatewayId: idSchema, gatewayName: z.string(), ...outcome })),
  byCountry: z.array(z.object({ country: z.string(), ...outcome })),
  /** First digits of the number, most messages first: 012 in Malaysia, else the country's code and two more. */
  byPrefix: z.array(z.object({ country: z.string(), prefix: z.string(), ...outcome })),
  /** What can be filtered by, whatever the filter now is. */
  choices: z.object({
    countries: z.array(z.string()),
    prefixes: z.array(z.string()),
    lists: z.array(z.object({ id: idSchema, name: z.string() })),
  }),
});

/** See campaignReportSchema. */
export type CampaignReport = z.infer<typeof campaignReportSchema>;

/** A campaign report to be written to a file: its figures as a table, or the whole as a PDF. */
export const reportExportSchema = z.strictObject({
  id: idSchema,
  filter: reportFilterSchema.default({}),
  format: z.enum(['csv', 'xlsx', 'pdf']),
  target: fileTargetSchema,
});
