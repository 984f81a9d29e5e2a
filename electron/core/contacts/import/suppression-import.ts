import { failed } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { CoreDeps } from '#core/core-deps.ts';

/** Starts the job that suppresses every number of a file. */
export function startSuppressionImport(
  deps: Pick<CoreDeps, 'jobs'>,
  _input: { fileId: string; country?: string | undefined },
): Job {
  return deps.jobs.start('suppression-import', 'Do not contact', async () => {
    throw failed('not-ready', 'Importing numbers to suppress is not ready yet.');
  });
}
