import { z } from 'zod';
import {
  byIdSchema,
  exportFormatSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  needs,
  okSchema,
} from './base.ts';
import { rowErrorSchema } from './imports.ts';
import { jobStartedSchema } from './jobs.ts';

const count = z.number().int();

/** ISO 3166 code, or `*` for every country without a line of its own. */
const countrySchema = z.string().trim().min(1).max(2);

/** Credits per part, in hundredths at the finest. */
const creditsSchema = z.number().min(0).max(1_000);

/** One line of a gateway's rate table. */
export const rateSchema = z.object({
  country: z.string(),
  /** Digits with the country code; empty: the whole country. */
  prefix: z.string(),
  /** Credits per part; null: no figure is known, so the next wider line or the default counts. */
  rate: z.number().nullable(),
  /** What counts for this line, known or not. */
  effective: z.number(),
  /** Whether the gateway, or a person, stands by it. */
  confirmed: z.boolean(),
  /** Zones whose hours a sending window means there. */
  zones: z.array(z.string()),
  updatedAt: momentSchema,
});

/** See rateSchema. */
export type RateLine = z.infer<typeof rateSchema>;

/** A gateway's whole rate table. */
export const rateTableSchema = z.object({
  gatewayId: idSchema,
  gatewayName: z.string(),
  practice: z.boolean(),
  /** Credits per part of the gateway's profile, for what no line says. */
  defaultRate: z.number(),
  rates: z.array(rateSchema),
});

/** See rateTableSchema. */
export type GatewayRates = z.infer<typeof rateTableSchema>;

/** What an import did. rows = added + changed + unchanged + rejected; what was good is kept. */
export const rateImportResultSchema = z.object({
  rows: count,
  added: count,
  changed: count,
  unchanged: count,
  rejected: count,
  errors: z.array(rowErrorSchema),
  dryRun: z.boolean(),
});

/** See rateImportResultSchema. */
export type RateImportResult = z.infer<typeof rateImportResultSchema>;

const lineKey = {
  gatewayId: idSchema,
  country: countrySchema,
  prefix: z.string().trim().max(30).default(''),
};

/** What one part costs on each gateway, by country and number prefix. */
export const ratesContract = {
  get: needs('credits.read').input(byIdSchema).output(rateTableSchema),
  /** Adds a line or changes the one that is there. Campaigns that were started keep their prices. */
  set: needs('credits.rates')
    .input(
      z.strictObject({
        ...lineKey,
        /** Null: no figure is known; only for a whole country. */
        rate: creditsSchema.nullable(),
        /** Who enters a figure stands by it, unless they say otherwise. */
        confirmed: z.boolean().default(true),
      }),
    )
    .output(rateSchema),
  remove: needs('credits.rates').input(z.strictObject(lineKey)).output(okSchema),
  /** Reads a table of country, prefix and credits per part. Refused rows change nothing. */
  import: needs('credits.rates')
    .input(
      z.strictObject({
        gatewayId: idSchema,
        fileId: z.string(),
        dryRun: z.boolean().default(false),
      }),
    )
    .output(rateImportResultSchema),
  /** The file can be imported again as it is. */
  export: needs('credits.read')
    .input(
      z.strictObject({ gatewayId: idSchema, format: exportFormatSchema, target: fileTargetSchema }),
    )
    .output(jobStartedSchema),
};
