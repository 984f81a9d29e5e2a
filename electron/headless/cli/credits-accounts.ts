import { InvalidArgumentError, type Command } from 'commander';
import type { GatewayAccounts, UserAccount } from '#shared/contract/credits.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findBook, findOwner, HOUSE, pickBook } from '#headless/cli/credits-names.ts';
import { number, table } from '#headless/cli/output.ts';

type TransferOptions = {
  gateway?: string;
  from: string;
  to: string;
  credits: number;
  reason: string;
};
type AdjustOptions = { gateway?: string; user: string; credits: number; reason: string };

/** `siar credits accounts`, `transfer` and `adjust`. */
export function addCreditsAccounts(credits: Command, cli: Cli): void {
  addAccounts(credits, cli);
  addTransfer(credits, cli);
  addAdjust(credits, cli);
}

function addAccounts(credits: Command, cli: Cli): void {
  credits
    .command('accounts')
    .description('what every user has, and what each gateway holds back and has cost')
    .option('--gateway <name>', 'only this gateway: name or id')
    .action(async (options: { gateway?: string }) => {
      await cli.withSiar(async ({ client }) => {
        const all = await client.credits.accounts();
        const shown = options.gateway === undefined ? all : [pickBook(all, options.gateway)];
        cli.output.result(shown, () => accountsTable(shown));
      });
    });
}

function accountsTable(books: readonly GatewayAccounts[]): string {
  const rows = books.flatMap((book) => book.users.map((user) => ({ book, user })));
  const shown = table(
    rows,
    [
      { title: 'Gateway', text: ({ book }) => book.gatewayName },
      { title: 'User', text: ({ user }) => user.userName ?? HOUSE },
      { title: 'Credits', align: 'right', text: ({ book, user }) => available(book, user) },
      { title: 'Reserved', align: 'right', text: ({ user }) => number(user.reserved) },
      { title: 'Spent', align: 'right', text: ({ user }) => number(user.spent) },
    ],
    'No gateway yet, so there are no credits to keep books of.',
  );
  const unknown = books.filter(({ openedAt, practice }) => openedAt === null && !practice);
  if (unknown.length === 0) return shown;
  const names = unknown.map(({ gatewayName }) => gatewayName).join(', ');
  return `${shown}\nNot known yet: what was bought for ${names}. Until \`siar balance\`, a top-up or \`siar credits adjust\` says so, nothing is refused for want of credits.`;
}

/** Below nothing is no answer while nobody has said what there was to begin with. */
function available({ openedAt }: GatewayAccounts, { balance }: UserAccount): string {
  return openedAt === null ? 'not known' : number(balance);
}

function addTransfer(credits: Command, cli: Cli): void {
  credits
    .command('transfer')
    .description('give credits to a user, or take them back')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .requiredOption('--from <who>', `${HOUSE}, or a user's name or id`)
    .requiredOption('--to <who>', `${HOUSE}, or a user's name or id`)
    .requiredOption('--credits <number>', 'whole credits', wholeNumber(1, 1_000_000_000))
    .requiredOption('--reason <text>', 'what it is for')
    .action(async ({ gateway, from, to, credits: amount, reason }: TransferOptions) => {
      await cli.withSiar(async ({ client }) => {
        const book = await findBook(client, gateway);
        const transfer = { from: findOwner(book, from), to: findOwner(book, to) };
        const { gatewayId } = book;
        const made = await client.credits.transfer({
          gatewayId,
          ...transfer,
          credits: amount,
          reason,
        });
        const after = await findBook(client, gateway);
        cli.output.result(
          { ...made, gatewayId, ...transfer, credits: amount, users: after.users },
          () => `${number(amount)} credits went from ${from} to ${to}.`,
        );
      });
    });
}

function addAdjust(credits: Command, cli: Cli): void {
  credits
    .command('adjust')
    .description('book credits that came or went outside Siar')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .option('--user <who>', `${HOUSE}, or a user's name or id`, HOUSE)
    .requiredOption('--credits <number>', 'whole credits; below 0 where they went', signedNumber)
    .requiredOption('--reason <text>', 'why')
    .action(async ({ gateway, user, credits: amount, reason }: AdjustOptions) => {
      await cli.withSiar(async ({ client }) => {
        const book = await findBook(client, gateway);
        const { gatewayId } = book;
        const userId = findOwner(book, user);
        const made = await client.credits.adjust({ gatewayId, userId, credits: amount, reason });
        const after = await findBook(client, gateway);
        const { balance = 0 } = after.users.find((one) => one.userId === userId) ?? {};
        cli.output.result(
          { ...made, gatewayId, userId, credits: amount, balance },
          () => `${number(amount)} credits are booked; ${user} has ${number(balance)} now.`,
        );
      });
    });
}

function signedNumber(text: string): number {
  if (/^[+-]?\d{1,10}$/.test(text) && Number(text) !== 0) return Number(text);
  throw new InvalidArgumentError('It must be a whole number other than 0.');
}
