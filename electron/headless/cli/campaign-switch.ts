import type { Command } from 'commander';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { number } from '#headless/cli/output.ts';

type Options = { dryRun?: true; from?: string; allowShortCredit?: true };

/** `siar campaign switch-gateway`: unsent messages of a paused campaign go by another gateway. */
export function addCampaignSwitch(campaign: Command, cli: Cli): void {
  campaign
    .command('switch-gateway')
    .description('give the unsent messages of a paused campaign to another gateway')
    .argument('<id>', 'id or name')
    .argument('<gateway>', 'name or id of the other gateway')
    .option('--from <gateway>', 'only what waits for this gateway; else what waits for any other')
    .option('--dry-run', 'only say what it would come to')
    .option('--allow-short-credit', 'go on although the credits do not cover it')
    .action(
      async (
        nameOrId: string,
        gatewayName: string,
        { dryRun, from, allowShortCredit }: Options,
      ) => {
        await cli.withSiar(async ({ client }) => {
          const { id } = await client.campaigns.find({ nameOrId });
          const { id: gatewayId } = await findGateway(client, gatewayName);
          const source = from === undefined ? undefined : (await findGateway(client, from)).id;
          const preview = dryRun === true;
          const said = await client.campaigns.switchGateway({
            id,
            gatewayId,
            from: source,
            preview,
            allowShortCredit,
          });
          const { before, after } = said;
          cli.output.result(
            { id, preview, ...said },
            () =>
              `${number(said.messages)} messages ${said.from === null ? '' : `of ${said.from} `}${preview ? 'would go' : 'go'} by ${said.gateway}: ` +
              `${number(after.parts)} parts, ${number(after.credits)} credits (before: ` +
              `${number(before.parts)} parts, ${number(before.credits)} credits).` +
              (said.stays.elsewhere > 0
                ? ` ${number(said.stays.elsewhere)} stay with other gateways.`
                : '') +
              (preview ? ' Nothing was changed.' : ' Resume the campaign to send them.'),
          );
        });
      },
    );
}
