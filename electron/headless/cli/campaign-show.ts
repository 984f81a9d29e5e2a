import { Option, type Command } from 'commander';
import { MESSAGE_STATES, type MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';
import { campaignStatusSchema, type CampaignStatus } from '#shared/contract/campaign-status.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import { addCampaignMessage } from '#headless/cli/campaign-message.ts';
import { addCampaignReport } from '#headless/cli/campaign-report.ts';
import { printStatus } from '#headless/cli/campaign-wait.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { deadChoice, deadOption, type DeadOption } from '#headless/cli/dead-option.ts';
import { exportTarget, finishExport } from '#headless/cli/export-file.ts';
import { number, table } from '#headless/cli/output.ts';
import { addCampaignReceipt } from '#headless/cli/receipt.ts';
import { duration } from '#headless/cli/progress.ts';

/** Commands that show a campaign and change nothing: preview, status, ls, export. */
export function addCampaignViews(campaign: Command, cli: Cli): void {
  campaign
    .command('preview')
    .description('what it would do: people, parts, credits, warnings, samples')
    .argument('<id>', 'id or name')
    .option('--samples <number>', 'how many messages to show', wholeNumber(0, 100), 5)
    .addOption(deadOption())
    .action(async (nameOrId: string, { samples, ...dead }: { samples: number } & DeadOption) => {
      await cli.withSiar(async ({ client }) => {
        const { id } = await client.campaigns.find({ nameOrId });
        const preview = await client.campaigns.preview({ id, samples, ...deadChoice(dead) });
        cli.output.result(preview, () => describePreview(preview));
      });
    });
  campaign
    .command('status')
    .description('counts, credits and state')
    .argument('<id>', 'id or name')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        printStatus(cli, await client.campaigns.find({ nameOrId }));
      });
    });
  addCampaignMessage(campaign, cli);
  addCampaignReport(campaign, cli);
  addCampaignReceipt(campaign, cli);
  campaign
    .command('ls')
    .alias('list')
    .description('show all campaigns, newest first')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const all = await allCampaigns(client);
        cli.output.result(all, () => campaignTable(all));
      });
    });
  campaign
    .command('export')
    .description('write a row per recipient to a file')
    .argument('<id>', 'id or name')
    .requiredOption('--out <file>', 'a .csv or .xlsx file')
    .addOption(new Option('--state <state>', 'only these messages').choices(MESSAGE_STATES))
    .action(async (nameOrId: string, options: { out: string; state?: MessageState }) => {
      const target = exportTarget(options.out);
      await cli.withSiar(
        async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          const { jobId } = await client.campaigns.export({ id, state: options.state, ...target });
          await finishExport(cli, client, jobId);
        },
        { handlesInterrupt: true },
      );
    });
}

async function allCampaigns(client: SiarClient): Promise<CampaignStatus[]> {
  const all: CampaignStatus[] = [];
  for (;;) {
    const { total, rows } = await client.campaigns.page({ offset: all.length, limit: 200 });
    all.push(...rows.map((row) => campaignStatusSchema.parse(row)));
    if (rows.length === 0 || all.length >= total) return all;
  }
}

function campaignTable(all: readonly CampaignStatus[]): string {
  return table(
    all,
    [
      { title: 'Id', align: 'right', text: ({ id }) => String(id) },
      { title: 'Campaign', text: ({ name }) => name },
      { title: 'State', text: ({ state }) => state },
      {
        title: 'People',
        align: 'right',
        text: ({ counts }) => number(counts.frozen - counts.excluded),
      },
      { title: 'Success', align: 'right', text: ({ summary }) => number(summary.success) },
      { title: 'Queue', align: 'right', text: ({ summary }) => number(summary.queue) },
      { title: 'Failure', align: 'right', text: ({ summary }) => number(summary.failure) },
      { title: 'Credits', align: 'right', text: ({ credits }) => number(credits.charged) },
    ],
    'No campaign yet. `siar campaign create NAME --list L --text T --gateway G` makes one.',
  );
}

function describePreview(preview: Preview): string {
  const excluded = Object.entries(preview.excluded).filter(([, count]) => count > 0);
  const lines = [
    `${number(preview.recipients)} people, ${number(preview.parts)} parts, ${number(preview.credits)} credits` +
      ` (longest message: ${number(preview.longestParts)} parts; ${number(preview.gsm7)} plain, ${number(preview.ucs2)} Unicode)`,
    `Sending takes about ${duration(preview.sendSeconds)}.`,
    ...excluded.map(([reason, count]) => `Left out: ${reason} (${number(count)})`),
    ...preview.warnings.map(
      ({ severity, message }) => `${severity === 'warning' ? 'Warning' : 'Note'}: ${message}`,
    ),
    '',
    ...(preview.gateways.length > 1 ? [gatewayTable(preview), ''] : []),
    countryTable(preview),
  ];
  for (const { to, name, text, parts, encoding, country, rate } of preview.samples) {
    lines.push(
      '',
      `To ${to}${name ? ` (${name})` : ''}, ${country} at ${rate} a part, ${parts} part${parts === 1 ? '' : 's'}, ${encoding}:`,
      text,
    );
  }
  return lines.join('\n');
}

function gatewayTable({ gateways }: Preview): string {
  return table(
    gateways,
    [
      { title: 'Gateway', text: ({ gatewayName, own }) => `${gatewayName}${own ? ' (own)' : ''}` },
      { title: 'People', align: 'right', text: ({ recipients }) => number(recipients) },
      { title: 'Parts', align: 'right', text: ({ parts }) => number(parts) },
      { title: 'Credits', align: 'right', text: ({ credits }) => number(credits) },
      {
        title: 'There are',
        align: 'right',
        text: ({ available }) => (available === null ? '?' : number(available)),
      },
    ],
    '',
  );
}

function countryTable({ countries, gateways }: Preview): string {
  const nameOf = (id: number) => gateways.find(({ gatewayId }) => gatewayId === id)?.gatewayName;
  const byGateway = {
    title: 'Gateway',
    text: ({ gatewayId }: Preview['countries'][number]) => nameOf(gatewayId) ?? '',
  };
  return table(
    countries,
    [
      ...(gateways.length > 1 ? [byGateway] : []),
      { title: 'Country', text: ({ country, prefix }) => `${country} ${prefix}` },
      { title: 'Clock', text: ({ zones }) => zones.join(', ') },
      { title: 'People', align: 'right', text: ({ recipients }) => number(recipients) },
      { title: 'Parts', align: 'right', text: ({ parts }) => number(parts) },
      {
        title: 'Credits/part',
        align: 'right',
        text: ({ rate, confirmed }) => `${rate}${confirmed ? '' : ' (not confirmed)'}`,
      },
      { title: 'Credits', align: 'right', text: ({ credits }) => number(credits) },
    ],
    'Nobody would get a message.',
  );
}
