import type { CampaignStatus } from '#shared/contract/campaigns.ts';
import { moment, number } from '#headless/cli/output.ts';

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
    status.startedAt === null
      ? null
      : `  Started ${moment(status.startedAt)}${status.finishedAt === null ? '' : `, finished ${moment(status.finishedAt)}`}`,
  ];
  return lines.filter((line) => line !== null).join('\n');
}
