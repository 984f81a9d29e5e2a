import type { Command } from 'commander';
import { parseWhen } from '#shared/schedule/window.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import { collect, positiveNumber } from '#headless/cli/arguments.ts';
import { deadChoice, deadOption, type DeadOption } from '#headless/cli/dead-option.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { chosenText } from '#headless/cli/message-text.ts';
import { findGateway, findTemplate, pick } from '#headless/cli/names.ts';
import { addPacingOptions, pacingOf, type PacingOptions } from '#headless/cli/pacing.ts';
import { moment } from '#headless/cli/output.ts';

type Options = {
  list: string[];
  text?: string;
  textFile?: string;
  template?: string;
  gateway: string;
  at?: string;
  window?: string;
  tz?: string;
  rate?: number;
  /** commander: `--no-routing` makes it false. */
  routing: boolean;
} & DeadOption;

/** A script may take a moment from writing down “now” to running this. */
const PASSED_AFTER_MS = 60_000;

/** `siar campaign create`: a draft; nothing is sent. */
export function addCampaignCreate(campaign: Command, cli: Cli): void {
  addPacingOptions(campaign.command('create'))
    .description('make a campaign; nothing is sent before it is started')
    .argument('<name>', 'its name')
    .requiredOption('--list <name>', 'list to send to; may be given several times', collect)
    .option('--text <text>', 'the message, with fields like {{ name }}')
    .option('--text-file <file>', 'a UTF-8 file with the message')
    .option('--template <name>', 'a saved text')
    .requiredOption(
      '--gateway <name>',
      'gateway to send through, where no routing rule names another',
    )
    .option('--at <time>', 'when to start, such as 2027-01-31T09:30 or 2027-01-31T09:30+08:00')
    .option('--window <hours>', 'hours in which messages may leave: 08:00-19:00, or always')
    .option(
      '--tz <zone>',
      "time zone for --at and --window, else this computer's and each recipient's",
    )
    .option('--rate <number>', 'messages per second, at most', positiveNumber)
    .option('--no-routing', 'send everything by that gateway, whatever the routing rules say')
    .addOption(deadOption())
    .action(async (name: string, options: Options & PacingOptions) => {
      const given = [options.text, options.textFile, options.template].filter(
        (way) => way !== undefined,
      );
      if (given.length !== 1) {
        throw invalid(
          'no-text',
          'Say once what to send: --text TEXT, --text-file FILE or --template NAME. Nothing was made.',
        );
      }
      const scheduledAt = options.at === undefined ? null : when(options.at, options.tz);
      const text = options.template === undefined ? await chosenText(cli, options) : null;
      await cli.withSiar(async ({ client }) => {
        const made = await client.campaigns.create({
          name,
          ...(await messageOf(client, text, options.template)),
          listIds: await listIds(client, options.list),
          gatewayId: (await findGateway(client, options.gateway)).id,
          scheduledAt,
          window: options.window,
          timeZone: options.tz ?? null,
          rate: options.rate ?? null,
          routing: options.routing,
          ...deadChoice(options),
          ...pacingOf(options),
        });
        const start = made.scheduledAt === null ? '' : ` It is due at ${moment(made.scheduledAt)}.`;
        cli.output.result(
          made,
          () =>
            `Campaign “${made.name}” is made (${made.id}).${start} Look with \`siar campaign preview ${made.id}\`, ` +
            `send with \`siar campaign start ${made.id} --wait\`.`,
        );
      });
    });
}

async function messageOf(client: SiarClient, text: string | null, template: string | undefined) {
  if (text !== null) return { text, templateId: null };
  const found = await findTemplate(client, template ?? '');
  return { text: found.text, templateId: found.id };
}

async function listIds(client: SiarClient, names: readonly string[]): Promise<number[]> {
  const all = await client.lists.all();
  return [...new Set(names.map((name) => pick(all, name, 'list').id))];
}

function when(at: string, zone: string | undefined): number {
  const parsed = parseWhen(at, zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!parsed.ok) throw invalid('bad-time', `--at: ${parsed.message} Nothing was made.`);
  if (parsed.epochMs < Date.now() - PASSED_AFTER_MS) {
    throw invalid(
      'time-passed',
      `--at ${at} has already passed. Nothing was made; give a later time, or leave --at away to send when the campaign is started.`,
    );
  }
  return parsed.epochMs;
}
