import type { Command } from 'commander';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { UncertainGroup } from '#shared/contract/uncertain.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { moment, number, table } from '#headless/cli/output.ts';

type Decision = { all?: boolean; allowShortCredit?: boolean };

/** `siar uncertain …`: messages whose fate nobody knows. */
export function addUncertainCommands(program: Command, cli: Cli): void {
  const uncertain = program
    .command('uncertain')
    .description('messages whose fate nobody knows: what is known, and what becomes of them');
  uncertain
    .command('list', { isDefault: true })
    .alias('ls')
    .description('how many, why, and what evidence there is')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const overview = await client.uncertain.overview();
        cli.output.result(overview, () => describe(overview.groups));
      });
    });
  for (const [decision, description] of [
    ['leave', 'leave them as they are: nobody gets a message twice, some may never get it'],
    ['resend', 'send them again: whoever got the first one gets it twice, and it costs again'],
  ] as const) {
    uncertain
      .command(decision)
      .description(description)
      .argument('[campaign...]', 'ids or names')
      .option('--all', 'of every campaign')
      .option('--allow-short-credit', 'although the credits do not suffice')
      .action(async (names: string[], { all, allowShortCredit = false }: Decision) => {
        if (names.length > 0 === Boolean(all)) {
          throw invalid(
            'which-campaigns',
            'Name the campaigns, or say --all. Nothing was changed.',
          );
        }
        await cli.withSiar(async ({ client }) => {
          const campaignIds = all ? null : await findAll(client, names);
          const done = await client.uncertain.resolve({ campaignIds, decision, allowShortCredit });
          const verb = decision === 'leave' ? 'left as they are' : 'queued to be sent again';
          cli.output.result(done, () =>
            [
              `${number(done.messages)} messages of ${number(done.campaigns)} campaigns are ${verb}.`,
              ...done.refused.map(
                ({ campaignId, message }) => `Campaign ${campaignId}: ${message}`,
              ),
            ].join('\n'),
          );
          if (done.refused.length > 0) throw new CommandEnd(EXIT.refused);
        });
      });
  }
}

async function findAll(client: SiarClient, names: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const nameOrId of names) ids.push((await client.campaigns.find({ nameOrId })).id);
  return [...new Set(ids)];
}

function describe(groups: readonly UncertainGroup[]): string {
  const rows = table(
    groups,
    [
      { title: 'Id', align: 'right', text: ({ campaignId }) => String(campaignId) },
      { title: 'Campaign', text: ({ campaignName }) => campaignName },
      { title: 'Gateway', text: ({ gatewayName }) => gatewayName },
      { title: 'Messages', align: 'right', text: ({ messages }) => number(messages) },
      { title: 'Undecided', align: 'right', text: ({ undecided }) => number(undecided) },
      { title: 'To resend', align: 'right', text: ({ credits }) => `${number(credits)} credits` },
      { title: 'Handed over', text: ({ from }) => moment(from) },
    ],
    'No message is uncertain.',
  );
  return [rows, ...groups.map(explain)].join('\n');
}

function explain({ campaignId, reasons, evidence }: UncertainGroup): string {
  const { balance, strayReports, repeatable, balanceHelps } = evidence;
  return [
    `\nCampaign ${campaignId}`,
    ...reasons.map(({ reason, messages }) => `  ${number(messages)}: ${reason}`),
    balance
      ? `  Between ${moment(balance.before.at)} and ${moment(balance.after.at)} the gateway took ${number(balance.unexplained)} credits that Siar does not know of.`
      : balanceHelps
        ? '  `siar balance` may tell: no balance is known since then.'
        : '  The gateway told no balance before and after.',
    ...(strayReports > 0
      ? [`  ${number(strayReports)} delivery reports since then belong to no message known here.`]
      : []),
    ...(repeatable ? ['  The gateway recognises a repeat: nobody can get it twice.'] : []),
  ].join('\n');
}
