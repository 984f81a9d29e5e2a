import type { Command } from 'commander';
import { invalid } from '#shared/contract/errors.ts';
import { replyAddress } from '#shared/gateways/reply-address.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';

/** `siar gateway address`: what a gateway is to call, to be entered in its own settings. */
export function addGatewayAddress(gateway: Command, cli: Cli): void {
  gateway
    .command('address')
    .description(
      'the secret addresses for delivery reports and replies, to be entered at the gateway',
    )
    .argument('<name>', 'name or id')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name, driver, capabilities } = await findGateway(client, nameOrId);
        const { url } = await client.relays.callback({ gatewayId: id });
        const { reports, replies, templates } = capabilities;
        if (reports !== 'callback' && replies !== 'callback' && !templates) {
          throw invalid(
            'no-callbacks',
            `Gateway ${name} calls nothing in, so it needs no address.`,
          );
        }
        if (url === null) {
          throw invalid(
            'no-address',
            `Gateway ${name} has no address to call. Give it --dlr-listen, or a relay with \`siar gateway relay set\`.`,
          );
        }
        const callback = reports === 'callback' || templates ? url : null;
        const incoming = replies === 'callback' ? replyAddress(driver, url) : null;
        cli.output.result({ id, name, callback, replies: incoming }, () =>
          [
            ...(callback === null ? [] : [`Delivery reports and decisions: ${callback}`]),
            ...(incoming === null ? [] : [`Replies: ${incoming}`]),
            'Whoever knows these can send reports and replies in.',
          ].join('\n'),
        );
      });
    });
}
