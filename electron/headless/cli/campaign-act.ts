import { Option, type Command } from 'commander';
import type { CampaignStatus } from '#shared/contract/campaign-status.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import type { OpenSiar } from '#core/control/open-or-connect.ts';
import { printStatus, waitForEnd } from '#headless/cli/campaign-wait.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { deadChoice, deadOption, type DeadOption } from '#headless/cli/dead-option.ts';

type Waiting = { wait?: true };
type Short = { allowShortCredit?: true };
type StartOptions = Waiting & Short & DeadOption & { allowWarnings?: true };

/** Refusals for want of credits are lifted by those who may (permission credits.overdraw). */
const ALLOW_SHORT = ['--allow-short-credit', 'go on although the credits do not cover it'] as const;

/** Commands that move a campaign: start, pause, resume, stop, retry, resolve. */
export function addCampaignActions(campaign: Command, cli: Cli): void {
  campaign
    .command('start')
    .description('freeze the audience, then send (or wait for its time)')
    .argument('<id>', 'id or name')
    .option('--wait', 'send in this process and return when nothing is left to send')
    .option('--allow-warnings', 'start although the preview has warnings')
    .option(...ALLOW_SHORT)
    .addOption(deadOption())
    .action(async (nameOrId: string, options: StartOptions) => {
      const { allowWarnings, allowShortCredit } = options;
      const dead = deadChoice(options);
      await act(cli, nameOrId, options, (client, id) =>
        client.campaigns.start({ id, allowWarnings, allowShortCredit, ...dead }),
      );
    });
  campaign
    .command('resume')
    .description('go on, also after a crash')
    .argument('<id>', 'id or name')
    .option('--wait', 'send in this process and return when nothing is left to send')
    .action(async (nameOrId: string, options: Waiting) => {
      await act(cli, nameOrId, options, (client, id) => client.campaigns.resume({ id }));
    });
  campaign
    .command('retry')
    .description('send failed messages again: new attempts that cost credit')
    .argument('<id>', 'id or name')
    .requiredOption('--failed', 'rejected, undelivered and expired messages')
    .option('--wait', 'send in this process and return when nothing is left to send')
    .option(...ALLOW_SHORT)
    .action(async (nameOrId: string, options: Waiting & Short) => {
      const { allowShortCredit } = options;
      await act(cli, nameOrId, options, (client, id) =>
        client.campaigns.retry({ id, allowShortCredit }),
      );
    });
  campaign
    .command('resolve')
    .description('decide what becomes of messages whose fate is unknown')
    .argument('<id>', 'id or name')
    .addOption(
      new Option('--uncertain <what>', 'leave them, or send again at the risk of a double')
        .choices(['leave', 'resend'])
        .makeOptionMandatory(),
    )
    .option('--wait', 'send in this process and return when nothing is left to send')
    .option(...ALLOW_SHORT)
    .action(
      async (nameOrId: string, options: Waiting & Short & { uncertain: 'leave' | 'resend' }) => {
        const { uncertain, allowShortCredit } = options;
        await act(cli, nameOrId, options, (client, id) =>
          client.campaigns.resolve({ id, uncertain, allowShortCredit }),
        );
      },
    );
  addCancelRetries(campaign, cli);
  for (const [verb, description] of [
    ['pause', 'stop sending for now; messages in flight end'],
    ['stop', 'never send what is left'],
  ] as const) {
    campaign
      .command(verb)
      .description(description)
      .argument('<id>', 'id or name')
      .action(async (nameOrId: string) => {
        await cli.withSiar(async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          printStatus(cli, await client.campaigns[verb]({ id }));
        });
      });
  }
}

function addCancelRetries(campaign: Command, cli: Cli): void {
  campaign
    .command('cancel-retries')
    .description('take back automatic retries that wait; their messages stay as reported')
    .argument('<id>', 'id or name')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await client.campaigns.find({ nameOrId });
        const { cancelled } = await client.retries.cancel({ campaignId: id });
        cli.output.result({ id, name, cancelled }, () =>
          cancelled === 0
            ? `No message of “${name}” was waiting to be sent again.`
            : `${cancelled} retries of “${name}” are taken back; they cost nothing.`,
        );
      });
    });
}

async function act(
  cli: Cli,
  nameOrId: string,
  { wait }: Waiting,
  move: (client: SiarClient, id: number) => Promise<CampaignStatus>,
): Promise<void> {
  await cli.withSiar(
    async (siar) => {
      const { id } = await siar.client.campaigns.find({ nameOrId });
      // Only this campaign: the process ends with it, and would leave another one half sent.
      if (wait) await siar.core?.startEngine({ only: id });
      const status = await move(siar.client, id);
      if (wait) return waitForEnd(cli, siar, id);
      printStatus(cli, status);
      if (nobodySends(siar, status)) {
        cli.output.note(
          `Nothing is sent yet. “${status.name}” is sent by the next \`siar serve\`, the desktop app, ` +
            `or \`siar campaign resume ${id} --wait\`.`,
        );
      }
    },
    { engine: wait, handlesInterrupt: wait },
  );
}

function nobodySends(siar: OpenSiar, status: CampaignStatus): boolean {
  const due = status.state === 'scheduled' || status.state === 'running';
  return due && (siar.core !== null || siar.owner?.host === 'command');
}
