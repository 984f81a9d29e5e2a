import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { okSchema, momentSchema, needs } from './base.ts';
import { campaignSchema } from './campaigns.ts';
import { jobSchema } from './jobs.ts';

/** Where Siar runs and what this host can do; the renderer asks instead of sniffing. */
export const hostInfoSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  dataFolder: z.string(),
  /** Where credentials are kept: the system's keychain or a file only this user can read. */
  secretsIn: z.enum(['keychain', 'file']),
});

/** Files cross as HTTP on both hosts (`POST /files`, `GET /files/ID`); the command line adopts paths. */
export const filesContract = {
  /** Takes a file of this machine by path. Only for callers that hold the folder's token. */
  adopt: needs('contacts.write', { recorded: false })
    .input(z.strictObject({ path: z.string().min(1) }))
    .output(z.object({ fileId: z.string(), name: z.string(), size: z.number() })),
  /** Takes the sample spreadsheet that ships with Siar. */
  adoptSample: needs('contacts.write', { recorded: false }).output(
    z.object({ fileId: z.string(), name: z.string(), size: z.number() }),
  ),
};

/** User settings, kept in the data folder. */
export const settingsSchema = z.object({
  language: z.enum(['en', 'ms', 'zh']),
  theme: z.enum(['auto', 'light', 'dark']),
  /** ISO country assumed for numbers without a country code. */
  country: z.string().length(2),
  /** Default sending window of new campaigns. */
  window: z.string(),
  /** First-run guide: hidden once it was finished or dismissed. */
  guideDismissed: z.boolean(),
  /** Who the person's shop is: stands on receipts and reports. Empty where it was not said. */
  shopName: z.string().trim().max(100),
  /** Lines of an address. */
  shopAddress: z.string().trim().max(400),
  /** Number under which the shop is registered, as it is written on its papers. */
  shopRegistration: z.string().trim().max(60),
  /** Where to pay for credits, in the shop's own words: bank and account number, for example. */
  payTo: z.string().trim().max(500),
  /** Minutes without a touch after which a page locks itself where users sign in; 0: never. */
  idleMinutes: z.number().int().min(0).max(480),
  /** Days for which the look-up of a number is remembered and not asked for again. */
  lookUpDays: z.number().int().min(0).max(365),
});

/** See settingsSchema. */
export type Settings = z.infer<typeof settingsSchema>;

/** What is chosen once for all of Siar; it can be read before anybody signed in. */
export const settingsContract = {
  get: needs('open').output(settingsSchema),
  update: needs('settings.write').input(settingsSchema.partial().strict()).output(settingsSchema),
};

/** What Home and the foot of the rail show. */
export const overviewSchema = z.object({
  contacts: z.number().int(),
  lists: z.number().int(),
  templates: z.number().int(),
  gateways: z.number().int(),
  /** True while every gateway is a practice gateway: messages reach nobody. */
  practiceOnly: z.boolean(),
  running: z.array(campaignSchema),
  due: z.array(campaignSchema),
  paused: z.array(campaignSchema),
  recent: z.array(campaignSchema),
  /** Messages whose fate is unknown, over all campaigns. */
  uncertain: z.number().int(),
  lastSevenDays: z.array(
    z.object({
      /** Local calendar day, YYYY-MM-DD. */
      day: z.string(),
      success: z.number().int(),
      queue: z.number().int(),
      failure: z.number().int(),
    }),
  ),
});

/** See overviewSchema. */
export type Overview = z.infer<typeof overviewSchema>;

