import type { SiarClient } from '#shared/contract/contract.ts';
import { SiarError, invalid } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { createProgress } from '#headless/cli/progress.ts';

/**
 * Watches long work to its end with a progress bar. Ctrl-C cancels it at its next safe point; the
 * job then says what was kept. `unit` null: the work is measured in rows or in bytes, so only its share is shown. Throws the job's own failure.
 */
export async function followJob(
  cli: Cli,
  client: SiarClient,
  jobId: string,
  label: string,
  unit: string | null,
): Promise<Job> {
  const progress = createProgress(label, { json: cli.output.json, unit });
  const cancel = () => {
    client.jobs.cancel({ jobId }).catch(() => undefined);
  };
  if (cli.interrupted.aborted) cancel();
  cli.interrupted.addEventListener('abort', cancel, { once: true });
  let last: Job | undefined;
  try {
    for await (const job of await client.jobs.watch({ jobId })) {
      last = job;
      progress.show(job.done, job.total);
    }
  } finally {
    progress.end();
    cli.interrupted.removeEventListener('abort', cancel);
  }
  const job = last && last.state !== 'running' ? last : await client.jobs.get({ jobId });
  if (job.state === 'failed' && job.error) {
    throw new SiarError(job.error.kind, job.error.code, job.error.message, job.error.details);
  }
  return job;
}

/** The format that a file name asks for. Throws `bad-out-file` for other names. */
export function formatOf(path: string): 'csv' | 'xlsx' {
  const lower = path.toLowerCase();
  if (lower.endsWith('.csv')) return 'csv';
  if (lower.endsWith('.xlsx')) return 'xlsx';
  throw invalid(
    'bad-out-file',
    `--out ${path} must end in .csv or .xlsx; the ending decides the format. Nothing was written.`,
  );
}
