import { Option, type Command } from 'commander';
import { DRIVERS, type DriverName, type Gateway } from '#shared/contract/gateways.ts';
import { formatCap, type GatewayCap } from '#shared/gateways/cap.ts';
import { cap, positiveNumber } from '#headless/cli/arguments.ts';
import { addGatewayAddress } from '#headless/cli/gateway-address.ts';
import { addProfileCommands } from '#headless/cli/gateway-profile.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { chosenGateway, findGateway } from '#headless/cli/names.ts';
import { addGatewayRelayCommands } from '#headless/cli/gateway-relay.ts';
import { addGatewayTest } from '#headless/cli/gateway-test.ts';
import { addGatewayRetry } from '#headless/cli/gateway-retry.ts';
import { moment, number, table } from '#headless/cli/output.ts';
import { readSecrets } from '#headless/cli/read-input.ts';

type AddOptions = {
  driver: DriverName;
  url?: string;
  allowPlainHttp?: true;
  rate?: number;
  cap?: GatewayCap[];
  profile?: string;
  dlrListen?: string;
  dlrUrl?: string;
  secretsStdin?: true;
};

/** commander: `--no-caps` makes `caps` false. */
type PaceOptions = { rate?: number; cap?: GatewayCap[]; caps: boolean };

/** `siar gateway …` and `siar balance`. */
export function addGatewayCommands(program: Command, cli: Cli): void {
  const gateway = program.command('gateway').description('SMS gateway accounts');
  gateway
    .command('add')
    .description('add a gateway; credentials come as JSON on stdin, never as arguments')
    .argument('<name>', 'its name')
    .addOption(
      new Option('--driver <driver>', 'kind of gateway').choices(DRIVERS).makeOptionMandatory(),
    )
    .option('--url <url>', 'base address, where it is not the usual one')
    .option('--allow-plain-http', 'the address may be http although it is another computer')
    .option('--rate <number>', 'messages per second, at most', positiveNumber)
    .option('--cap <cap>', 'at most, such as 500/hour or 3000 parts/day; may be repeated', cap)
    .option('--profile <name>', 'profile, where the driver has several')
    .option('--dlr-listen <host:port>', 'where delivery reports are received')
    .option('--dlr-url <url>', 'public address under which the gateway reaches that')
    .option('--secrets-stdin', 'read credentials as a JSON object from stdin')
    .action(async (name: string, { secretsStdin, cap: caps, ...options }: AddOptions) => {
      const secrets = secretsStdin ? await readSecrets() : undefined;
      await cli.withSiar(async ({ client }) => {
        const made = await client.gateways.add({ name, secrets, caps, ...options });
        cli.output.result(summary(made), () => `Gateway “${made.name}” (${made.driver}) is added.`);
      });
    });
  gateway
    .command('list')
    .alias('ls')
    .description('show all gateways')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const all = await client.gateways.all();
        cli.output.result(all.map(summary), () => gatewayTable(all));
      });
    });
  gateway
    .command('pace')
    .description('change how fast a gateway may be used')
    .argument('<name>', 'name or id')
    .option('--rate <number>', 'messages per second, at most', positiveNumber)
    .option('--cap <cap>', 'at most, such as 500/hour or 3000 parts/day; may be repeated', cap)
    .option('--no-caps', 'take the caps away')
    .action(async (nameOrId: string, options: PaceOptions) => {
      const caps = options.caps ? options.cap : (options.cap ?? []);
      await cli.withSiar(async ({ client }) => {
        const { id } = await findGateway(client, nameOrId);
        const now = await client.gateways.update({ id, rate: options.rate, caps });
        cli.output.result(summary(now), () => describePace(now));
      });
    });
  addGatewayTest(gateway, cli);
  addRemove(gateway, cli);
  addProfileCommands(gateway, cli);
  addGatewayRelayCommands(gateway, cli);
  addGatewayAddress(gateway, cli);
  addGatewayRetry(gateway, cli);
  addBalance(program, cli);
}

function addRemove(gateway: Command, cli: Cli): void {
  gateway
    .command('remove')
    .alias('rm')
    .description('remove a gateway; history keeps its name')
    .argument('<name>', 'name or id')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name } = await findGateway(client, nameOrId);
        await client.gateways.remove({ id });
        cli.output.result({ id, name, removed: true }, () => `Gateway “${name}” is removed.`);
      });
    });
}

function addBalance(program: Command, cli: Cli): void {
  program
    .command('balance')
    .description('ask a gateway for its credits')
    .option('--gateway <name>', 'name or id; needed where there are several')
    .action(async (options: { gateway?: string }) => {
      await cli.withSiar(async ({ client }) => {
        const gateway = await chosenGateway(client, options.gateway);
        const result = await client.gateways.balance({ id: gateway.id });
        cli.output.result(
          { gateway: gateway.name, ...result },
          () => `${gateway.name}: ${number(result.balance)} credits at ${moment(result.asOf)}`,
        );
      });
    });
}

function describePace({ name, rate, caps }: Gateway): string {
  const more = caps.length > 0 ? `, and at most ${caps.map(formatCap).join(', ')}` : '';
  return `Gateway “${name}” takes ${rate} messages a second${more}.`;
}

/** The profile by its name: its code table would drown the rest. */
function summary(gateway: Gateway) {
  return { ...gateway, profile: gateway.profile.id };
}

function gatewayTable(all: readonly Gateway[]): string {
  return table(
    all,
    [
      { title: 'Id', align: 'right', text: ({ id }) => String(id) },
      { title: 'Gateway', text: ({ name }) => name },
      { title: 'Driver', text: ({ driver }) => driver },
      { title: 'Address', text: ({ url }) => url ?? '(inside Siar)' },
      { title: 'Rate/s', align: 'right', text: ({ rate }) => String(rate) },
      { title: 'Caps', text: ({ caps }) => caps.map(formatCap).join(', ') },
      {
        title: 'Credentials',
        text: ({ secretsSet, practice }) => (secretsSet ? 'set' : practice ? '–' : 'missing'),
      },
      {
        title: 'Credits',
        align: 'right',
        text: ({ balance }) => (balance ? number(balance.credits) : ''),
      },
    ],
    'No gateway yet. Try one: `siar gateway add Practice --driver practice`.',
  );
}
