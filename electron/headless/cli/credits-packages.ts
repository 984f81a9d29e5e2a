import { resolve } from 'node:path';
import type { Command } from 'commander';
import { invalid } from '#shared/contract/errors.ts';
import { formatRinggit, requireRinggit } from '#shared/credits/money.ts';
import { formatPrice, type CreditPackage } from '#shared/credits/packages.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { number, table } from '#headless/cli/output.ts';

/** `siar credits packages`: the price list for credits. */
export function addPackagesCommands(credits: Command, cli: Cli): void {
  const packages = credits
    .command('packages')
    .description('the price list: how many credits an amount of money buys');
  const show = (list: readonly CreditPackage[]) =>
    cli.output.result({ packages: list }, () => packagesTable(list));
  packages
    .command('list', { isDefault: true })
    .alias('ls')
    .description('show it')
    .action(async () => {
      await cli.withSiar(async ({ client }) => show(await client.packages.all()));
    });
  packages
    .command('set')
    .description('replace it; top-ups that are recorded keep their price')
    .argument('<ringgit=credits...>', 'one for each package, such as 100=2000 500=10500')
    .action(async (texts: string[]) => {
      const list = texts.map(toPackage);
      await cli.withSiar(async ({ client }) => show(await client.packages.set({ packages: list })));
    });
  packages
    .command('import')
    .description('replace it by a file')
    .argument(
      '<file>',
      '.csv with an amount and credits in each line, or the JSON of `list --json`',
    )
    .action(async (file: string) => {
      await cli.withSiar(async ({ client }) => {
        const { fileId } = await client.files.adopt({ path: resolve(file) });
        show(await client.packages.import({ fileId }));
      });
    });
}

function toPackage(text: string): CreditPackage {
  const [amount = '', credits = ''] = text.split('=');
  if (/^[\d,]+$/u.test(credits)) {
    return { amountSen: requireRinggit(amount), credits: Number(credits.replaceAll(',', '')) };
  }
  throw invalid(
    'bad-packages',
    `“${text}” is no package. The price list was not changed; write RINGGIT=CREDITS, such as 100=2000.`,
  );
}

function packagesTable(list: readonly CreditPackage[]): string {
  return table(
    list,
    [
      { title: 'From', align: 'right', text: ({ amountSen }) => formatRinggit(amountSen) },
      { title: 'Credits', align: 'right', text: ({ credits }) => number(credits) },
      { title: 'Each', align: 'right', text: formatPrice },
    ],
    'There is no package.',
  );
}
