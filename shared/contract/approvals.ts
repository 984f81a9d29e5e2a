import { z } from 'zod';
import { idSchema, momentSchema, needs } from './base.ts';

/**
 * Where a text stands that was handed to a gateway for approval. `submitting`: on its way. `pending`: the
 * gateway has it and has not said. `refused`: it did not take it. `uncertain`: nobody knows whether it has it.
 */
export const APPROVAL_STATES = [
  'submitting',
  'pending',
  'approved',
  'rejected',
  'refused',
  'uncertain',
] as const;

/** A text that was handed to a gateway. */
export const approvalSchema = z.object({
  id: idSchema,
  /** Null: the template is not there any more. */
  templateId: idSchema.nullable(),
  title: z.string(),
  gatewayId: idSchema,
  gatewayName: z.string(),
  state: z.enum(APPROVAL_STATES),
  /** What it goes by at the gateway. */
  reference: z.string(),
  /** The gateway's own word and code for its decision. */
  word: z.string().nullable(),
  code: z.string().nullable(),
  /** One sentence where something went wrong; else empty. */
  reason: z.string(),
  /** Whether the template still has the text that was handed in. */
  current: z.boolean(),
  submittedAt: momentSchema,
  decidedAt: momentSchema.nullable(),
});

/** See approvalSchema. */
export type Approval = z.infer<typeof approvalSchema>;

/** Templates at gateways that send only texts they approved. */
export const approvalsContract = {
  /** The latest of each template at each gateway. */
  all: needs('templates.read').output(z.array(approvalSchema)),
  /** Hands a template's text, with its fields as written, to a gateway. Sends nobody anything. */
  submit: needs('templates.write')
    .input(z.strictObject({ templateId: idSchema, gatewayId: idSchema }))
    .output(approvalSchema),
  /** What a person read in the gateway's own portal, where it cannot tell Siar itself. */
  decide: needs('templates.write')
    .input(
      z.strictObject({ approvalId: idSchema, state: z.enum(['approved', 'rejected', 'pending']) }),
    )
    .output(approvalSchema),
};
