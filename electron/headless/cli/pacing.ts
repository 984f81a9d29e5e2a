import { InvalidArgumentError, Option, type Command } from 'commander';
import { CANARY_AFTERWARDS } from '#shared/campaigns/canary.ts';
import { MISSED } from '#shared/contract/campaigns.ts';
import { invalid } from '#shared/contract/errors.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';

/** How a campaign goes out, besides its rate and its window, as options. */
export type PacingOptions = {
  urgent?: true;
  missed: (typeof MISSED)[number];
  spread?: number;
  canary?: number;
  canaryAccepted?: number;
  canaryDelivered?: number;
  canaryWait?: number;
  canaryThen?: (typeof CANARY_AFTERWARDS)[number];
};

/** Adds them to a command and answers it. */
export function addPacingOptions(command: Command): Command {
  return command
    .option('--urgent', 'goes before the other campaigns of its gateway')
    .addOption(
      new Option('--missed <what>', 'when the start was missed, or Siar ended in the middle')
        .choices(MISSED)
        .default('ask'),
    )
    .option('--spread <time>', 'evenly over so much time of sending, such as 90m or 4h', minutes)
    .option('--canary <number>', 'the first so many, then a verdict', wholeNumber(1, 100_000))
    .option('--canary-accepted <percent>', 'so many must be accepted (90)', wholeNumber(1, 100))
    .option('--canary-delivered <percent>', 'so many must be delivered', wholeNumber(1, 100))
    .option('--canary-wait <minutes>', 'how long the verdict may take (10)', wholeNumber(1, 1_440))
    .addOption(
      new Option('--canary-then <what>', 'after a good verdict: go on, or ask (ask)').choices(
        CANARY_AFTERWARDS,
      ),
    );
}

/** The same as campaigns.create takes it. Throws `no-canary` for a judge without first messages. */
export function pacingOf(options: PacingOptions) {
  const { canary: messages, canaryAccepted, canaryDelivered, canaryWait, canaryThen } = options;
  const judge = {
    minAccepted: canaryAccepted,
    minDelivered: canaryDelivered,
    waitMinutes: canaryWait,
    afterwards: canaryThen,
  };
  if (messages === undefined && Object.values(judge).some((given) => given !== undefined)) {
    throw invalid(
      'no-canary',
      'Say how many messages go first: --canary NUMBER. Nothing was made.',
    );
  }
  return {
    priority: options.urgent ? ('urgent' as const) : ('normal' as const),
    missed: options.missed,
    spreadMinutes: options.spread ?? null,
    canary: messages === undefined ? null : { messages, ...judge },
  };
}

/** Parses `90m` or `4h` (or `1.5h`) as whole minutes. */
function minutes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(m|h)$/i.exec(text.trim());
  const value = Math.round(Number(match?.[1]) * (match?.[2]?.toLowerCase() === 'h' ? 60 : 1));
  if (!match || value < 1 || value > 20_160) {
    throw new InvalidArgumentError('Give minutes or hours, such as 90m or 4h, up to two weeks.');
  }
  return value;
}
