import { resolve } from 'node:path';
import { exportResultSchema } from '#shared/contract/base.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { interruptedFailure, type Cli } from '#headless/cli/cli.ts';
import { followJob, formatOf } from '#headless/cli/jobs.ts';
import { number } from '#headless/cli/output.ts';

/** Where and how an export is written. */
export type ExportTarget = { format: 'csv' | 'xlsx'; target: { path: string } };

/** The target that `--out` names, on this computer and from this folder. */
export function exportTarget(out: string): ExportTarget {
  return { format: formatOf(out), target: { path: resolve(out) } };
}

/** Follows an export to its end and prints `{rows,file}`. */
export async function finishExport(cli: Cli, client: SiarClient, jobId: string): Promise<void> {
  const job = await followJob(cli, client, jobId, 'Writing', 'rows');
  if (job.state === 'cancelled') throw interruptedFailure();
  const { rows, file } = exportResultSchema.parse(job.result);
  cli.output.result({ rows, file }, () => `${number(rows)} rows are in ${file}`);
}
