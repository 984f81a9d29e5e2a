import { z } from 'zod';
import { byIdSchema, idSchema, momentSchema, okSchema, needs } from './base.ts';

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
  all: needs('templates.read').output(z.array(templateSchema)),
  get: needs('templates.read').input(byIdSchema).output(templateSchema),
  create: needs('templates.write').input(z.strictObject(editable)).output(templateSchema),
  update: needs('templates.write')
    .input(z.strictObject({ id: idSchema, ...editable }))
    .output(templateSchema),
  remove: needs('templates.write').input(byIdSchema).output(okSchema),
};
