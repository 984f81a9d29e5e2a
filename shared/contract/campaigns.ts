import { z } from 'zod';
import { previewSchema } from './campaign-preview.ts';
import { campaignStatusSchema } from './campaign-status.ts';
import { switchPredictionSchema } from './gateway-switch.ts';
import { attemptSchema, messageFilter, messageSchema } from './messages.ts';
import { canarySchema } from '#shared/campaigns/canary.ts';
import { CAMPAIGN_STATES } from '#shared/campaigns/lifecycle.ts';
import {
  byIdSchema,
  exportFormatSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  okSchema,
  pageInputSchema,
  pageOf,
  needs,
} from './base.ts';
import { jobStartedSchema } from './jobs.ts';

const count = z.number().int();

/** How urgent a campaign is: see campaignSchema. */
export const PRIORITIES = ['normal', 'urgent'] as const;

/**
 * What happens when the start was missed (Siar was not running, or the computer slept): ask the person,
 * send inside the sending window, or skip and cancel everything.
 */
export const MISSED = ['ask', 'send', 'skip'] as const;

/** How a campaign goes out, besides its rate and its window. */
const pacing = {
  priority: z.enum(PRIORITIES).default('normal'),
  missed: z.enum(MISSED).default('ask'),
  /** Evenly over so many minutes of sending; null: as fast as the rate allows. */
  spreadMinutes: z.number().int().positive().max(20_160).nullable().default(null),
  canary: canarySchema.nullable().default(null),
};

/** A campaign with everything its pages show. */
export const campaignSchema = campaignStatusSchema.extend({
  listIds: z.array(idSchema),
  listNames: z.array(z.string()),
  text: z.string(),
  templateId: idSchema.nullable(),
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** Due moment; null means as soon as it is started. */
  scheduledAt: momentSchema.nullable(),
  /** '08:00-19:00' or 'always'. */
  window: z.string(),
  /** IANA zone that overrides the recipients' own zones; null means each recipient's own. */
  timeZone: z.string().nullable(),
  rate: z.number().nullable(),
  /** Whether the routing rules decided, or will; without rules that are on it means nothing. */
  routing: z.boolean(),
  /** Whether people whose number a look-up found dead are left out at the start. */
  leaveOutDead: z.boolean(),
  /** Urgent campaigns go before the others of their gateway. */
  priority: z.enum(PRIORITIES),
  missed: z.enum(MISSED),
  spreadMinutes: z.number().int().nullable(),
  canary: canarySchema.nullable(),
  /** Null: no first messages, or they are still being sent. */
  canaryState: z.enum(['judging', 'passed', 'failed', 'asked']).nullable(),
  /** Whether the gateway reports deliveries, and what its "delivered" really means. */
  givesReports: z.boolean(),
  deliveredMeans: z.string(),
  createdAt: momentSchema,
  /** Live figures of a running campaign. Null when it is not sending. */
  live: z
    .object({
      /** Accepted per second over the last ten seconds. */
      ratePerSecond: z.number(),
      /**
       * Estimated moment when the first attempts have left, by the forecast that knows sending hours, caps,
       * rates and the campaigns beside it; null while it cannot be known.
       */
      finishesAt: momentSchema.nullable(),
      /** The same for the retries that wait now; null: none waits, or nobody can say. */
      retriesEndAt: momentSchema.nullable(),
      inFlight: count,
      /** Sending waits for this moment, and why; null when it is not waiting. */
      waitsUntil: momentSchema.nullable(),
      waitsFor: z.enum(['window', 'retry', 'cap', 'canary']).nullable(),
    })
    .nullable(),
});

/** See campaignSchema. */
export type Campaign = z.infer<typeof campaignSchema>;

const audience = {
  listIds: z.array(idSchema).min(1).max(100),
};

const editable = {
  name: z.string().trim().min(1).max(200),
  ...audience,
  text: z.string().min(1).max(10_000),
  templateId: idSchema.nullable().default(null),
  gatewayId: idSchema,
  scheduledAt: momentSchema.nullable().default(null),
  /** Absent: 08:00-19:00, or always where the gateway is a practice gateway. */
  window: z.string().max(20).optional(),
  timeZone: z.string().max(100).nullable().default(null),
  rate: z.number().positive().max(100_000).nullable().default(null),
  /** Whether the routing rules decide by which gateway each message goes; what none is about goes by `gatewayId`. */
  routing: z.boolean().default(true),
  /** See campaignSchema. Results older than the days of the settings never leave anybody out. */
  leaveOutDead: z.boolean().default(true),
  ...pacing,
};

