import { Option, type Command } from 'commander';
import { REPLY_FILTERS, type Reply } from '#shared/contract/replies.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { moment, table, withMore } from '#headless/cli/output.ts';
import { readPages, SHOWN } from '#headless/cli/read-pages.ts';

type Options = { search?: string; show: (typeof REPLY_FILTERS)[number]; limit?: number };

/** `siar replies …`: messages from phones, and what Siar did about each. */
export function addRepliesCommands(program: Command, cli: Cli): void {
  const replies = program.command('replies').description('messages that phones sent back');
  replies
    .command('list')
    .alias('ls')
    .description('show them, the newest first')
    .option('--search <text>', 'only with this in text, name or number')
    .addOption(
      new Option('--show <which>', 'opt-outs: STOP and START; check: a person has to look')
        .choices(REPLY_FILTERS)
        .default('all'),
    )
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000_000))
    .action(async (options: Options) => {
      await cli.withSiar(async ({ client }) => {
        const most = options.limit ?? (cli.output.json ? undefined : SHOWN);
        const { search, show } = options;
        const { total, rows } = await readPages(
          (page) => client.replies.page({ search, show, ...page }),
          ({ id }) => id,
          most,
        );
        cli.output.result(rows, () =>
          withMore(
            table(
              rows,
              [
                { title: 'When', text: ({ receivedAt }) => moment(receivedAt) },
                { title: 'From', text: ({ sender, contact }) => contact?.name || sender },
                { title: 'Text', text: ({ text }) => text.replaceAll(/\s+/g, ' ') },
                { title: 'Done', text: describe },
                { title: 'After', text: ({ campaign }) => campaign?.name ?? '' },
                { title: 'Gateway', text: ({ gatewayName }) => gatewayName },
              ],
              'No message has come back.',
            ),
            total - rows.length,
          ),
        );
      });
    });
}

function describe({ asked, done, suppressed }: Reply): string {
  if (done === 'stopped') return 'put on do-not-contact';
  if (done === 'already') return 'was on do-not-contact';
  if (done === 'allowed') return 'may be written to again';
  if (asked === 'check' && !suppressed) return 'look: may be an opt-out';
  return '';
}
