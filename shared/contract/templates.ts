import { z } from 'zod';
import { byIdSchema, idSchema, momentSchema, okSchema, procedure } from './base.ts';

/** A saved text with merge fields. */
export const templateSchema = z.object({
  id: idSchema,
  name: z.string(),
  text: z.string(),
  category: z.string(),
  createdAt: momentSchema,
  updatedAt: momentSchema,
});

/** See templateSchema. */
export type Template = z.infer<typeof templateSchema>;

const editable = {
  name: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(10_000),
  category: z.string().trim().max(100).default(''),
};

/** Saved texts. A text that does not parse is refused with the place of the mistake. */
export const templatesContract = {
  all: procedure.output(z.array(templateSchema)),
  get: procedure.input(byIdSchema).output(templateSchema),
  create: procedure.input(z.strictObject(editable)).output(templateSchema),
  update: procedure.input(z.strictObject({ id: idSchema, ...editable })).output(templateSchema),
  remove: procedure.input(byIdSchema).output(okSchema),
};
