import { Option, type Command } from 'commander';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { LedgerRow } from '#shared/contract/credits.ts';
import { TRANSACTION_KINDS, type TransactionKind } from '#shared/credits/ledger.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findOwner, HOUSE } from '#headless/cli/credits-names.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { findGateway } from '#headless/cli/names.ts';
import { moment, number, table, withMore } from '#headless/cli/output.ts';
import { readPages, SHOWN } from '#headless/cli/read-pages.ts';

type Options = {
  gateway?: string;
  user?: string;
  kind?: TransactionKind;
  campaign?: string;
  limit?: number;
  each?: true;
  out?: string;
};
type Filter = {
  gatewayId?: number;
  userId?: number | null;
  kind?: TransactionKind;
  campaignId?: number;
};

/** `siar credits ledger`: every booking; with --json all of them and the balances they make. */
export function addCreditsLedger(credits: Command, cli: Cli): void {
  credits
    .command('ledger')
    .description('every booking, newest first')
    .option('--gateway <name>', 'only this gateway: name or id')
    .option('--user <who>', `only ${HOUSE}, or a user's name or id`)
    .addOption(new Option('--kind <kind>', 'only such bookings').choices(TRANSACTION_KINDS))
    .option('--campaign <id>', 'only what this campaign did: id or name')
    .option(
      '--limit <number>',
      `at most so many; ${SHOWN} for people, all with --json`,
      wholeNumber(1, 10_000_000),
    )
    .option('--each', 'every single charge, not one line a campaign; always with --json')
    .option('--out <file>', 'write all that match to a .csv or .xlsx file, a line for each entry')
    .action(async (options: Options) => {
      const target = options.out === undefined ? null : exportTarget(options.out);
      await cli.withSiar(
        async ({ client }) => {
          const filter = await toFilter(client, options);
          if (target) {
            const { jobId } = await client.credits.export({ ...filter, ...target });
            return finishExport(cli, client, jobId);
          }
          const limit = options.limit ?? (cli.output.json ? Number.POSITIVE_INFINITY : SHOWN);
          const each = options.each ?? cli.output.json;
          const { total, rows } = await readPages(
            (page) => client.credits.ledger({ ...filter, each, ...page }),
            ({ id }) => id,
            limit,
          );
          const accounts = cli.output.json ? await client.credits.accounts() : [];
          cli.output.result({ total, transactions: rows, accounts }, () =>
            withMore(ledgerTable(rows), total - rows.length),
          );
        },
        { handlesInterrupt: target !== null },
      );
    });
}

async function toFilter(client: SiarClient, options: Options) {
  const { gateway, user, kind, campaign } = options;
  const filter: Filter = { kind };
  if (gateway !== undefined) filter.gatewayId = (await findGateway(client, gateway)).id;
  if (campaign !== undefined) {
    filter.campaignId = (await client.campaigns.find({ nameOrId: campaign })).id;
  }
  if (user !== undefined) {
    const books = await client.credits.accounts();
    filter.userId = findOwner({ users: books.flatMap(({ users }) => users) }, user);
  }
  return filter;
}

function ledgerTable(rows: readonly LedgerRow[]): string {
  return table(
    rows,
    [
      { title: 'No.', align: 'right', text: ({ id }) => String(id) },
      { title: 'When', text: ({ at }) => moment(at) },
      { title: 'What', text: ({ kind }) => kind },
      { title: 'Gateway', text: ({ gatewayName }) => gatewayName },
      { title: 'User', text: ({ userName }) => userName ?? HOUSE },
      { title: 'Credits', align: 'right', text: (row) => change(row, 'user') },
      { title: 'Reserved', align: 'right', text: (row) => change(row, 'reserved') },
      { title: 'Spent', align: 'right', text: (row) => change(row, 'spent') },
      { title: 'About', text: about },
    ],
    'Nothing is booked yet.',
  );
}

/** What a booking does to one kind of account; both ends of a transfer would cancel out. */
function change({ kind, entries }: LedgerRow, account: string): string {
  const amounts = entries.filter((entry) => entry.account === account).map(({ amount }) => amount);
  if (amounts.length === 0) return '';
  if (kind === 'transfer') return number(Math.max(...amounts));
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return `${sum > 0 ? '+' : ''}${number(sum)}`;
}

function about({ kind, subject, reason, entries }: LedgerRow): string {
  if (kind === 'transfer') {
    const [giver, taker] = entries.map(({ userName }) => userName ?? HOUSE);
    return `${giver} to ${taker}: ${reason}`;
  }
  if (subject === null) return reason;
  return subject.name ?? `${subject.kind} ${subject.id}`;
}