/** Something changed: which screens should ask again. Throttled; never one event per message. */
export const coreEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('contacts.changed') }),
  z.object({ type: z.literal('templates.changed') }),
  z.object({ type: z.literal('gateways.changed') }),
  z.object({ type: z.literal('otp.changed') }),
  z.object({ type: z.literal('look-ups.changed') }),
  z.object({ type: z.literal('credits.changed') }),
  z.object({ type: z.literal('top-ups.changed') }),
  z.object({ type: z.literal('replies.changed') }),
  /** Somebody asked by a reply for no more messages; told once each. */
  z.object({
    type: z.literal('replies.stopped'),
    /** The contact's name, or the number. */
    name: z.string(),
    /** The campaign whose message the phone got last before. */
    campaignId: z.number().int().nullable(),
  }),
  /** Told once, when a gateway's balance falls below the level that a person set. */
  z.object({
    type: z.literal('balance.low'),
    gatewayId: z.number().int(),
    name: z.string(),
    balance: z.number().int(),
    level: z.number().int(),
  }),
  z.object({ type: z.literal('settings.changed') }),
  z.object({ type: z.literal('users.changed') }),
  z.object({ type: z.literal('campaigns.changed'), campaignIds: z.array(z.number().int()) }),
  z.object({
    type: z.literal('campaigns.finished'),
    campaignId: z.number().int(),
    name: z.string(),
  }),
  z.object({
    type: z.literal('campaigns.paused'),
    campaignId: z.number().int(),
    name: z.string(),
    message: z.string(),
    /** Only what goes by one of its gateways waits. */
    goesOn: z.boolean(),
  }),
  z.object({ type: z.literal('jobs.changed'), job: jobSchema }),
]);

/** See coreEventSchema. */
export type CoreEvent = z.infer<typeof coreEventSchema>;

/**
 * Why nothing is sent from this database (decision record 0008).
 * - older: attempts were sent that it does not know (a restored backup, an older copy)
 * - foreign: last used on another computer, or this one has no record of what it sent
 * - in-use: another Siar works with a copy of it right now
 * - unguarded: the place outside the data folder cannot be used, so nobody could tell
 */
export const LOCK_REASONS = ['older', 'foreign', 'in-use', 'unguarded'] as const;

/** Whether this database may send. Everything else works while it may not. */
export const guardSchema = z.object({
  locked: z.boolean(),
  /** Null while not locked. */
  reason: z.enum(LOCK_REASONS).nullable(),
  /** Attempts that were sent and are not in this database; null where nobody knows. */
  missingAttempts: z.number().int().nullable(),
  /** One sentence for people; null while not locked. */
  message: z.string().nullable(),
});

/** See guardSchema. */
export type GuardState = z.infer<typeof guardSchema>;

/** The host and the core as a whole. */
export const hostContract = {
  info: needs('open').output(hostInfoSchema),
  overview: needs('app.use').output(overviewSchema),
  /** Needs nobody: what each listener may hear is decided event by event. */
  events: needs('open').output(eventIterator(coreEventSchema)),
  now: needs('open').output(z.object({ now: momentSchema })),
  /** Needs nobody: `doctor` looks at it on a computer where nobody signs in. */
  guard: needs('open').output(guardSchema),
  /** Makes this database the current one and lets it send. Nothing fires by itself: campaigns pause. */
  reconcile: needs('data.manage')
    .input(z.strictObject({ confirm: z.literal(true) }))
    .output(guardSchema),
  /**
   * Copies the database, while it is used, to a new file of this computer; local callers only.
   * Answers what the copy must hold. The caller verifies it: that takes long in a large database.
   */
  copyDatabase: needs('data.manage')
    .input(z.strictObject({ path: z.string().min(1) }))
    .output(
      z.object({
        bytes: z.number().int(),
        contacts: z.number().int(),
        messages: z.number().int(),
        /** Payment slips that are in it, and those whose file is not in the data folder. */
        slips: z.number().int(),
        missingSlips: z.number().int(),
      }),
    ),
  /**
   * A new one-time link to the web pages of the process that owns the folder; local callers only.
   * It leads to the door, not through it: where users sign in, they do so there.
   */
  signInLink: needs('open').output(
    z.object({ url: z.string(), port: z.number(), pid: z.number() }),
  ),
  /** Asks the owning process to end after its calls in flight; local callers only. */
  quit: needs('data.manage').output(okSchema),
};
