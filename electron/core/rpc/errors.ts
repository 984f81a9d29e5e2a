import { ORPCError, ValidationError } from '@orpc/server';
import { z } from 'zod';
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

/** What zod says of a text that is too short or too long. */
const sizeSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('too_small'), origin: z.literal('string'), minimum: z.number() }),
  z.object({ code: z.literal('too_big'), origin: z.literal('string'), maximum: z.number() }),
]);

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

/**
 * What says that there is no space left: SQLite, the file system, or SQLite for a quota and for a limit
 * on the size of files (it has one code for every write that failed for another reason than ENOSPC).
 */
const NO_SPACE = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether SQLite or the file system said that there is no space left. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return NO_SPACE.has(String(error.code));
}

function describeIssues(error: ValidationError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => {
      const path = (issue.path ?? []).map((part) =>
        String(typeof part === 'object' ? part.key : part),
      );
      const wrong = describeSize(issue) ?? issue.message;
      return path.length > 0 ? `${path.join('.')}: ${wrong}` : wrong;
    })
    .join('; ');
}

/** The usual slips, said as people say them; undefined for anything else. */
function describeSize(issue: object): string | undefined {
  const size = sizeSchema.safeParse(issue);
  if (!size.success) return undefined;
  if (size.data.code === 'too_big') return `it is longer than ${size.data.maximum} characters`;
  return size.data.minimum === 1
    ? 'it is empty'
    : `it is shorter than ${size.data.minimum} characters`;
}
