import type { Command } from 'commander';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import { LOOK_UP_MOST, type LookUp } from '#shared/contract/look-ups.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { chosenGateway, findList } from '#headless/cli/names.ts';
import { moment, number, table } from '#headless/cli/output.ts';
import { readPages } from '#headless/cli/read-pages.ts';

type Options = {
  gateway?: string;
  list?: string;
  again?: true;
  dryRun?: true;
  wait: number;
};
type Entry = LookUp & { remembered: boolean };

/** Asked about at once while results are waited for. */
const AT_ONCE = 500;
const LOOK_AGAIN_MS = 250;

/** `siar hlr`: asks a gateway whether numbers are in use; what is remembered costs nothing. */
export function addHlrCommand(program: Command, cli: Cli): void {
  program
    .command('hlr')
    .description('look numbers up at a gateway: in use or not; costs credits, and is remembered')
    .argument('[msisdn...]', 'numbers')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .option('--list <name>', 'everybody in this list')
    .option('--again', 'ask also about numbers whose result is remembered')
    .option('--dry-run', 'only say how many would be asked, and what that costs')
    .option('--wait <seconds>', 'wait so long for results to be called in', wholeNumber(0, 600), 0)
    .action(async (numbers: string[], options: Options) => {
      await cli.withSiar(async ({ client }) => {
        const { id: gatewayId, name } = await chosenGateway(client, options.gateway);
        const all =
          options.list === undefined
            ? numbers
            : [...numbers, ...(await numbersOf(client, options.list))];
        if (all.length === 0) {
          throw invalid('no-numbers', 'Name numbers, or a list with --list. Nothing was asked.');
        }
        if (options.dryRun) return dryRun(cli, client, { gatewayId, name, all });
        const asked: Entry[] = [];
        for (let at = 0; at < all.length; at += LOOK_UP_MOST) {
          const msisdns = all.slice(at, at + LOOK_UP_MOST);
          const { entries } = await client.lookUps.ask({
            gatewayId,
            msisdns,
            again: options.again ?? false,
          });
          asked.push(...entries);
        }
        const entries = await withResults(client, asked, options.wait, cli.interrupted);
        const document = summary(entries);
        cli.output.result(document, () => describe(document));
        if (entries.some(({ state }) => state === 'refused' || state === 'uncertain')) {
          throw new CommandEnd(EXIT.failed);
        }
      });
    });
}

async function numbersOf(client: SiarClient, list: string): Promise<string[]> {
  const { id: listId } = await findList(client, list);
  const { rows } = await readPages(
    (page) => client.contacts.page({ listId, ...page }),
    ({ id }) => id,
  );
  // With the plus: these are complete, whatever the country of the settings.
  return rows.map(({ msisdn }) => `+${msisdn}`);
}

async function dryRun(
  cli: Cli,
  client: SiarClient,
  { gatewayId, name, all }: { gatewayId: number; name: string; all: readonly string[] },
): Promise<void> {
  const offer = (await client.lookUps.offers()).find((one) => one.gatewayId === gatewayId);
  const credits = all.length * (offer?.credits ?? 0);
  const document = { numbers: all.length, credits, problem: offer?.problem ?? null };
  cli.output.result(document, () =>
    offer
      ? `${number(all.length)} numbers cost up to ${number(credits)} credits at ${name}; those whose result is remembered cost nothing. Nothing was asked.`
      : `${name} does not look numbers up. Nothing was asked.`,
  );
}

/** Looks again for results that are called in meanwhile. */
async function withResults(
  client: SiarClient,
  entries: Entry[],
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Entry[]> {
  const deadline = performance.now() + waitSeconds * 1_000;
  let now = entries;
  while (now.some(({ state }) => state === 'asked') && performance.now() < deadline) {
    if (signal.aborted) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const waiting = now.filter(({ state }) => state === 'asked').slice(0, AT_ONCE);
    const latest = await client.lookUps.latest({ msisdns: waiting.map(({ msisdn }) => msisdn) });
    const byId = new Map(latest.map((one) => [one.id, one]));
    now = now.map((one) => ({ ...one, ...byId.get(one.id) }));
  }
  return now;
}

function summary(entries: readonly Entry[]) {
  const paid = entries.filter(({ remembered }) => !remembered);
  return {
    numbers: entries.length,
    remembered: entries.length - paid.length,
    credits: paid.reduce((sum, { credits }) => sum + (credits ?? 0), 0),
    entries,
  };
}

function describe({ entries, remembered, credits }: ReturnType<typeof summary>): string {
  return [
    table(
      entries,
      [
        { title: 'Number', text: ({ msisdn }) => msisdn },
        { title: 'Result', text: ({ state, result }) => result ?? state },
        { title: 'Word', text: ({ word }) => word ?? '' },
        { title: 'Asked', text: ({ startedAt }) => moment(startedAt) },
        { title: 'Remembered', text: (one) => (one.remembered ? 'yes' : '') },
        { title: 'Note', text: ({ reason }) => reason },
      ],
      'No number.',
    ),
    `${number(credits)} credits; ${number(remembered)} results were remembered. “asked”: the gateway calls the result in while Siar runs; the same command shows it then.`,
  ].join('\n');
}
