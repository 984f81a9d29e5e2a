import { InvalidArgumentError, Option, type Command } from 'commander';
import type { RetrySettings } from '#shared/contract/retries.ts';
import {
  formatMinutes,
  mostRetryCredits,
  parseMinutes,
  RETRIERS,
  RETRY_STATES,
  type Retrier,
  type RetryState,
} from '#shared/gateways/retry-policy.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { number } from '#headless/cli/output.ts';

type Options = { who?: Retrier; on?: RetryState[]; after?: number[]; within?: number };

/** `siar gateway retry`: shows or changes who sends again what was not delivered. */
export function addGatewayRetry(gateway: Command, cli: Cli): void {
  gateway
    .command('retry')
    .description('who sends again what was not delivered, after how long, at what cost')
    .argument('<name>', 'name or id')
    .addOption(new Option('--who <who>', 'who sends again').choices(RETRIERS))
    .option('--on <reports>', 'after which reports: undelivered,expired', states)
    .option('--after <delays>', 'one retry for each delay: 30m,2h,6h', delays)
    .option('--within <time>', 'no retry later than this after the first attempt: 24h', hours)
    .action(async (nameOrId: string, { who, on, after, within }: Options) => {
      await cli.withSiar(async ({ client }) => {
        const { id: gatewayId } = await findGateway(client, nameOrId);
        let settings = await client.retries.settings({ gatewayId });
        if (who ?? on ?? after ?? within) {
          const policy = {
            who: who ?? settings.policy.who,
            on: on ?? settings.policy.on,
            delaysMinutes: after ?? settings.policy.delaysMinutes,
            withinHours: within ?? settings.policy.withinHours,
          };
          settings = await client.retries.save({ gatewayId, policy });
        }
        cli.output.result(settings, () => describe(settings));
      });
    });
}

function states(text: string): RetryState[] {
  const words = text.split(',').map((word) => word.trim());
  const known = RETRY_STATES.filter((state) => words.includes(state));
  if (known.length === new Set(words).size) return known;
  throw new InvalidArgumentError(`It must be one or more of ${RETRY_STATES.join(',')}.`);
}

function delays(text: string): number[] {
  return text.split(',').map((piece) => {
    const minutes = parseMinutes(piece);
    if (minutes !== undefined && minutes > 0) return minutes;
    throw new InvalidArgumentError('It must be times such as 30m,2h,6h.');
  });
}

function hours(text: string): number {
  const minutes = parseMinutes(text);
  if (minutes !== undefined && minutes > 0 && minutes % 60 === 0) return minutes / 60;
  throw new InvalidArgumentError('It must be whole hours such as 24h.');
}

function describe({ gatewayName, policy, reportsCome, lastMonth }: RetrySettings): string {
  if (policy.who === 'nobody') {
    return `${gatewayName}: nobody sends again by itself. \`siar campaign retry ID --failed\` does it by hand.`;
  }
  if (policy.who === 'gateway') {
    return `${gatewayName}: the gateway itself sends again for some hours. Siar does not, so nobody gets or pays it twice.`;
  }
  const times = policy.delaysMinutes.map(formatMinutes).join(', then ');
  const most = number(mostRetryCredits(policy, 1));
  const month = `In the last 30 days ${number(lastMonth.failed)} of ${number(lastMonth.messages)} messages failed; sending those once more costs ${number(lastMonth.failedCredits)} credits.`;
  return [
    `${gatewayName}: Siar sends again after ${policy.on.join(' or ')}: ${times} after the report, inside the sending window, not later than ${policy.withinHours} h after the first attempt.`,
    `Every retry costs the message’s credits again: up to ${most} times its price on top. ${month}`,
    ...(reportsCome
      ? []
      : ['No delivery reports come in from this gateway, so nothing will ever be sent again.']),
  ].join('\n');
}
