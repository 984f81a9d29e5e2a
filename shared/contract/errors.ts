import { z } from 'zod';

/**
 * How a refusal ends: decides the exit code of the command line and the tone of the screen.
 * - invalid: the input is wrong (exit 2)
 * - refused: a safety check said no (exit 3)
 * - failed: it was tried and did not work (exit 1)
 */
export const FAILURE_KINDS = ['invalid', 'refused', 'failed'] as const;

/** See FAILURE_KINDS. */
export type FailureKind = (typeof FAILURE_KINDS)[number];

/**
 * The data every failure carries across a transport: `code` is stable and meant for scripts. `details` holds
 * every value of the sentence, so that a screen can say it in its language; `case` among them tells
 * sentences apart that have one code.
 */
export const failureDataSchema = z.object({
  code: z.string(),
  kind: z.enum(FAILURE_KINDS),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** What a caller is told when something could not be done. `message` is one sentence for people, in English. */
export const failureSchema = failureDataSchema.extend({ message: z.string() });

/** See failureSchema. */
export type Failure = z.infer<typeof failureSchema>;

/**
 * The one error class of the core: a refusal that people can read and scripts can match.
 * Anything else that is thrown is a defect and reaches the caller as `internal`.
 */
export class SiarError extends Error {
  readonly code: string;
  readonly kind: FailureKind;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    kind: FailureKind,
    code: string,
    message: string,
    details?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SiarError';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** The input cannot be used as it is; nothing was changed. */
export function invalid(code: string, message: string, details?: Record<string, unknown>) {
  return new SiarError('invalid', code, message, details);
}

/** A safety check refused; nothing was changed. */
export function refused(code: string, message: string, details?: Record<string, unknown>) {
  return new SiarError('refused', code, message, details);
}

/** It was tried and did not work. */
export function failed(code: string, message: string, details?: Record<string, unknown>) {
  return new SiarError('failed', code, message, details);
}
