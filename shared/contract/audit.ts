import { z } from 'zod';
import {
  exportFormatSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  needs,
  pageInputSchema,
  pageOf,
} from './base.ts';
import { jobStartedSchema } from './jobs.ts';

/** How somebody comes in: a browser at the headless host, the desktop window, the command line. */
export const VIAS = ['browser', 'desktop', 'command'] as const;

/** See VIAS. */
export type Via = (typeof VIAS)[number];

/** How an act ended: done, not allowed or not now, tried without success. */
export const AUDIT_OUTCOMES = ['ok', 'refused', 'failed'] as const;

/** See AUDIT_OUTCOMES. */
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One line of the audit log. It holds no message text, no number, no code and no secret. */
export const auditEntrySchema = z.object({
  id: idSchema,
  at: momentSchema,
  userId: idSchema.nullable(),
  /** The name at that time; null: the house, or nobody signed in. */
  userName: z.string().nullable(),
  via: z.enum(VIAS),
  /** Path of the procedure, such as `campaigns.start`. */
  action: z.string(),
  /** What it was done to, such as `campaign 12`; empty where it names nothing. */
  target: z.string(),
  detail: z.string(),
  outcome: z.enum(AUDIT_OUTCOMES),
  /** Why not; null where it was done. */
  code: z.string().nullable(),
});

/** See auditEntrySchema. */
export type AuditEntry = z.infer<typeof auditEntrySchema>;

const filter = z.object({
  userId: idSchema.optional(),
  /** A feature (`campaigns`) or one act (`campaigns.start`). */
  action: z.string().max(100).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
});

/** Who did what: append-only. */
export const auditContract = {
  /** Newest first. */
  page: needs('audit.read')
    .input(filter.extend(pageInputSchema.shape).strict())
    .output(pageOf(auditEntrySchema)),
  /** Oldest first. */
  export: needs('audit.read', { recorded: true })
    .input(filter.extend({ format: exportFormatSchema, target: fileTargetSchema }).strict())
    .output(jobStartedSchema),
};
