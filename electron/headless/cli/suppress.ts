import { resolve } from 'node:path';
import type { Command } from 'commander';
import { suppressionImportResultSchema } from '#shared/contract/contacts.ts';
import { interruptedFailure, type Cli } from '#headless/cli/cli.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import { followJob } from '#headless/cli/jobs.ts';
import { moment, number, table, withMore } from '#headless/cli/output.ts';
import { readPages, SHOWN } from '#headless/cli/read-pages.ts';

/** `siar suppress …`: numbers that must never get a campaign message. */
export function addSuppressCommands(program: Command, cli: Cli): void {
  const suppress = program.command('suppress').description('numbers that must never get a message');
  suppress
    .command('add')
    .description('add numbers')
    .argument('<msisdn...>', 'numbers')
    .option('--reason <text>', 'why', '')
    .action(async (phones: string[], options: { reason: string }) => {
      await cli.withSiar(async ({ client }) => {
        const result = await client.suppressions.add({ phones, reason: options.reason });
        cli.output.result(
          result,
          () => `${number(result.added)} added. ${number(result.total)} numbers get no messages.`,
        );
      });
    });
  suppress
    .command('import')
    .description('add the numbers of a file')
    .argument('<file>', '.csv, .txt or .xlsx')
    .option('--country <code>', 'country of numbers without one, such as MY')
    .action(async (file: string, options: { country?: string }) => {
      await cli.withSiar(
        async ({ client }) => {
          const { fileId } = await client.files.adopt({ path: resolve(file) });
          const country = options.country?.toUpperCase();
          const { jobId } = await client.suppressions.import({ fileId, country });
          const job = await followJob(cli, client, jobId, 'Importing', null);
          if (job.state === 'cancelled') throw interruptedFailure();
          const result = suppressionImportResultSchema.parse(job.result);
          cli.output.result(
            result,
            () =>
              `${number(result.rows)} rows: ${number(result.added)} added, ${number(result.rejected)} refused. ` +
              `${number(result.total)} numbers get no messages.`,
          );
        },
        { handlesInterrupt: true },
      );
    });
  addListAndRemove(suppress, cli);
}

function addListAndRemove(suppress: Command, cli: Cli): void {
  suppress
    .command('list')
    .alias('ls')
    .description('show the numbers')
    .option('--search <digits>', 'only numbers with these digits')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000_000))
    .action(async (options: { search?: string; limit?: number }) => {
      await cli.withSiar(async ({ client }) => {
        const most = options.limit ?? (cli.output.json ? undefined : SHOWN);
        const { total, rows } = await readPages(
          (page) => client.suppressions.page({ search: options.search, ...page }),
          ({ msisdn }) => msisdn,
          most,
        );
        cli.output.result(rows, () =>
          withMore(
            table(
              rows,
              [
                { title: 'Number', text: ({ msisdn }) => msisdn },
                { title: 'Since', text: ({ createdAt }) => moment(createdAt) },
                { title: 'From', text: ({ source }) => source },
                { title: 'Why', text: ({ reason }) => reason },
              ],
              'No number is suppressed.',
            ),
            total - rows.length,
          ),
        );
      });
    });
  suppress
    .command('remove')
    .description('let numbers get messages again')
    .argument('<msisdn...>', 'numbers')
    .action(async (msisdns: string[]) => {
      await cli.withSiar(async ({ client }) => {
        const result = await client.suppressions.remove({ msisdns });
        cli.output.result(
          result,
          () =>
            `${number(result.removed)} removed. ${number(result.total)} numbers get no messages.`,
        );
      });
    });
}
