import type { ContactList } from '#shared/contract/contacts.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { Gateway } from '#shared/contract/gateways.ts';
import type { Template } from '#shared/contract/templates.ts';
import type { User } from '#shared/contract/users.ts';

type Named = { id: number; name: string };

/** Finds by exact name, then by id, then by name whatever its case. Throws `no-such-<what>` with what there is. */
export function pick<T extends Named>(all: readonly T[], nameOrId: string, what: string): T {
  const found =
    all.find(({ name }) => name === nameOrId) ??
    all.find(({ id }) => String(id) === nameOrId) ??
    onlyOne(all.filter(({ name }) => name.toLowerCase() === nameOrId.toLowerCase()));
  if (found) return found;
  const names = all.map(({ name }) => name);
  const known =
    names.length === 0
      ? `There is no ${what} yet.`
      : `There is: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}.`;
  throw invalid(
    `no-such-${what}`,
    `There is no ${what} “${nameOrId}”. Nothing was changed. ${known}`,
    { name: nameOrId },
  );
}

/** A list of contacts by name or id. */
export async function findList(client: SiarClient, nameOrId: string): Promise<ContactList> {
  return pick(await client.lists.all(), nameOrId, 'list');
}

/** A gateway by name or id. */
export async function findGateway(client: SiarClient, nameOrId: string): Promise<Gateway> {
  return pick(await client.gateways.all(), nameOrId, 'gateway');
}

/** The gateway where there is one alone. Throws `no-gateway` or `which-gateway`. */
function theOnlyGateway(all: readonly Gateway[]): Gateway {
  const [first, ...others] = all;
  if (!first) {
    throw invalid(
      'no-gateway',
      'There is no gateway yet. Add one with `siar gateway add NAME --driver …`.',
    );
  }
  if (others.length > 0) {
    throw invalid(
      'which-gateway',
      `There are several gateways: ${all.map(({ name }) => name).join(', ')}. Name one with --gateway.`,
    );
  }
  return first;
}

/** The gateway that was named, or the only one there is. */
export async function chosenGateway(
  client: SiarClient,
  nameOrId: string | undefined,
): Promise<Gateway> {
  return nameOrId === undefined
    ? theOnlyGateway(await client.gateways.all())
    : findGateway(client, nameOrId);
}

/** A template by name or id. */
export async function findTemplate(client: SiarClient, nameOrId: string): Promise<Template> {
  return pick(await client.templates.all(), nameOrId, 'template');
}

function onlyOne<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** A user by name or id. */
export async function findUser(client: SiarClient, nameOrId: string): Promise<User> {
  return pick(await client.users.all(), nameOrId, 'user');
}
