import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { MESSAGE_STATES, type MessageState } from '#shared/campaigns/lifecycle.ts';
import type { CampaignReport, Outcome } from '#shared/contract/campaign-report.ts';
import { invalid } from '#shared/contract/errors.ts';
import { parseWhen } from '#shared/schedule/window.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { finishExport } from '#headless/cli/export-file.ts';
import { findList } from '#headless/cli/names.ts';
import { moment, number, table } from '#headless/cli/output.ts';

type Options = {
  from?: number;
  to?: number;
  state?: MessageState;
  country?: string;
  prefix?: string;
  list?: string;
  out?: string;
};

const MOST_PREFIXES = 10;

/** `siar campaign report`: what became of a campaign, over time, by state, country and prefix. */
export function addCampaignReport(campaign: Command, cli: Cli): void {
  campaign
    .command('report')
    .description('what became of it: over time, by state, country and prefix, and what it cost')
    .argument('<id>', 'id or name')
    .option('--from <time>', 'only messages handed over from this moment on', time)
    .option('--to <time>', 'only messages handed over before this moment', time)
    .addOption(new Option('--state <state>', 'only these messages').choices(MESSAGE_STATES))
    .option('--country <code>', 'only this country, such as MY')
    .option('--prefix <digits>', 'only numbers that begin so, as the report shows it: 6012')
    .option('--list <name>', 'only people who are in this list now')
    .option('--out <file>', 'write it to a .csv, .xlsx or .pdf file instead')
    .action(async (nameOrId: string, { list, out, country, ...rest }: Options) => {
      const target = out === undefined ? null : targetOf(out);
      await cli.withSiar(
        async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          const listId = list === undefined ? undefined : (await findList(client, list)).id;
          const filter = { ...rest, country: country?.toUpperCase(), listId };
          if (target) {
            const { jobId } = await client.reports.exportCampaign({ id, filter, ...target });
            return finishExport(cli, client, jobId);
          }
          const report = await client.reports.campaign({ id, filter });
          cli.output.result(report, () => describe(report));
        },
        { handlesInterrupt: target !== null },
      );
    });
}

function time(text: string): number {
  const when = parseWhen(text, Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!when.ok) throw new InvalidArgumentError(when.message);
  return when.epochMs;
}

function targetOf(out: string) {
  const format = /\.(csv|xlsx|pdf)$/i.exec(out)?.[1]?.toLowerCase();
  if (format === 'csv' || format === 'xlsx' || format === 'pdf') {
    return { format, target: { path: resolve(out) } } as const;
  }
  throw invalid(
    'bad-out-file',
    `--out ${out} must end in .csv, .xlsx or .pdf; the ending decides the format. Nothing was written.`,
  );
}

function describe(report: CampaignReport): string {
  const { campaign, totals } = report;
  const outcomes = <Row extends Outcome>(
    title: string,
    rows: readonly Row[],
    name: (row: Row) => string,
  ) =>
    table(
      rows,
      [
        { title, text: name },
        { title: 'Messages', align: 'right', text: (row) => number(row.messages) },
        { title: 'Success', align: 'right', text: (row) => number(row.success) },
        { title: 'Queue', align: 'right', text: (row) => number(row.queue) },
        { title: 'Failure', align: 'right', text: (row) => number(row.failure) },
        { title: 'Predicted', align: 'right', text: (row) => number(row.predicted) },
        { title: 'Charged', align: 'right', text: (row) => number(row.charged) },
      ],
      'None.',
    );
  return [
    `${campaign.name} (${campaign.id}) by ${campaign.gatewayName}, as of ${moment(report.asOf)}: ${campaign.state}`,
    `${number(totals.messages)} messages: Success ${number(totals.success)} · Queue ${number(totals.queue)} · Failure ${number(totals.failure)} · not sent ${number(totals.notSent)}`,
    `Credits: ${number(totals.predicted)} predicted, ${number(totals.charged)} charged; ${number(totals.attempts)} attempts, ${number(totals.again)} messages took more than one`,
    ...report.leftOut.map(
      ({ reason, messages }) =>
        `Left out: ${reason} (${number(messages)}${reason === 'dead-number' ? `, ${number(campaign.deadCredits)} credits saved` : ''})`,
    ),
    '',
    table(
      report.byState,
      [
        { title: 'State', text: ({ state }) => state },
        { title: 'Messages', align: 'right', text: ({ messages }) => number(messages) },
        { title: 'Predicted', align: 'right', text: ({ predicted }) => number(predicted) },
        { title: 'Charged', align: 'right', text: ({ charged }) => number(charged) },
      ],
      'No message matches.',
    ),
    '',
    outcomes('Country', report.byCountry, ({ country }) => country),
    '',
    outcomes('Prefix', report.byPrefix.slice(0, MOST_PREFIXES), ({ prefix }) => prefix),
  ].join('\n');
}
