import type { CampaignStatus } from '#shared/contract/campaigns.ts';
import { moment, number } from '#headless/cli/output.ts';

/** When waiting retries go out, how many, and what they cost. */
export function describeRetries({ waiting, next, nextAt, credits }: CampaignStatus['retries']) {
  const later = waiting - next;
  return (
    `${number(next)} retry at ${moment(nextAt)}${later > 0 ? `, ${number(later)} later` : ''}` +
    ` (up to ${number(credits)} credits on top)`
  );
}

/** The status document for people. */
export function describeStatus(status: CampaignStatus): string {
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
    status.retries.nextAt === null ? null : `  ${describeRetries(status.retries)}`,
    status.startedAt === null
      ? null
      : `  Started ${moment(status.startedAt)}${status.finishedAt === null ? '' : `, finished ${moment(status.finishedAt)}`}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
