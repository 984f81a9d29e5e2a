import type { SiarClient } from '#shared/contract/contract.ts';
import type { GatewayAccounts } from '#shared/contract/credits.ts';
import { invalid } from '#shared/contract/errors.ts';
import { pick } from '#headless/cli/names.ts';

/** The word for the shop's own credits; a user of that name is named by number. */
export const HOUSE = 'house';

/** The books of the gateway that was named, or of the only one. */
export async function findBook(
  client: SiarClient,
  name: string | undefined,
): Promise<GatewayAccounts> {
  const all = await client.credits.accounts();
  if (name !== undefined) return pickBook(all, name);
  const [first, ...others] = all;
  if (first && others.length === 0) return first;
  const names = all.map(({ gatewayName }) => gatewayName).join(', ');
  throw invalid(
    first ? 'which-gateway' : 'no-gateway',
    first
      ? `There are several gateways: ${names}. Name one with --gateway. Nothing was booked.`
      : 'There is no gateway yet. Add one with `siar gateway add NAME --driver …`.',
  );
}

/** The books of a gateway by name or id. */
export function pickBook(all: readonly GatewayAccounts[], nameOrId: string): GatewayAccounts {
  const named = all.map((book) => ({ id: book.gatewayId, name: book.gatewayName, book }));
  return pick(named, nameOrId, 'gateway').book;
}

/** A user's id, or null for the house. */
export function findOwner({ users }: Pick<GatewayAccounts, 'users'>, who: string): number | null {
  if (who.toLowerCase() === HOUSE) return null;
  const known = users.flatMap(({ userId, userName }) =>
    userId === null ? [] : [{ id: userId, name: userName ?? String(userId) }],
  );
  return pick(known, who, 'user').id;
}
