import type { Command } from 'commander';
import { z } from 'zod';
import { invalid } from '#shared/contract/errors.ts';
import { valueAt, withValueAt } from '#shared/gateways/profile-paths.ts';
import type { Cli } from '#headless/cli/cli.ts';
import { findGateway } from '#headless/cli/names.ts';
import { readTextFile } from '#headless/cli/read-input.ts';

const jsonObject = z.record(z.string(), z.json());

/** `siar gateway profile show|set`: the facts that Siar goes by for a gateway. */
export function addProfileCommands(gateway: Command, cli: Cli): void {
  const profile = gateway
    .command('profile')
    .description(
      'part sizes, price prefix, answer codes, and what only this kind of gateway needs',
    );
  profile
    .command('show')
    .description('show a gateway’s profile as JSON')
    .argument('<name>', 'name or id')
    .action(async (nameOrId: string) => {
      await cli.withSiar(async ({ client }) => {
        const { id, name, driver, profile: facts } = await findGateway(client, nameOrId);
        cli.output.result({ id, name, driver, profile: facts }, () =>
          JSON.stringify(facts, null, 2),
        );
      });
    });
  profile
    .command('set')
    .description('change values (pricePrefix.text="RM0 " options.from=+15551234567), or all of it')
    .argument('<name>', 'name or id')
    .argument('[values...]', 'PATH=VALUE; a value is JSON where it can be, else text')
    .option('--file <file>', 'take the whole profile from a JSON file')
    .option('--shipped', 'go back to the profile that Siar ships')
    .action(
      async (nameOrId: string, values: string[], options: { file?: string; shipped?: true }) => {
        const given = options.file === undefined ? undefined : await readProfile(options.file);
        await cli.withSiar(async ({ client }) => {
          const gateway = await findGateway(client, nameOrId);
          const changed = values.reduce<Record<string, unknown>>(withAssignment, {
            ...(given ?? gateway.profile),
          });
          const saved = await client.gateways.saveProfile({
            id: gateway.id,
            profile: options.shipped === true ? 'shipped' : jsonObject.parse(changed),
          });
          const { id, name, driver, profile: facts } = saved;
          cli.output.result(
            { id, name, driver, profile: facts },
            () => `The profile of “${name}” is saved. Messages already frozen keep what they have.`,
          );
        });
      },
    );
}

/** A whole profile from a JSON file. Throws `bad-profile` for what is no object. */
export async function readProfile(file: string): Promise<z.infer<typeof jsonObject>> {
  const text = await readTextFile(file);
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    throw invalid('bad-profile', `${file} is not a JSON object. Nothing was changed.`);
  }
}

function withAssignment(profile: Record<string, unknown>, text: string): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at <= 0) {
    throw invalid(
      'bad-assignment',
      `${text} is not PATH=VALUE. Nothing was changed; write for example pricePrefix.text="RM0 ".`,
    );
  }
  const path = text.slice(0, at);
  return withValueAt(profile, path, toValue(text.slice(at + 1), valueAt(profile, path)));
}

/** A text stays a text where one was before: a sender id such as 12345 is no number. */
function toValue(text: string, before: unknown): unknown {
  if (typeof before === 'string' && !/^".*"$/s.test(text)) return text;
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return text;
  }
}
