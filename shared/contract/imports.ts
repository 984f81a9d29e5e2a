import { z } from 'zod';
import { idSchema, needs } from './base.ts';
import { jobStartedSchema } from './jobs.ts';

/** What a column of the file becomes: the number, the name, a contact field, or nothing. */
export const columnTargetSchema = z.union([
  z.literal('phone'),
  z.literal('name'),
  z.literal('ignore'),
  z.strictObject({ field: z.string().min(1).max(100) }),
]);

/** See columnTargetSchema. */
export type ColumnTarget = z.infer<typeof columnTargetSchema>;

/** A column as found in the file, with Siar's guess. */
export const importColumnSchema = z.object({
  index: z.number().int(),
  header: z.string(),
  guess: columnTargetSchema,
  samples: z.array(z.string()),
});

/** What Siar sees in a file before anything is imported. */
export const inspectionSchema = z.object({
  fileName: z.string(),
  format: z.enum(['csv', 'tsv', 'txt', 'xlsx']),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number().int().nullable() })),
  sheet: z.string().nullable(),
  hasHeader: z.boolean(),
  columns: z.array(importColumnSchema),
  /** Exact for .xlsx, estimated from the first part for text files. */
  rowEstimate: z.number().int(),
  /** Sentences about what is unusual ("This file is GBK, as Chinese Excel writes it."). */
  notes: z.array(z.string()),
});

/** See inspectionSchema. */
export type Inspection = z.infer<typeof inspectionSchema>;

/** One refused cell: the row number is the file's own (the header is row 1). */
export const rowErrorSchema = z.object({
  row: z.number().int(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  message: z.string(),
});

/** See rowErrorSchema. */
export type RowError = z.infer<typeof rowErrorSchema>;

/** rows = imported + updated + duplicates + rejected. Errors are capped; the errors file has all. */
export const importResultSchema = z.object({
  rows: z.number().int(),
  /** New contacts. */
  imported: z.number().int(),
  /** Contacts that existed and got this file's values (`onDuplicate: update`). */
  updated: z.number().int(),
  /** Rows whose number came earlier in the file, or existed already and was kept as it was. */
  duplicates: z.number().int(),
  rejected: z.number().int(),
  /** Contacts in the list afterwards. */
  listTotal: z.number().int(),
  listId: idSchema.nullable(),
  /** How often each repair was made, for example `excel-zero-restored`. */
  repairs: z.record(z.string(), z.number().int()),
  errors: z.array(rowErrorSchema),
  /** The file with every refused row and its reason, for correction; null when nothing was refused. */
  errorsFile: z.string().nullable(),
  errorsDownloadId: z.string().nullable(),
  dryRun: z.boolean(),
  cancelled: z.boolean(),
});

/** See importResultSchema. */
export type ImportResult = z.infer<typeof importResultSchema>;

/** How to read the file. `columns` maps a column index to its target; unnamed ones keep the guess. */
export const importPlanSchema = z.object({
  fileId: z.string(),
  sheet: z.string().optional(),
  hasHeader: z.boolean().optional(),
  columns: z.record(z.string().regex(/^\d+$/), columnTargetSchema).default({}),
  /** From the command line: field name (phone, name or a field key) to header text. */
  columnsByHeader: z.record(z.string(), z.string()).default({}),
  country: z.string().length(2).optional(),
});

/** A row as it would be imported. */
export const previewRowSchema = z.object({
  row: z.number().int(),
  msisdn: z.string().nullable(),
  name: z.string(),
  fields: z.record(z.string(), z.string()),
  repair: z.string().nullable(),
  error: rowErrorSchema.nullable(),
});

/** Spreadsheet import. A file is uploaded (or adopted, from the command line) first: see files. */
export const importsContract = {
  inspect: needs('contacts.write', { recorded: false })
    .input(
      z.strictObject({
        fileId: z.string(),
        sheet: z.string().optional(),
        hasHeader: z.boolean().optional(),
      }),
    )
    .output(inspectionSchema),
  /** The first rows as they would be imported, with repairs and errors; changes nothing. */
  preview: needs('contacts.write', { recorded: false })
    .input(importPlanSchema.extend({ rows: z.number().int().min(1).max(200).default(50) }).strict())
    .output(z.array(previewRowSchema)),
  start: needs('contacts.write')
    .input(
      importPlanSchema
        .extend({
          listName: z.string().trim().min(1).max(200),
          onDuplicate: z.enum(['skip', 'update']).default('skip'),
          dryRun: z.boolean().default(false),
          /** Command line only: where to write refused rows. */
          errorsPath: z.string().optional(),
        })
        .strict(),
    )
    .output(jobStartedSchema),
};
