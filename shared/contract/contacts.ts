import { z } from 'zod';
import {
  byIdSchema,
  exportFormatSchema,
  fileTargetSchema,
  idSchema,
  momentSchema,
  pageInputSchema,
  pageOf,
  needs,
} from './base.ts';
import { jobStartedSchema } from './jobs.ts';

/** A contact's own columns: key (lower snake case of the header) to text. */
export const fieldsSchema = z.record(z.string(), z.string());

/** A person or household that shares one number. The MSISDN is unique. */
export const contactSchema = z.object({
  id: idSchema,
  msisdn: z.string(),
  name: z.string(),
  /** ISO 3166 country of the number. */
  country: z.string(),
  /** 'possible': the length and prefix are right but the range is not known to be in use. */
  confidence: z.enum(['valid', 'possible']),
  fields: fieldsSchema,
  suppressed: z.boolean(),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

/** See contactSchema. */
export type Contact = z.infer<typeof contactSchema>;

/** A list of contacts; a contact may be in many. */
export const contactListSchema = z.object({
  id: idSchema,
  name: z.string(),
  contacts: z.number().int(),
  createdAt: momentSchema,
});

/** See contactListSchema. */
export type ContactList = z.infer<typeof contactListSchema>;

/** One line of a person's timeline, newest first. */
export const timelineEntrySchema = z.object({
  messageId: idSchema,
  campaignId: idSchema,
  campaignName: z.string(),
  text: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  at: momentSchema,
});

const nameSchema = z.string().trim().min(1).max(200);

/** Lists of contacts. */
export const listsContract = {
  all: needs('contacts.read').output(z.array(contactListSchema)),
  create: needs('contacts.write')
    .input(z.strictObject({ name: nameSchema }))
    .output(contactListSchema),
  rename: needs('contacts.write')
    .input(z.strictObject({ id: idSchema, name: nameSchema }))
    .output(contactListSchema),
  /** How many of the list's contacts are in no other list: what removing them too would delete. */
  onlyHere: needs('contacts.read')
    .input(byIdSchema)
    .output(z.object({ contacts: z.number().int() })),
  /** Removes the list. Contacts in no other list are removed too only with `contacts: true`. */
  remove: needs('contacts.write')
    .input(z.strictObject({ id: idSchema, contacts: z.boolean().default(false) }))
    .output(z.object({ removedContacts: z.number().int() })),
};

/** Which contacts: all, those of a list, or those that match a search (name, number, any field). */
export const contactFilterSchema = z.object({
  listId: idSchema.optional(),
  search: z.string().max(200).optional(),
});

/** The phone book that lists and campaigns draw from: one contact a number. */
export const contactsContract = {
  page: needs('contacts.read')
    .input(
      contactFilterSchema
        .extend(pageInputSchema.shape)
        .extend({ sort: z.enum(['added', 'name']).default('added') })
        .strict(),
    )
    .output(pageOf(contactSchema)),
  get: needs('contacts.read')
    .input(byIdSchema)
    .output(
      contactSchema.extend({ lists: z.array(contactListSchema.pick({ id: true, name: true })) }),
    ),
  timeline: needs('history.read')
    .input(pageInputSchema.extend({ id: idSchema }).strict())
    .output(pageOf(timelineEntrySchema)),
  /** Field keys in use, most used first: for merge fields in templates and for table columns. */
  fieldKeys: needs('contacts.read')
    .input(z.strictObject({ listIds: z.array(idSchema).default([]) }))
    .output(z.array(z.object({ key: z.string(), contacts: z.number().int() }))),
  create: needs('contacts.write')
    .input(
      z.strictObject({
        phone: z.string().min(1).max(100),
        name: z.string().max(500).default(''),
        fields: fieldsSchema.default({}),
        listIds: z.array(idSchema).default([]),
      }),
    )
    .output(contactSchema),
  update: needs('contacts.write')
    .input(
      z.strictObject({
        id: idSchema,
        phone: z.string().min(1).max(100).optional(),
        name: z.string().max(500).optional(),
        fields: fieldsSchema.optional(),
        listIds: z.array(idSchema).optional(),
      }),
    )
    .output(contactSchema),
  /** Removes contacts. Messages already sent to them stay in the history. */
  remove: needs('contacts.write')
    .input(z.strictObject({ ids: z.array(idSchema).min(1).max(10_000) }))
    .output(z.object({ removed: z.number().int() })),
  export: needs('contacts.export')
    .input(
      contactFilterSchema.extend({ format: exportFormatSchema, target: fileTargetSchema }).strict(),
    )
    .output(jobStartedSchema),
};

/** A number that must never get a campaign message. */
export const suppressionSchema = z.object({
  msisdn: z.string(),
  reason: z.string(),
  source: z.enum(['manual', 'import', 'reply']),
  createdAt: momentSchema,
});

/** The do-not-contact list. Checked when a campaign is frozen and again when a message is claimed. */
export const suppressionsContract = {
  page: needs('contacts.read')
    .input(pageInputSchema.extend({ search: z.string().max(200).optional() }).strict())
    .output(pageOf(suppressionSchema)),
  /** Adds numbers as people type them; one bad number refuses the whole call and names it. */
  add: needs('contacts.write')
    .input(
      z.strictObject({
        phones: z.array(z.string().min(1).max(100)).min(1).max(10_000),
        reason: z.string().max(500).default(''),
      }),
    )
    .output(z.object({ added: z.number().int(), total: z.number().int() })),
  import: needs('contacts.write')
    .input(z.strictObject({ fileId: z.string(), country: z.string().length(2).optional() }))
    .output(jobStartedSchema),
  remove: needs('contacts.write')
    .input(z.strictObject({ msisdns: z.array(z.string().max(100)).min(1).max(10_000) }))
    .output(z.object({ removed: z.number().int(), total: z.number().int() })),
};

/** What a suppression import ends with. */
export const suppressionImportResultSchema = z.object({
  rows: z.number().int(),
  added: z.number().int(),
  rejected: z.number().int(),
  total: z.number().int(),
});
