import type { Command } from 'commander';
import type { RoutingRuleLine } from '#shared/contract/routing.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import { formatMsisdn } from '#shared/phone/format.ts';
import { wholeNumber } from '#headless/cli/arguments.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { table } from '#headless/cli/output.ts';

/** The most rules there can be. */
const MOST = 500;

type Match = { country?: string; prefix?: string };

/** `siar routing …`: by which gateway a number is sent to. */
export function addRoutingCommands(program: Command, cli: Cli): void {
  const routing = program
    .command('routing')
    .description('rules: which gateway sends to which country or prefix; the first that fits wins');
  routing
    .command('list')
    .alias('ls')
    .description('show the rules in order')
    .action(async () => {
      await cli.withSiar(async ({ client }) => {
        const rules = await client.routing.all();
        cli.output.result(rules, () => ruleTable(rules));
      });
    });
  addAdd(routing, cli);
  addChanges(routing, cli);
  routing
    .command('try')
    .description('say which rule decides about a number; nothing is sent')
    .argument('<number>', 'a phone number')
    .action(async (number: string) => {
      await cli.withSiar(async ({ client }) => {
        const found = await client.routing.try({ number });
        const where = `${formatMsisdn(found.msisdn)} (${found.country})`;
        cli.output.result(found, () =>
          found.rule
            ? `${where} goes by ${found.rule.gatewayName}: rule ${found.rule.position}, ${matchText(found.rule)}.`
            : `${where} goes by the campaign’s own gateway: no rule is about it.`,
        );
      });
    });
}

function addAdd(routing: Command, cli: Cli): void {
  routing
    .command('add')
    .description('add a rule; campaigns that were started keep their gateways')
    .requiredOption('--gateway <name>', 'gateway that sends')
    .option('--country <code>', 'for this country: two letters such as SG')
    .option('--prefix <digits>', 'for numbers that begin with this, such as 6011')
    .option('--at <position>', 'its place, 1 first; else the last', wholeNumber(1, MOST))
    .option('--off', 'not in use yet')
    .action(async (options: Match & { gateway: string; at?: number; off?: true }) => {
      await cli.withSiar(async ({ client }) => {
        const { country, prefix, at } = options;
        const rule = await client.routing.add({
          country,
          prefix,
          at,
          gatewayId: (await findGateway(client, options.gateway)).id,
          enabled: options.off !== true,
        });
        cli.output.result(rule, () => `Rule ${rule.position} is added: ${describe(rule)}.`);
      });
    });
}

function addChanges(routing: Command, cli: Cli): void {
  const position = wholeNumber(1, MOST);
  routing
    .command('set')
    .description('change a rule')
    .argument('<position>', 'which one, by its place in the list', position)
    .option('--gateway <name>', 'gateway that sends')
    .option('--country <code>', 'for this country')
    .option('--prefix <digits>', 'for numbers that begin with this')
    .option('--on', 'use it')
    .option('--off', 'leave it out')
    .action(async (at: number, options: Match & { gateway?: string; on?: true; off?: true }) => {
      if (options.on && options.off) {
        throw invalid('on-and-off', 'Say --on or --off, not both. Nothing was changed.');
      }
      await cli.withSiar(async ({ client }) => {
        const { id } = await ruleAt(client, at);
        const { gateway, country, prefix } = options;
        const rule = await client.routing.update({
          id,
          country,
          prefix,
          gatewayId: gateway === undefined ? undefined : (await findGateway(client, gateway)).id,
          enabled: options.on ?? (options.off ? false : undefined),
        });
        cli.output.result(rule, () => `Rule ${rule.position} is now: ${describe(rule)}.`);
      });
    });
  routing
    .command('move')
    .description('give a rule another place; those behind it move down')
    .argument('<position>', 'which one', position)
    .argument('<to>', 'its new place, 1 first', position)
    .action(async (at: number, to: number) => {
      await cli.withSiar(async ({ client }) => {
        const { id } = await ruleAt(client, at);
        const rules = await client.routing.move({ id, to });
        cli.output.result(rules, () => ruleTable(rules));
      });
    });
  routing
    .command('remove')
    .alias('rm')
    .description('take a rule away')
    .argument('<position>', 'which one', position)
    .action(async (at: number) => {
      await cli.withSiar(async ({ client }) => {
        const rule = await ruleAt(client, at);
        await client.routing.remove({ id: rule.id });
        cli.output.result(
          { ...rule, removed: true },
          () => `Rule ${rule.position} is removed: ${describe(rule)}.`,
        );
      });
    });
}

async function ruleAt(client: SiarClient, position: number): Promise<RoutingRuleLine> {
  const rules = await client.routing.all();
  const rule = rules[position - 1];
  if (rule) return rule;
  throw invalid(
    'no-such-rule',
    rules.length === 0
      ? 'There is no routing rule yet. Nothing was changed.'
      : `There is no rule ${position}; there are ${rules.length}. Nothing was changed.`,
    { position },
  );
}

function matchText({ country, prefix }: RoutingRuleLine): string {
  return country ?? `${prefix ?? ''}…`;
}

function describe(rule: RoutingRuleLine): string {
  const covered = rule.coveredBy === null ? '' : ` (never used: rule ${rule.coveredBy} is first)`;
  return `${matchText(rule)} by ${rule.gatewayName}${rule.enabled ? '' : ', off'}${covered}`;
}

function ruleTable(rules: readonly RoutingRuleLine[]): string {
  return table(
    rules,
    [
      { title: '#', align: 'right', text: ({ position }) => String(position) },
      { title: 'For', text: matchText },
      { title: 'Gateway', text: ({ gatewayName }) => gatewayName },
      { title: 'Used', text: ({ enabled }) => (enabled ? 'yes' : 'no') },
      {
        title: '',
        text: ({ coveredBy }) => (coveredBy === null ? '' : `never: rule ${coveredBy} is first`),
      },
    ],
    'No rule: every campaign goes by its own gateway. `siar routing add --country SG --gateway G` adds one.',
  );
}
