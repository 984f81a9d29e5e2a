import { ORPCError } from '@orpc/client';
import { SiarError, failureDataSchema, type Failure } from './errors.ts';

/** What was thrown as a Failure, if it is one that the core said; undefined for anything else. */
export function readFailure(error: unknown): Failure | undefined {
  if (error instanceof SiarError) {
    return { code: error.code, kind: error.kind, details: error.details, message: error.message };
  }
  if (!(error instanceof ORPCError)) return undefined;
  const data = failureDataSchema.safeParse(error.data);
  return data.success ? { ...data.data, message: error.message } : undefined;
}
