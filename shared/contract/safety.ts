import { z } from 'zod';
import { momentSchema, needs, okSchema } from './base.ts';
import { jobStartedSchema } from './jobs.ts';

const count = z.number().int();

/** Automatic copies: one a day into a folder of the computer that runs Siar. */
export const backupScheduleSchema = z.object({
  enabled: z.boolean(),
  /** Absolute path; null: `backups` in the data folder, which a broken disk takes along. */
  folder: z.string().trim().min(1).max(1_000).nullable(),
  /** How many of the newest are kept. */
  keep: z.number().int().min(1).max(365),
});

/** See backupScheduleSchema. */
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;

/** A copy that was read back as a whole after it was written. */
export const lastBackupSchema = z.object({
  at: momentSchema,
  /** Path, or the name of a download. */
  file: z.string(),
  bytes: count,
  contacts: count,
  messages: count,
});

/** See lastBackupSchema. */
export type LastBackup = z.infer<typeof lastBackupSchema>;

/** What a copy holds beside what is here now: what putting it back would mean. */
export const preparedRestoreSchema = z.object({
  /** Of the file that was chosen. */
  name: z.string(),
  bytes: count,
  copy: z.object({ contacts: count, messages: count, lastSentAt: momentSchema.nullable() }),
  now: z.object({ contacts: count, messages: count, lastSentAt: momentSchema.nullable() }),
  /** Whether both are the same Siar's data, at different moments. */
  sameData: z.boolean(),
  /** Attempts to send that the copy does not know; null where the copy is other data. */
  sentSince: count.nullable(),
});

/** See preparedRestoreSchema. */
export type PreparedRestore = z.infer<typeof preparedRestoreSchema>;

/** What became of a copy that was to be put back at the start of Siar. */
export const lastRestoreSchema = z.object({
  at: momentSchema,
  name: z.string(),
  ok: z.boolean(),
  /** Where the data from before lies; null where there was none, or nothing was changed. */
  keptAs: z.string().nullable(),
  /** Why nothing was changed. */
  message: z.string().nullable(),
});

/** See lastRestoreSchema. */
export type LastRestore = z.infer<typeof lastRestoreSchema>;

/** Everything the page about data and safety shows. */
export const safetyStateSchema = z.object({
  dataFolder: z.string(),
  /** Of the whole data folder. */
  bytes: count,
  schedule: backupScheduleSchema,
  /** Where automatic copies go. */
  backupFolder: z.string(),
  /** The folder lies in the data folder: one broken disk takes both. */
  isSamePlace: z.boolean(),
  lastBackup: lastBackupSchema.nullable(),
  /** Why the last automatic copy was not made; null: it was. */
  problem: z.object({ at: momentSchema, message: z.string() }).nullable(),
  /** Copies in the folder, newest first. */
  backups: z.array(z.object({ name: z.string(), at: momentSchema, bytes: count })),
  /** A copy that was looked through and waits for a decision. */
  prepared: preparedRestoreSchema.nullable(),
  /** A copy that is put in place when Siar starts next. */
  staged: preparedRestoreSchema.nullable(),
  lastRestore: lastRestoreSchema.nullable(),
  /** Whether this Siar can start itself again. */
  canRestart: z.boolean(),
});

/** See safetyStateSchema. */
export type SafetyState = z.infer<typeof safetyStateSchema>;

/** One thing that `doctor` looked at. */
export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), message: z.string() });

/** What a job of kind `doctor` ends with. */
export const checkResultSchema = z.object({ at: momentSchema, checks: z.array(checkSchema) });

/** Copies of the data, putting one back, and looking whether the data is whole. */
export const safetyContract = {
  state: needs('data.manage', { recorded: false }).output(safetyStateSchema),
  /** Makes a verified copy: for download, or into the folder of the automatic ones. */
  backUp: needs('data.manage')
    .input(z.strictObject({ to: z.enum(['download', 'folder']) }))
    .output(jobStartedSchema),
  /** Throws `bad-folder` unless copies can be written there. */
  setSchedule: needs('data.manage')
    .input(z.strictObject(backupScheduleSchema.shape))
    .output(backupScheduleSchema),
  /** Keeps that a copy was made and verified elsewhere; local callers only. */
  noteBackup: needs('data.manage')
    .input(z.strictObject(lastBackupSchema.omit({ at: true }).shape))
    .output(okSchema),
  /** Looks through the whole data; changes nothing. */
  check: needs('data.manage', { recorded: false }).output(jobStartedSchema),
  /** Copies and verifies a copy of the folder, or an upload, and says what putting it back would mean. */
  prepareRestore: needs('data.manage')
    .input(
      z.union([
        z.strictObject({ backup: z.string().min(1).max(200) }),
        z.strictObject({ fileId: z.string() }),
      ]),
    )
    .output(jobStartedSchema),
  /** Puts the prepared copy in place when Siar starts next. The present data is kept beside it. */
  stageRestore: needs('data.manage')
    .input(z.strictObject({ confirm: z.literal(true) }))
    .output(okSchema),
  /** Forgets a prepared or staged copy. */
  cancelRestore: needs('data.manage').output(okSchema),
  /** Ends Siar after its calls in flight and starts it again. Throws `cannot-restart`. */
  restart: needs('data.manage').output(okSchema),
};
