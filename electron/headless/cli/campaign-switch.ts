import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { number } from '#headless/cli/output.ts';

/** `siar campaign switch-gateway`: unsent messages of a paused campaign go by another gateway. */
export function addCampaignSwitch(campaign: Command, cli: Cli): void {
  campaign
    .command('switch-gateway')
    .description('give the unsent messages of a paused campaign to another gateway')
    .argument('<id>', 'id or name')
    .argument('<gateway>', 'name or id of the other gateway')
    .option('--dry-run', 'only say what it would come to')
    .option('--allow-short-credit', 'go on although the credits do not cover it')
    .action(
      async (
        nameOrId: string,
        gatewayName: string,
        { dryRun, allowShortCredit }: { dryRun?: true; allowShortCredit?: true },
      ) => {
        await cli.withSiar(async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          const { id: gatewayId } = await findGateway(client, gatewayName);
          const preview = dryRun === true;
          const said = await client.campaigns.switchGateway({
            id,
            gatewayId,
            preview,
            allowShortCredit,
          });
          const { before, after } = said;
          cli.output.result(
            { id, preview, ...said },
            () =>
              `${number(said.messages)} messages ${preview ? 'would go' : 'go'} by ${said.gateway}: ` +
              `${number(after.parts)} parts, ${number(after.credits)} credits (before: ` +
              `${number(before.parts)} parts, ${number(before.credits)} credits).` +
              (preview ? ' Nothing was changed.' : ' Resume the campaign to send them.'),
          );
        });
      },
    );
}
