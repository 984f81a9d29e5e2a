import type { Command } from 'commander';
import type { Balance, GatewayRunway } from '#shared/contract/balances.ts';
import { levelOrNone } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { chosenGateway } from '#headless/cli/names.ts';
import { moment, number, table } from '#headless/cli/output.ts';

type Named = { gateway?: string };

/** `siar credits balances|alert|reconcile|runway`. */
export function addBalanceCommands(credits: Command, cli: Cli): void {
  credits
    .command('balances')
    .description('what every gateway has left, and how that compares with the ledger')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const all = await client.balances.all();
        cli.output.result(all, () => balanceTable(all));
      });
    });
  credits
    .command('alert')
    .description('say when a gateway has fewer credits than this')
    .argument('<credits>', 'whole credits, or “none”', levelOrNone)
    .option('--gateway <name>', 'name or id; needed where there are several')
    .action(async (level: number | null, options: Named) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await chosenGateway(client, options.gateway);
        await client.balances.setLevel({ id, level });
        cli.output.result({ gateway: name, level }, () =>
          level === null
            ? `${name}: no alert.`
            : `${name}: Siar tells you when fewer than ${number(level)} credits are left.`,
        );
      });
    });
  credits
    .command('reconcile')
    .description('ask the gateway, and book what it has more or less than the ledger')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .option('--reason <text>', 'why, for the ledger')
    .action(async (options: Named & { reason?: string }) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await chosenGateway(client, options.gateway);
        const result = await client.balances.reconcile({ id, reason: options.reason });
        cli.output.result({ gateway: name, ...result }, () =>
          result.transactionId === null
            ? `${name} has ${number(result.balance)} credits, as the ledger says. Nothing to book.`
            : `${name} has ${number(result.balance)} credits. Booked ${number(result.difference)} as an adjustment.`,
        );
      });
    });
  credits
    .command('runway')
    .description('how far the credit reaches, across everything running and scheduled')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const all = await client.balances.runway({});
        cli.output.result(
          all,
          () => all.map(describeRunway).join('\n') || 'There is no gateway yet.',
        );
      });
    });
}

function describeRunway(runway: GatewayRunway): string {
  return `${describeReach(runway)}${describeResumed(runway)}`;
}

function describeResumed({ ifResumed }: GatewayRunway): string {
  if (ifResumed === null) return '';
  const { campaigns, needed, missing } = ifResumed;
  const rest =
    missing === null ? '' : missing > 0 ? `; ${number(missing)} would be missing then` : '; enough';
  return ` Paused or held back: ${number(campaigns)}; resumed, ${number(needed)} more credits are needed${rest}.`;
}

function describeReach({ gatewayName, credits, needed, end, courses }: GatewayRunway): string {
  const last = courses.reduce(
    (latest, { finishesAt, retriesEndAt }) => Math.max(latest, finishesAt ?? 0, retriesEndAt ?? 0),
    0,
  );
  const finish = last === 0 ? '' : ` All of it is sent at about ${moment(last)}.`;
  if (needed === 0 && courses.length === 0) {
    return `${gatewayName}: nothing is running or scheduled${credits === null ? '' : `; ${number(credits)} credits left`}.`;
  }
  if (credits === null) {
    return `${gatewayName}: ${number(needed)} credits are needed, and nobody knows how many there are: ask with \`siar balance\`.${finish}`;
  }
  if (end) {
    const where = end.campaignName === null ? 'another campaign' : `“${end.campaignName}”`;
    return `${gatewayName}: credit ends at recipient ${number(end.recipient)} of ${where} at about ${moment(end.at)}; ${number(needed - credits)} credits are missing.`;
  }
  return `${gatewayName}: enough. ${number(needed)} of ${number(credits)} credits are needed.${finish}`;
}

function balanceTable(all: readonly Balance[]): string {
  return table(
    all,
    [
      { title: 'Gateway', text: ({ gatewayName }) => gatewayName },
      {
        title: 'Balance',
        align: 'right',
        text: ({ reading }) => (reading ? number(reading.credits) : 'never asked'),
      },
      { title: 'Read at', text: ({ reading }) => (reading ? moment(reading.at) : '') },
      {
        title: 'Outside Siar',
        align: 'right',
        text: ({ difference }) => (difference === null ? '–' : number(difference)),
      },
      {
        title: 'Alert below',
        align: 'right',
        text: ({ level, lowSince }) =>
          level === null ? 'none' : `${number(level)}${lowSince === null ? '' : ' (low)'}`,
      },
    ],
    'There is no gateway yet.',
  );
}
