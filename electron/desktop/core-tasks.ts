import { exportResultSchema } from '#shared/contract/base.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { SiarError, failed } from '#shared/contract/errors.ts';

/** Pauses every running campaign. Answers with how many were paused. */
export async function pauseAll(client: SiarClient): Promise<{ paused: number }> {
  let paused = 0;
  for (;;) {
    const { rows } = await client.campaigns.page({ state: 'running', limit: 100 });
    if (rows.length === 0) return { paused };
    for (const { id } of rows) await client.campaigns.pause({ id });
    paused += rows.length;
  }
}

/** Writes all contacts to a path and waits for the end. Throws the task's own sentence. */
export async function exportContacts(
  client: SiarClient,
  { path, format }: { path: string; format: 'csv' | 'xlsx' },
): Promise<{ rows: number }> {
  const { jobId } = await client.contacts.export({ format, target: { path } });
  for await (const job of await client.jobs.watch({ jobId })) {
    if (job.error) {
      throw new SiarError(job.error.kind, job.error.code, job.error.message, job.error.details);
    }
    if (job.state === 'done') return { rows: exportResultSchema.parse(job.result).rows };
  }
  throw failed('cancelled', 'The export was cancelled; no complete file was written.');
}
