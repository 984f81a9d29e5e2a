import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '#shared/users/permissions.ts';
import { failureDataSchema } from './errors.ts';

/** What the contract says of a procedure besides its shapes; the core enforces it. */
export type ProcedureMeta = {
  permission?: Permission;
  /** Whether a call gets its line in the audit log; by default everything but reading does. */
  recorded?: boolean;
};

const base = oc.$meta<ProcedureMeta>({}).errors({ SIAR: { data: failureDataSchema } });

/**
 * Every procedure starts here: it says which permission its caller must have (see PERMISSIONS), and
 * every one can fail with the same, typed `SIAR` error.
 */
export function needs(permission: Permission, more: Omit<ProcedureMeta, 'permission'> = {}) {
  return base.meta({ ...more, permission });
}

/** Whether a call of a procedure gets its line in the audit log. */
export function isRecorded({ permission, recorded }: ProcedureMeta): boolean {
  return recorded ?? !/^open$|\.use$|\.read$/.test(permission ?? '');
}

/** Row id of the local database. */
export const idSchema = z.number().int().positive();

/** Input of procedures that name one thing. */
export const byIdSchema = z.strictObject({ id: idSchema });

/** A moment: milliseconds since 1970-01-01 UTC. */
export const momentSchema = z.number().int();

/** A window of rows for virtualised tables. */
export const pageInputSchema = z.object({
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});

/** A page of rows and the number of rows there are in all. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ total: z.number().int(), rows: z.array(row) });
}

/**
 * Where a file goes: a path (only callers on this machine that proved it with the folder's token,
 * i.e. the command line) or a one-time download that the host serves.
 */
export const fileTargetSchema = z.union([
  z.strictObject({ path: z.string().min(1) }),
  z.strictObject({ download: z.literal(true) }),
]);

/** What an export job ends with. `file` is the path written, or the download's file name. */
export const exportResultSchema = z.object({
  rows: z.number().int(),
  file: z.string(),
  downloadId: z.string().nullable(),
});

/** See exportResultSchema. */
export type ExportResult = z.infer<typeof exportResultSchema>;

/** Which file a table is written as. */
export const exportFormatSchema = z.enum(['csv', 'xlsx']);

/** Done, with nothing to say. */
export const okSchema = z.object({ ok: z.literal(true) });
