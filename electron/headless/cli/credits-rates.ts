import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { RateLine } from '#shared/contract/rates.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { chosenGateway } from '#headless/cli/names.ts';
import { number, table } from '#headless/cli/output.ts';
import { describeRowErrors } from '#headless/cli/row-errors.ts';
import { rateOrDefault } from '#headless/cli/arguments.ts';

type Named = { gateway?: string };

/** `siar credits rates …`: what a part costs, by country and number prefix. */
export function addRatesCommands(credits: Command, cli: Cli): void {
  const rates = credits
    .command('rates')
    .description('what a part costs on a gateway, by country and number prefix');
  withGateway(rates.command('list').alias('ls').description('show the rates of a gateway')).action(
    async (options: Named) => {
      await cli.withSiar(async ({ client }) => {
        const { id } = await chosenGateway(client, options.gateway);
        const found = await client.rates.get({ id });
        cli.output.result(found, () => {
          const unconfirmed = found.rates.filter(({ confirmed }) => !confirmed).length;
          const note =
            unconfirmed === 0
              ? ''
              : `\n${number(unconfirmed)} line(s) are not confirmed by your gateway: ask it, then write the price with \`siar credits rates set\`.`;
          return `${rateTable(found.rates)}${note}`;
        });
      });
    },
  );
  addSetAndRemove(rates, cli);
  addFiles(rates, cli);
}

function addSetAndRemove(rates: Command, cli: Cli): void {
  withGateway(
    rates
      .command('set')
      .description('write a price; what is under way keeps its own')
      .argument('<country>', 'two letters such as SG, or * for all other countries')
      .argument('<credits>', 'credits per part such as 3 or 2.7, or “default”', rateOrDefault),
  )
    .option('--prefix <digits>', 'only numbers that begin with this, such as 6011')
    .option('--unconfirmed', 'the gateway has not confirmed it')
    .action(
      async (
        country: string,
        rate: number | null,
        options: Named & { prefix?: string; unconfirmed?: true },
      ) => {
        await cli.withSiar(async ({ client }) => {
          const { id, name } = await chosenGateway(client, options.gateway);
          const line = await client.rates.set({
            gatewayId: id,
            country,
            prefix: options.prefix ?? '',
            rate,
            confirmed: options.unconfirmed !== true,
          });
          cli.output.result(
            line,
            () =>
              `${name}: ${line.country} ${line.prefix} costs ${line.effective} credits a part from now on.`,
          );
        });
      },
    );
  withGateway(
    rates
      .command('remove')
      .alias('rm')
      .description('remove a line; the next wider one counts then')
      .argument('<country>', 'two letters, or *'),
  )
    .option('--prefix <digits>', 'the line of this prefix')
    .action(async (country: string, options: Named & { prefix?: string }) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await chosenGateway(client, options.gateway);
        const { prefix = '' } = options;
        await client.rates.remove({ gatewayId: id, country, prefix });
        cli.output.result(
          { gateway: name, country, prefix, removed: true },
          () => `The rate of ${country} ${prefix} is removed.`,
        );
      });
    });
}

function addFiles(rates: Command, cli: Cli): void {
  withGateway(
    rates
      .command('import')
      .description('read rates from a table with country, prefix and credits per part')
      .argument('<file>', '.csv or .xlsx'),
  )
    .option('--dry-run', 'check everything, change nothing')
    .action(async (file: string, options: Named & { dryRun?: true }) => {
      await cli.withSiar(async ({ client }) => {
        const { id } = await chosenGateway(client, options.gateway);
        const { fileId } = await client.files.adopt({ path: resolve(file) });
        const dryRun = options.dryRun ?? false;
        const result = await client.rates.import({ gatewayId: id, fileId, dryRun });
        cli.output.result(result, () =>
          [
            dryRun ? 'Nothing was changed (dry run). It would be:' : null,
            `${number(result.rows)} rows: ${number(result.added)} new, ${number(result.changed)} changed, ` +
              `${number(result.unchanged)} as before, ${number(result.rejected)} refused.`,
            ...describeRowErrors(result.errors, result.rejected),
          ]
            .filter((line) => line !== null)
            .join('\n'),
        );
        if (result.rows > 0 && result.rejected === result.rows) throw new CommandEnd(EXIT.failed);
      });
    });
  withGateway(
    rates
      .command('export')
      .description('write the rates to a file that can be imported again')
      .requiredOption('--out <file>', '.csv or .xlsx'),
  ).action(async (options: Named & { out: string }) => {
    await cli.withSiar(
      async ({ client }) => {
        const { id } = await chosenGateway(client, options.gateway);
        const { jobId } = await client.rates.export({
          gatewayId: id,
          ...exportTarget(options.out),
        });
        await finishExport(cli, client, jobId);
      },
      { handlesInterrupt: true },
    );
  });
}

function withGateway(command: Command): Command {
  return command.option('--gateway <name>', 'name or id; needed where there are several');
}

function rateTable(rates: readonly RateLine[]): string {
  return table(
    rates,
    [
      { title: 'Country', text: ({ country }) => country },
      { title: 'Prefix', text: ({ prefix }) => prefix },
      {
        title: 'Credits/part',
        align: 'right',
        text: ({ rate, effective }) => (rate === null ? `default (${effective})` : String(rate)),
      },
      { title: 'Confirmed', text: ({ confirmed }) => (confirmed ? 'yes' : 'not by your gateway') },
      { title: 'Zone', text: ({ zones }) => zones.join(', ') },
    ],
    'No rate yet: everything costs the default of the gateway.',
  );
}
