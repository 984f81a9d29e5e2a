import { ORPCError, ValidationError } from '@orpc/server';
import { SiarError, type Failure } from '#shared/contract/errors.ts';
import type { Logger } from '#core/ports.ts';

/**
 * Turns whatever a handler threw into the contract's typed `SIAR` error.
 * A SiarError keeps its sentence; a defect is logged whole and told without its internals.
 */
function toContractError(error: unknown, logger: Logger): unknown {
  if (error instanceof SiarError) {
    return new ORPCError('SIAR', {
      defined: true,
      message: error.message,
      data: { code: error.code, kind: error.kind, details: error.details },
    });
  }
  if (error instanceof ORPCError) {
    if (error.code === 'SIAR') return error;
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
      return new ORPCError('SIAR', {
        defined: true,
        message: `The request was not understood: ${describeIssues(error.cause)}. Nothing was changed.`,
        data: { code: 'invalid-input', kind: 'invalid' },
      });
    }
  }
  const full = isDiskFull(error);
  logger.error({ err: error }, full ? 'the disk is full' : 'a procedure failed unexpectedly');
  return new ORPCError('SIAR', {
    defined: true,
    message: full
      ? 'The disk is full, so nothing more can be recorded and nothing more is sent. Free some space, then try again.'
      : 'Something went wrong inside Siar. What was already recorded is safe; see the log for details.',
    data: { code: full ? 'disk-full' : 'internal', kind: 'failed' } satisfies Omit<
      Failure,
      'message'
    >,
  });
}

/** Wraps every procedure call of a router. */
export type ErrorMapper = <T>(options: { next(): Promise<T> }) => Promise<T>;

/** See toContractError. */
export function createErrorMapper(logger: Logger): ErrorMapper {
  return async (options) => {
    try {
      return await options.next();
    } catch (error) {
      throw toContractError(error, logger);
    }
  };
}

/** Whether SQLite or the file system said that there is no space left. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'SQLITE_FULL' || error.code === 'ENOSPC' || error.code === 'EDQUOT';
}

function describeIssues(error: ValidationError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => {
      const path = (issue.path ?? []).map((part) =>
        String(typeof part === 'object' ? part.key : part),
      );
      return path.length > 0 ? `${path.join('.')}: ${issue.message}` : issue.message;
    })
    .join('; ');
}
