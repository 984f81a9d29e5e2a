import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exportResultSchema } from '#shared/contract/base.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import { interruptedFailure, type Cli } from '#headless/cli/cli.ts';
import { followJob } from '#headless/cli/jobs.ts';
import { number } from '#headless/cli/output.ts';

/** `siar backups`: the copies that Siar makes by itself, one a day. */
export function addBackupsCommands(program: Command, cli: Cli): void {
  const backups = program.command('backups').description('the copies that Siar makes by itself');
  backups
    .command('show')
    .description('where copies go, the last one, and what went wrong')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const state = await client.safety.state();
        cli.output.result({ ...state }, () => textOf(state));
      });
    });
  backups
    .command('schedule')
    .description('make a verified copy a day while Siar runs, or stop making them')
    .option('--folder <folder>', 'where to: best on another disk; "default" is in the data folder')
    .option('--keep <number>', 'how many of the newest are kept', wholeNumber(1, 365))
    .option('--off', 'make none')
    .action(async ({ folder, keep, off }: { folder?: string; keep?: number; off?: true }) => {
      if (off && (folder !== undefined || keep !== undefined)) {
        throw invalid('off-alone', '--off stands alone. Nothing was changed.');
      }
      await cli.withSiar(async ({ client }) => {
        const { schedule } = await client.safety.state();
        const wanted = folder === undefined ? schedule.folder : placeOf(folder);
        const saved = await client.safety.setSchedule({
          enabled: off !== true,
          folder: wanted,
          keep: keep ?? schedule.keep,
        });
        const { backupFolder } = await client.safety.state();
        cli.output.result({ ...saved, backupFolder }, () =>
          saved.enabled
            ? `A copy a day goes to ${backupFolder} while Siar runs; the newest ${number(saved.keep)} are kept.`
            : 'No copies are made any more. Those that are there stay.',
        );
      });
    });
  backups
    .command('now')
    .description('make one now in the same folder')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const { jobId } = await client.safety.backUp({ to: 'folder' });
        const job = await followJob(cli, client, jobId, 'Copying', null);
        if (job.state === 'cancelled') throw interruptedFailure();
        const { file, rows: messages } = exportResultSchema.parse(job.result);
        cli.output.result({ file, messages }, () => `A verified copy is in ${file}`);
      });
    });
}

function placeOf(folder: string): string | null {
  return folder === 'default' ? null : resolve(folder);
}

function textOf({ schedule, backupFolder, lastBackup, problem, backups }: SafetyState): string {
  const last = lastBackup ? new Date(lastBackup.at).toISOString() : 'never';
  return [
    schedule.enabled
      ? `A copy a day goes to ${backupFolder}; the newest ${number(schedule.keep)} are kept.`
      : `No copies are made by themselves. ${backupFolder} is where they would go.`,
    `Last verified copy: ${last}${lastBackup ? ` (${lastBackup.file})` : ''}`,
    ...(problem ? [`The last one failed: ${problem.message}`] : []),
    ...backups.map(({ name, bytes }) => `  ${name}  ${(bytes / 1_048_576).toFixed(1)} MB`),
  ].join('\n');
}
