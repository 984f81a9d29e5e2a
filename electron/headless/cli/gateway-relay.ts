import type { Command } from 'commander';
import { invalid } from '#shared/contract/errors.ts';
import type { GatewayRelay } from '#shared/contract/relays.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { moment, number } from '#headless/cli/output.ts';
import { readSecrets, readTextFile } from '#headless/cli/read-input.ts';

type SetOptions = { url: string; keyFile?: string; secretsStdin?: true; allowPlainHttp?: true };

/** `siar gateway relay …` */
export function addGatewayRelayCommands(gateway: Command, cli: Cli): void {
  const relay = gateway
    .command('relay')
    .description('delivery reports through a relay (see `siar relay`)');
  relay
    .command('set')
    .description('let a gateway’s delivery reports come through a relay')
    .argument('<name>', 'name or id of the gateway')
    .requiredOption('--url <url>', 'public address of the relay')
    .option('--key-file <file>', 'copy of the relay’s file relay.key')
    .option('--secrets-stdin', 'read {"key":"…"} from stdin instead')
    .option('--allow-plain-http', 'the address may be http although it is another computer')
    .action(async (nameOrId: string, options: SetOptions) => {
      const key = await readKey(options);
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findGateway(client, nameOrId);
        const { url, allowPlainHttp } = options;
        const set = await client.relays.set({ gatewayId: id, url, key, allowPlainHttp });
        const callback = await client.relays.callback({ gatewayId: id });
        cli.output.result(
          { name, ...set, callback: callback.url },
          () =>
            `Delivery reports of “${name}” come through ${set.url}.\nAddress for the gateway, where it does not take one with each message:\n${callback.url}`,
        );
      });
    });
  relay
    .command('show')
    .description('how it goes with the relay of a gateway')
    .argument('<name>', 'name or id of the gateway')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findGateway(client, nameOrId);
        const found = (await client.relays.all()).find(({ gatewayId }) => gatewayId === id);
        if (!found) throw noRelay(name);
        const callback = await client.relays.callback({ gatewayId: id });
        cli.output.result({ name, ...found, callback: callback.url }, () =>
          [describe(found), `Address for the gateway: ${callback.url}`].join('\n'),
        );
      });
    });
  relay
    .command('remove')
    .description('no longer fetch a gateway’s delivery reports from its relay')
    .argument('<name>', 'name or id of the gateway')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findGateway(client, nameOrId);
        await client.relays.remove({ gatewayId: id });
        cli.output.result({ id, name, removed: true }, () => `“${name}” has no relay any more.`);
      });
    });
}

async function readKey({ keyFile, secretsStdin }: SetOptions): Promise<string | undefined> {
  if (keyFile !== undefined) return (await readTextFile(keyFile)).trim();
  return secretsStdin ? (await readSecrets())['key'] : undefined;
}

function noRelay(name: string) {
  return invalid(
    'no-relay',
    `Gateway ${name} has no relay. Set one with \`siar gateway relay set\`.`,
  );
}

function describe(relay: GatewayRelay): string {
  if (relay.problem) return relay.problem.message;
  if (relay.answeredAt === null) {
    return `${relay.url}: nothing fetches from it now; it is asked while Siar runs.`;
  }
  return `${relay.url} answered at ${moment(relay.answeredAt)}; ${number(relay.left)} reports wait there.`;
}
