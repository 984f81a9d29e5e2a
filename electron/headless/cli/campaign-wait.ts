import { setTimeout as sleep } from 'node:timers/promises';
import { campaignStatusSchema, type CampaignStatus } from '#shared/contract/campaign-status.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { OpenSiar } from '#core/control/open-or-connect.ts';
import { describeRetries, describeStatus } from '#headless/cli/campaign-status.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { CommandEnd, EXIT } from '#headless/cli/failure.ts';
import { moment } from '#headless/cli/output.ts';
import { createProgress, type Progress } from '#headless/cli/progress.ts';

const LOOK_EVERY_MS = 250;
/** The built-in practice gateway ends with this process: its reports come now or never. */
const PRACTICE_REPORTS_WITHIN_MS = 5_000;
/** Messages in flight are given this long to be answered after Ctrl-C. */
const SETTLE_WITHIN_MS = 60_000;

/**
 * Waits until nothing of a campaign is left to send and prints the status document.
 * Ends the command with 1 where the campaign stands still (paused, stopped) instead of finished.
 * Ctrl-C pauses it, lets messages in flight end and prints where it stands; a campaign that another
 * process sends goes on there.
 */
export async function waitForEnd(cli: Cli, siar: OpenSiar, id: number): Promise<void> {
  const { client } = siar;
  const progress = createProgress('Sending', { json: cli.output.json, unit: 'messages' });
  let campaign = await client.campaigns.get({ id });
  let isDiskTold = false;
  try {
    while (!isOver(campaign) && !cli.interrupted.aborted) {
      show(progress, campaign);
      if (campaign.pauseReason?.code === 'disk' && !isDiskTold) {
        cli.output.note(campaign.pauseReason.message);
        isDiskTold = true;
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: cli.interrupted }).catch(() => undefined);
      campaign = await client.campaigns.get({ id });
    }
  } finally {
    progress.end();
  }
  if (isOver(campaign)) {
    if (siar.core !== null && campaign.practice) campaign = await awaitReports(cli, client, id);
    return finish(cli, campaign);
  }
  if (siar.core === null) {
    cli.output.note(
      `No longer waiting. “${campaign.name}” goes on in process ${siar.owner?.pid ?? '?'}; pause it with \`siar campaign pause ${id}\`.`,
    );
  } else if (campaign.state === 'running') {
    campaign = await pauseAndSettle(client, campaign);
    cli.output.note(
      `Stopped. “${campaign.name}” is paused and nothing is lost; \`siar campaign resume ${id} --wait\` goes on.`,
    );
  } else {
    cli.output.note(`Stopped. “${campaign.name}” waits until Siar runs again.`);
  }
  printStatus(cli, campaign);
  throw new CommandEnd(EXIT.failed);
}

/** Prints the status document of whatever carries one. */
export function printStatus(
  cli: Cli,
  status: CampaignStatus & Partial<Pick<Campaign, 'live'>>,
): void {
  const document = campaignStatusSchema.parse(status);
  cli.output.result(document, () => describeStatus(document, status.live ?? null));
}

/** Nothing more happens by itself: it is over or stands still, and nothing is on its way any more. */
function isOver({ state, counts, pauseReason }: Campaign): boolean {
  // A full disk: it goes on by itself once there is space.
  if (pauseReason?.code === 'disk') return false;
  if (state === 'paused' || state === 'stopped') return counts.sending === 0;
  return state === 'finished' || state === 'draft';
}

async function awaitReports(cli: Cli, client: SiarClient, id: number): Promise<Campaign> {
  const until = performance.now() + PRACTICE_REPORTS_WITHIN_MS;
  let campaign = await client.campaigns.get({ id });
  while (campaign.counts.accepted > 0 && performance.now() < until && !cli.interrupted.aborted) {
    await sleep(LOOK_EVERY_MS / 5);
    campaign = await client.campaigns.get({ id });
  }
  return campaign;
}

function finish(cli: Cli, campaign: Campaign): void {
  printStatus(cli, campaign);
  if (campaign.state === 'finished') {
    if (campaign.retries.waiting > 0) {
      cli.output.note(
        `${describeRetries(campaign.retries)}, if Siar runs then: \`siar serve\` or the desktop app.`,
      );
    }
    return;
  }
  if (cli.output.json && campaign.pauseReason) cli.output.note(campaign.pauseReason.message);
  if (campaign.state === 'paused') {
    cli.output.note(`\`siar campaign resume ${campaign.id} --wait\` goes on.`);
  }
  throw new CommandEnd(EXIT.failed);
}

async function pauseAndSettle(client: SiarClient, { id }: Campaign): Promise<Campaign> {
  // It may have finished or paused in the meantime, which is as good.
  await client.campaigns.pause({ id }).catch(() => undefined);
  const until = performance.now() + SETTLE_WITHIN_MS;
  let campaign = await client.campaigns.get({ id });
  while (campaign.counts.sending > 0 && performance.now() < until) {
    await sleep(LOOK_EVERY_MS / 5);
    campaign = await client.campaigns.get({ id });
  }
  return campaign;
}

function show(progress: Progress, campaign: Campaign): void {
  const { counts, live } = campaign;
  const total = counts.frozen - counts.excluded - counts.cancelled;
  const left = counts.queued + counts.sending;
  const waits = live?.waitsUntil ?? (campaign.state === 'scheduled' ? campaign.scheduledAt : null);
  const ends = live?.finishesAt ?? null;
  progress.show(
    total - left,
    total,
    [
      ...(waits === null ? [] : [`waits until ${moment(waits)}`]),
      ...(ends === null ? [] : [`done at about ${moment(ends)}`]),
    ].join(', ') || undefined,
  );
}
