import {
  exportFormatSchema,
  fileTargetSchema,
  momentSchema,
  needs,
  pageInputSchema,
  pageOf,
} from './base.ts';
import { messageFilter, messageSchema } from './messages.ts';
import { jobStartedSchema } from './jobs.ts';

/** Every message ever frozen, searchable offline. */
export const historyContract = {
  page: needs('history.read')
    .input(
      messageFilter
        .extend(pageInputSchema.shape)
        .extend({ from: momentSchema.optional(), to: momentSchema.optional() })
        .strict(),
    )
    .output(pageOf(messageSchema)),
  export: needs('history.export')
    .input(
      messageFilter
        .extend({
          from: momentSchema.optional(),
          to: momentSchema.optional(),
          format: exportFormatSchema,
          target: fileTargetSchema,
        })
        .strict(),
    )
    .output(jobStartedSchema),
};
