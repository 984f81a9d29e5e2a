import { z } from 'zod';
import { CAMPAIGN_STATES } from '#shared/campaigns/lifecycle.ts';
import { idSchema, momentSchema } from './base.ts';

const count = z.number().int();

/** How many messages are in each state; they always add up to `frozen`. */
export const countsSchema = z.object({
  frozen: count,
  excluded: count,
  queued: count,
  sending: count,
  accepted: count,
  delivered: count,
  undelivered: count,
  expired: count,
  rejected: count,
  uncertain: count,
  cancelled: count,
});

/** See countsSchema. */
export type Counts = z.infer<typeof countsSchema>;

/** Why a campaign stands still. `message` says it in one sentence, with what to do. */
export const pauseReasonSchema = z.object({
  code: z.enum([
    'user',
    /** Siar ended (crash, power, quit) while it was sending. */
    'interrupted',
    'credentials',
    'credit',
    'configuration',
    'gateway-unreachable',
    'too-many-uncertain',
    'too-many-rejected',
    'missed-schedule',
    /** The first messages did well, and the person wanted to decide. */
    'canary-passed',
    'canary-failed',
    /** The gateway counts parts or credits otherwise than predicted: see credits.mismatch. */
    'credit-mismatch',
    'secrets-missing',
    'disk',
    /** The database is older than what was sent, or another computer's: see host.guard. */
    'locked',
    /** Its unsent messages are being given to another gateway; after a crash resume finishes that first. */
    'moving',
    /** Its unsent messages were given to another gateway and wait for a person. */
    'moved',
  ]),
  message: z.string(),
});

/** See pauseReasonSchema. */
export type PauseReason = z.infer<typeof pauseReasonSchema>;

/** What one gateway has of a campaign that was started. */
export const campaignShareSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  /** Messages frozen for it, those left out among them. */
  messages: count,
  queued: count,
  summary: z.object({ success: count, queue: count, failure: count }),
  credits: z.object({ predicted: count, reserved: count, charged: count }),
  /** Why its messages wait although those of other gateways go on; null: nothing holds them. */
  hold: pauseReasonSchema.nullable(),
});

/** See campaignShareSchema. */
export type CampaignShare = z.infer<typeof campaignShareSchema>;

/** The status document: what the command line prints and every screen shows. */
export const campaignStatusSchema = z.object({
  id: idSchema,
  name: z.string(),
  state: z.enum(CAMPAIGN_STATES),
  counts: countsSchema,
  /** The user guide's three words. */
  summary: z.object({ success: count, queue: count, failure: count }),
  /** Whole credits. reserved = predicted for messages still to be sent. */
  credits: z.object({ predicted: count, reserved: count, charged: count }),
  /** People found dead by a look-up who were left out at the start, and the credits that saved. */
  dead: z.object({ leftOut: count, credits: count }),
  startedAt: momentSchema.nullable(),
  finishedAt: momentSchema.nullable(),
  pauseReason: pauseReasonSchema.nullable(),
  /** By gateway, the campaign's own first; empty until it is started. They add up to `counts.frozen`. */
  gateways: z.array(campaignShareSchema),
  /** Failed messages that Siar sends again by itself (their state is still the failed one). */
  retries: z.object({
    waiting: count,
    /** What they will cost on top, if the gateway takes all of them. */
    credits: count,
    nextAt: momentSchema.nullable(),
    /** How many of them are due within a minute of `nextAt`. */
    next: count,
  }),
});

/** See campaignStatusSchema. */
export type CampaignStatus = z.infer<typeof campaignStatusSchema>;