/** Needs the permission credits.overdraw; see the ledger of credits. */
const allowShortCredit = z.boolean().default(false);

/** Campaigns; one that the caller may not see is answered as if it were none (`no-such-campaign`). */
export const campaignsContract = {
  page: needs('campaigns.read')
    .input(
      pageInputSchema
        .extend({
          state: z.enum(CAMPAIGN_STATES).optional(),
          search: z.string().max(200).optional(),
        })
        .strict(),
    )
    .output(pageOf(campaignSchema)),
  get: needs('campaigns.read').input(byIdSchema).output(campaignSchema),
  /** Finds a campaign by id or by exact name: for the command line. */
  find: needs('campaigns.read')
    .input(z.strictObject({ nameOrId: z.string() }))
    .output(campaignSchema),
  create: needs('campaigns.write').input(z.strictObject(editable)).output(campaignSchema),
  update: needs('campaigns.write')
    .input(z.strictObject({ id: idSchema, ...editable }))
    .output(campaignSchema),
  remove: needs('campaigns.write').input(byIdSchema).output(okSchema),
  preview: needs('campaigns.read')
    .input(
      z.strictObject({
        id: idSchema,
        samples: z.number().int().min(0).max(100).default(5),
        leaveOutDead: z.boolean().optional(),
      }),
    )
    .output(previewSchema),
  /** The same for a campaign that is not saved yet: the wizard's review. */
  previewDraft: needs('campaigns.read')
    .input(z.strictObject({ ...editable, samples: z.number().int().min(0).max(100).default(5) }))
    .output(previewSchema),
  /**
   * Freezes the audience, then sends (or waits for its time). Answers when the freeze is committed.
   * Refused with `warnings` unless they are allowed; with `missing-fields` always; with
   * `not-enough-credit` or `daily-limit` unless short credit is allowed. `leaveOutDead`: changes what the
   * draft says.
   */
  start: needs('campaigns.send')
    .input(
      z.strictObject({
        id: idSchema,
        allowWarnings: z.boolean().default(false),
        allowShortCredit,
        leaveOutDead: z.boolean().optional(),
      }),
    )
    .output(campaignStatusSchema),
  pause: needs('campaigns.send').input(byIdSchema).output(campaignStatusSchema),
  resume: needs('campaigns.send').input(byIdSchema).output(campaignStatusSchema),
  stop: needs('campaigns.send').input(byIdSchema).output(campaignStatusSchema),
  /**
   * Gives the messages of a paused campaign that have not left to another gateway, counted anew; with
   * `preview` it only says what that comes to. What may have left is never moved. Done in steps: until it
   * is over the campaign is paused as `moving`, then as `moved`.
   */
  switchGateway: needs('campaigns.send')
    .input(
      z.strictObject({
        id: idSchema,
        gatewayId: idSchema,
        /** Only what waits for this gateway; absent: what waits for any other. */
        from: idSchema.optional(),
        preview: z.boolean().default(false),
        allowShortCredit,
      }),
    )
    .output(switchPredictionSchema),
  /** Queues rejected, undelivered and expired messages again: new attempts that cost credit. */
  retry: needs('campaigns.send')
    .input(z.strictObject({ id: idSchema, allowShortCredit }))
    .output(campaignStatusSchema),
  /** What becomes of uncertain messages: left as they are, or sent again at the risk of a double. */
  resolve: needs('campaigns.send')
    .input(
      z.strictObject({ id: idSchema, uncertain: z.enum(['leave', 'resend']), allowShortCredit }),
    )
    .output(campaignStatusSchema),
  messages: needs('history.read')
    .input(messageFilter.extend(pageInputSchema.shape).extend({ id: idSchema }).strict())
    .output(pageOf(messageSchema)),
  attempts: needs('history.read')
    .input(z.strictObject({ messageId: idSchema }))
    .output(z.array(attemptSchema)),
  export: needs('history.export')
    .input(
      messageFilter
        .extend({ id: idSchema, format: exportFormatSchema, target: fileTargetSchema })
        .strict(),
    )
    .output(jobStartedSchema),
  /** Sends one test message now, outside any campaign's counts. Costs credit like any other. */
  testSend: needs('campaigns.send')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        to: z.string().min(1).max(100),
        text: z.string().min(1).max(10_000),
      }),
    )
    .output(
      z.object({ ok: z.boolean(), message: z.string(), parts: count, credits: count.nullable() }),
    ),
};
