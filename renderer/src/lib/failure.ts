import '#renderer/lib/no-eval.ts';
import { failureSchema, type Failure } from '#shared/contract/errors.ts';
import { readFailure } from '#shared/contract/to-failure.ts';

/**
 * Any error, or a failure as a job tells it, as one sentence for people and a stable code. What the core did not say itself
 * (a defect of the page, a refused schema) becomes `internal`.
 */
export function toFailure(error: unknown): Failure {
  const told = failureSchema.safeParse(error);
  return (
    readFailure(error) ??
    (told.success && !(error instanceof Error) ? told.data : undefined) ?? {
      code: 'internal',
      kind: 'failed',
      message:
        error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.',
    }
  );
}
