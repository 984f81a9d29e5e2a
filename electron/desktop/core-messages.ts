import { z } from 'zod';
import { failureSchema } from '#shared/contract/errors.ts';
import { settingsSchema } from '#shared/contract/host.ts';

/**
 * What the main process and the core's process say to each other, declared once and checked on
 * both sides. The window's own calls do not pass here: they go over the port that main hands over.
 */

const nothing = z.strictObject({});
const shelved = z.object({ fileId: z.string(), name: z.string(), size: z.number() });

/** Calls that main makes and the core's process answers. */
export const coreCalls = {
  /** Opens the data folder and starts sending what is due. Asked once, first. */
  start: {
    input: z.strictObject({
      dataFolder: z.string(),
      version: z.string(),
      samplesFolder: z.string(),
    }),
    output: settingsSchema.pick({ language: true, theme: true }),
  },
  /** Takes over an upload that main wrote to the disk; main deletes its copy afterwards. */
  receiveUpload: { input: z.strictObject({ path: z.string(), name: z.string() }), output: shelved },
  /** Refers to a file that the user chose in the system's own dialog. */
  adoptFile: { input: z.strictObject({ path: z.string() }), output: shelved },
  /** Where a file that waits to be fetched lies, and what it is called. */
  locateFile: {
    input: z.strictObject({ fileId: z.string() }),
    output: z.object({ path: z.string(), name: z.string() }),
  },
  /** Writes all contacts to a path the user chose; answers with the number of rows when done. */
  exportContacts: {
    input: z.strictObject({ path: z.string(), format: z.enum(['csv', 'xlsx']) }),
    output: z.object({ rows: z.number().int() }),
  },
  /** Pauses every running campaign; answers with how many were paused. */
  pauseAll: { input: nothing, output: z.object({ paused: z.number().int() }) },
  /** The computer goes to sleep or wakes up. */
  power: { input: z.strictObject({ event: z.enum(['suspend', 'resume']) }), output: nothing },
  /** Lets calls in flight finish and closes the data folder; the process ends by itself after that. */
  stop: { input: nothing, output: nothing },
};

const byKey = z.strictObject({ key: z.string() });
const secretsSchema = z.record(z.string(), z.string());

/** Calls that the core's process makes and main answers: only main can reach the keychain. */
export const hostCalls = {
  getSecrets: { input: byKey, output: z.object({ secrets: secretsSchema.nullable() }) },
  setSecrets: { input: byKey.extend({ secrets: secretsSchema }).strict(), output: nothing },
  deleteSecrets: { input: byKey, output: nothing },
};

/** What is being sent and what is due: decides the tray, the power blocker and what quitting costs. */
export const activitySchema = z.object({
  /** Campaigns that are sending now. */
  running: z.number().int(),
  /** Their messages that have not left yet. */
  left: z.number().int(),
  /** Campaigns that wait for their time. */
  scheduled: z.number().int(),
});

/** See activitySchema. */
export type Activity = z.infer<typeof activitySchema>;

/** Something main tells the user although no window may be open. */
export const noticeSchema = z.object({
  kind: z.enum(['finished', 'paused', 'held']),
  campaignId: z.number().int(),
  name: z.string(),
  message: z.string(),
});

/** See noticeSchema. */
export type Notice = z.infer<typeof noticeSchema>;

/** One-way news from the core's process. */
export const coreNewsSchema = z.discriminatedUnion('news', [
  z.object({ news: z.literal('activity'), activity: activitySchema }),
  z.object({ news: z.literal('notice'), notice: noticeSchema }),
  z.object({
    news: z.literal('settings'),
    settings: settingsSchema.pick({ language: true, theme: true }),
  }),
  /** Somebody with the folder's token asked Siar to end (`host.quit`). */
  z.object({ news: z.literal('quit') }),
  /** The owner asked for a new start at the window (`safety.restart`). */
  z.object({ news: z.literal('restart') }),
]);

/** See coreNewsSchema. */
export type CoreNews = z.infer<typeof coreNewsSchema>;

/** Announces the one transferred port: calls of one window come over it. */
export const PORT_MESSAGE = { port: true } as const;

/** What travels: a call, its answer or refusal, or news. */
export const envelopeSchema = z.union([
  z.strictObject({ call: z.string(), id: z.number().int(), input: z.unknown() }),
  z.strictObject({ answer: z.number().int(), output: z.unknown() }),
  z.strictObject({
    refusal: z.number().int(),
    failure: failureSchema,
  }),
  z.strictObject({ tell: z.unknown() }),
]);
