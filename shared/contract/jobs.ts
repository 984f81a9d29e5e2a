import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { failureSchema } from './errors.ts';
import { okSchema, needs, momentSchema } from './base.ts';

/** Long work (import, export) as everybody sees it: progress, time left, cancel, result. */
export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(['import', 'export', 'suppression-import', 'backup', 'doctor', 'restore']),
  label: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Work units done so far (rows or bytes) and in all; `total` is null until it is known. */
  done: z.number(),
  total: z.number().nullable(),
  startedAt: momentSchema,
  finishedAt: momentSchema.nullable(),
  /** Shape depends on `kind`: importResultSchema, exportResultSchema, checkResultSchema, preparedRestoreSchema. */
  result: z.unknown(),
  error: failureSchema.nullable(),
});

/** See jobSchema. */
export type Job = z.infer<typeof jobSchema>;

/** What a procedure that starts long work answers at once. */
export const jobStartedSchema = z.object({ jobId: z.string() });

const byJobId = z.strictObject({ jobId: z.string() });

/** Long work. Jobs live as long as the process; their effects are in the database. */
export const jobsContract = {
  list: needs('app.use').output(z.array(jobSchema)),
  get: needs('app.use').input(byJobId).output(jobSchema),
  /** Snapshots about five times a second until the job is over; the last one says how it ended. */
  watch: needs('app.use').input(byJobId).output(eventIterator(jobSchema)),
  /** Stops at the next safe point. What was committed before stays and the result says how much. */
  cancel: needs('app.use', { recorded: true }).input(byJobId).output(okSchema),
};
