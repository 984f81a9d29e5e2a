import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import { TOP_UP_STATES, type TopUpState } from '#shared/contract/top-ups.ts';
import { PAYMENT_METHODS, type PaymentMethod } from '#shared/credits/methods.ts';
import { requireRinggit } from '#shared/credits/money.ts';
import { nextCheaper } from '#shared/credits/packages.ts';
import { collect, wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { readPages } from '#headless/cli/read-pages.ts';
import { findBook, HOUSE } from '#headless/cli/credits-names.ts';
import { describeTopUp, hintText, topUpsTable } from '#headless/cli/credits-topup-text.ts';
import { pick } from '#headless/cli/names.ts';

type AddOptions = {
  gateway?: string;
  user?: string;
  amount: string;
  method: PaymentMethod;
  holder: string;
  reference?: string;
  paidOn?: string;
  note?: string;
  slip?: string[];
};

const id = wholeNumber(1, Number.MAX_SAFE_INTEGER);

/** Rows per call. */

/** `siar credits topup …`: payments for credits. */
export function addTopUpCommands(credits: Command, cli: Cli): void {
  const topUps = credits.command('topup').description('payments for credits and their receipts');
  addAdd(topUps, cli);
  addShow(topUps, cli);
  addDecisions(topUps, cli);
  topUps
    .command('receipt')
    .description('write the receipt of a cleared payment as PDF')
    .argument('<id>', 'number of the top-up', id)
    .requiredOption('--out <file>', 'where to, such as receipt.pdf')
    .action(async (topUp: number, { out }: { out: string }) => {
      await cli.withSiar(async ({ client }) => {
        const target = { path: resolve(out) };
        const { file } = await client.topUps.receipt({ id: topUp, target });
        cli.output.result({ file }, () => `The receipt is in ${file}`);
      });
    });
}

function addAdd(topUps: Command, cli: Cli): void {
  topUps
    .command('add')
    .description('record a payment; its credits are released once somebody clears it')
    .requiredOption('--amount <ringgit>', 'such as 250 or 1,250.50')
    .addOption(
      new Option('--method <method>', 'how it was paid')
        .choices(PAYMENT_METHODS)
        .makeOptionMandatory(),
    )
    .requiredOption('--holder <name>', 'who holds the bank account it was paid from')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .option('--user <who>', `${HOUSE}, or a user's name or id; yourself where left out`)
    .option('--reference <text>', 'reference of the bank, or number of the cheque')
    .option('--paid-on <day>', 'day of the payment, YYYY-MM-DD')
    .option('--note <text>', 'anything else')
    .option(
      '--slip <file>',
      'picture or PDF of the payment slip; several times for several',
      collect,
    )
    .action(async ({ gateway, user, amount, slip = [], holder, ...said }: AddOptions) => {
      const amountSen = requireRinggit(amount);
      await cli.withSiar(async ({ client }) => {
        const { gatewayId } = await findBook(client, gateway);
        const userId = user === undefined ? undefined : await findPayee(client, user);
        const slipFileIds: string[] = [];
        for (const path of slip) {
          slipFileIds.push((await client.files.adopt({ path: resolve(path) })).fileId);
        }
        const payment = { ...said, gatewayId, userId, amountSen, accountHolder: holder };
        const topUp = await client.topUps.add({ ...payment, slipFileIds });
        const cheaper = nextCheaper(await client.packages.all(), amountSen) ?? null;
        cli.output.result({ ...topUp, cheaper }, () =>
          [describeTopUp(topUp), ...(cheaper ? [hintText(cheaper)] : [])].join('\n'),
        );
      });
    });
}

function addShow(topUps: Command, cli: Cli): void {
  topUps
    .command('list')
    .alias('ls')
    .description('show payments, newest first')
    .addOption(new Option('--state <state>', 'only those').choices(TOP_UP_STATES))
    .action(async ({ state }: { state?: TopUpState }) => {
      await cli.withSiar(async ({ client }) => {
        const { rows } = await readPages(
          (page) => client.topUps.page({ state, ...page }),
          ({ id }) => id,
        );
        cli.output.result({ total: rows.length, topUps: rows }, () => topUpsTable(rows));
      });
    });
  topUps
    .command('show')
    .description('show one payment')
    .argument('<id>', 'number of the top-up', id)
    .action(async (topUp: number) => {
      await cli.withSiar(async ({ client }) => {
        const found = await client.topUps.get({ id: topUp });
        cli.output.result(found, () => describeTopUp(found));
      });
    });
  topUps
    .command('attach')
    .description('add a payment slip to a pending payment')
    .argument('<id>', 'number of the top-up', id)
    .argument('<file>', 'picture or PDF')
    .action(async (topUp: number, file: string) => {
      await cli.withSiar(async ({ client }) => {
        const { fileId } = await client.files.adopt({ path: resolve(file) });
        const found = await client.topUps.attach({ id: topUp, fileId });
        cli.output.result(found, () => describeTopUp(found));
      });
    });
}

function addDecisions(topUps: Command, cli: Cli): void {
  topUps
    .command('clear')
    .description('the money is there: give out the receipt and release the credits')
    .argument('<id>', 'number of the top-up', id)
    .option('--allow-warnings', 'although no slip is attached, or it was used before')
    .action(async (topUp: number, { allowWarnings }: { allowWarnings?: true }) => {
      await cli.withSiar(async ({ client }) => {
        const found = await client.topUps.clear({
          id: topUp,
          allowWarnings: allowWarnings ?? false,
        });
        cli.output.result(found, () => describeTopUp(found));
      });
    });
  for (const { name, text } of [
    { name: 'refuse', text: 'the money is not there: release nothing' },
    { name: 'reverse', text: 'take cleared credits back by a counter-booking' },
  ] as const) {
    topUps
      .command(name)
      .description(text)
      .argument('<id>', 'number of the top-up', id)
      .requiredOption('--reason <text>', 'why')
      .action(async (topUp: number, { reason }: { reason: string }) => {
        await cli.withSiar(async ({ client }) => {
          const found = await client.topUps[name]({ id: topUp, reason });
          cli.output.result(found, () => describeTopUp(found));
        });
      });
  }
}

async function findPayee(client: SiarClient, who: string): Promise<number | null> {
  if (who.toLowerCase() === HOUSE) return null;
  const { users, self } = await client.topUps.options();
  const known = self === null ? users : [...users.filter((user) => user.id !== self.id), self];
  if (known.length > 0) return pick(known, who, 'user').id;
  throw invalid('no-such-user', `There is no user “${who}”. Nothing was recorded.`);
}
