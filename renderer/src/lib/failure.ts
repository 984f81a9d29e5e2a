import '#renderer/lib/no-eval.ts';
import { ORPCError } from '@orpc/client';
import { failureDataSchema, SiarError, type Failure } from '#shared/contract/errors.ts';

/**
 * Any error as one sentence for people and a stable code. What the core did not say itself
 * (a defect of the page, a refused schema) becomes `internal`.
 */
export function toFailure(error: unknown): Failure {
  if (error instanceof SiarError) {
    return { code: error.code, kind: error.kind, details: error.details, message: error.message };
  }
  if (error instanceof ORPCError) {
    const data = failureDataSchema.safeParse(error.data);
    if (data.success) return { ...data.data, message: error.message };
  }
  return {
    code: 'internal',
    kind: 'failed',
    message:
      error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.',
  };
}
