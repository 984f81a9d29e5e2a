import type { Campaign } from '#shared/contract/campaigns.ts';
import type { CampaignStatus } from '#shared/contract/campaign-status.ts';
import { moment, number } from '#headless/cli/output.ts';

/** When waiting retries go out, how many, and what they cost. */
export function describeRetries({ waiting, next, nextAt, credits }: CampaignStatus['retries']) {
  const later = waiting - next;
  return (
    `${number(next)} retry at ${moment(nextAt)}${later > 0 ? `, ${number(later)} later` : ''}` +
    ` (up to ${number(credits)} credits on top)`
  );
}

/** Where several gateways send: what each has, and which of them waits. */
function shareLines({ gateways }: CampaignStatus): string[] {
  const held = gateways.some(({ hold }) => hold !== null);
  if (gateways.length < 2 && !held) return [];
  return gateways.map(({ gatewayName, messages, queued, summary, credits, hold }) => {
    const { success, queue, failure } = summary;
    const waits = hold === null ? '' : ` ${number(queued)} wait: ${hold.message}`;
    return (
      `  By ${gatewayName}: ${number(messages)} messages, success ${number(success)}, queue ${number(queue)},` +
      ` failure ${number(failure)}, ${number(credits.charged)} of ${number(credits.predicted)} credits.${waits}`
    );
  });
}

/** When it will be over, by the forecast that the pages show too. */
function describeEnd({ finishesAt, retriesEndAt }: NonNullable<Campaign['live']>): string | null {
  if (finishesAt === null) return null;
  const retries = retriesEndAt !== null && retriesEndAt > finishesAt;
  return `  Done at about ${moment(finishesAt)}${retries ? `, retries at about ${moment(retriesEndAt)}` : ''}`;
}

/** The status document for people. */
export function describeStatus(status: CampaignStatus, live: Campaign['live']): string {
  const { counts, summary, credits } = status;
  const states = Object.entries(counts)
    .filter(([state, count]) => state !== 'frozen' && count > 0)
    .map(([state, count]) => `${state} ${number(count)}`);
  const lines = [
    `${status.name} (${status.id}): ${status.state}`,
    status.pauseReason ? `  ${status.pauseReason.message}` : null,
    `  Success ${number(summary.success)} · Queue ${number(summary.queue)} · Failure ${number(summary.failure)}` +
      ` of ${number(counts.frozen)}`,
    states.length > 0 ? `  ${states.join(', ')}` : null,
    `  Credits: ${number(credits.predicted)} predicted, ${number(credits.reserved)} reserved, ${number(credits.charged)} charged`,
    status.dead.leftOut > 0
      ? `  ${number(status.dead.leftOut)} left out: a look-up found their number dead (${number(status.dead.credits)} credits saved)`
      : null,
    ...shareLines(status),
    status.retries.nextAt === null ? null : `  ${describeRetries(status.retries)}`,
    live === null ? null : describeEnd(live),
    status.startedAt === null
      ? null
      : `  Started ${moment(status.startedAt)}${status.finishedAt === null ? '' : `, finished ${moment(status.finishedAt)}`}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
