import '#renderer/lib/no-eval.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { readFailure } from '#shared/contract/to-failure.ts';

/**
 * Any error as one sentence for people and a stable code. What the core did not say itself
 * (a defect of the page, a refused schema) becomes `internal`.
 */
export function toFailure(error: unknown): Failure {
  return (
    readFailure(error) ?? {
      code: 'internal',
      kind: 'failed',
      message:
        error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.',
    }
  );
}
