import { Option, type Command } from 'commander';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { moment, number, table } from '#headless/cli/output.ts';

type Options = { state?: MessageState; limit: number; out?: string };

/** `siar history`: every message ever made, searched offline. */
export function addHistoryCommand(program: Command, cli: Cli): void {
  program
    .command('history')
    .description('search every message ever made')
    .argument('[words...]', 'words of the text, a name or a number')
    .addOption(new Option('--state <state>', 'only messages in this state').choices(MESSAGE_STATES))
    .option('--limit <number>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--out <file>', 'write all that match to a .csv or .xlsx file instead')
    .action(async (words: string[], { state, limit, out }: Options) => {
      const search = words.length > 0 ? words.join(' ') : undefined;
      const target = out === undefined ? null : exportTarget(out);
      await cli.withSiar(
        async ({ client }) => {
          if (target) {
            const { jobId } = await client.history.export({ search, state, ...target });
            return finishExport(cli, client, jobId);
          }
          const { total, rows } = await client.history.page({ search, state, limit });
          cli.output.result({ total, rows }, () => {
            const shown = table(
              rows,
              [
                { title: 'When', text: ({ sentAt, queuedAt }) => moment(sentAt ?? queuedAt) },
                { title: 'To', text: ({ msisdn }) => msisdn },
                { title: 'Name', text: ({ name }) => name },
                { title: 'State', text: (message) => message.state },
                { title: 'Campaign', text: ({ campaignName }) => campaignName },
                { title: 'Text', text: ({ text }) => text },
              ],
              'No message matches.',
            );
            return total > rows.length ? `${shown}\n… ${number(total - rows.length)} more` : shown;
          });
        },
        { handlesInterrupt: target !== null },
      );
    });
}
