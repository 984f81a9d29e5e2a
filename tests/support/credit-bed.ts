import type { Core } from '#core/create-core.ts';
import type { Role } from '#shared/users/permissions.ts';
import { actingAs } from '#tests/support/acting-as.ts';
import { engineBed } from '#tests/support/engine-bed.ts';

/** The usual bed, as the house sees it, whether or not there are users. */
export async function creditBed(options: Parameters<typeof engineBed>[0] = {}) {
  const bed = await engineBed(options);
  return { ...bed, core: actingAs(bed.core, { userId: null, role: 'owner' }) };
}

/** A user of the core, who calls with nothing but their role. `dailyLimit` in credits; null is none. */
export function aUser(core: Core, role: Role, dailyLimit: number | null = null) {
  const { lastInsertRowid } = core.deps.db
    .prepare(
      "INSERT INTO users (name, role, password, daily_limit, created_at) VALUES (?, ?, '', ?, 0)",
    )
    .run(`A ${role} ${Math.random()}`, role, dailyLimit);
  const userId = Number(lastInsertRowid);
  const own = actingAs(core, { userId, role });
  return { userId, client: own.client, core: own };
}

/** Credits of a user at the first gateway (null: of the house); undefined where there is no account. */
export async function balances(core: Core, userId: number | null = null) {
  const [book] = await core.client.credits.accounts();
  const user = book!.users.find((one) => one.userId === userId);
  return { balance: user?.balance, reserved: user?.reserved, spent: user?.spent };
}

/** Writes down credits that the house bought at a gateway. */
export function buy(core: Core, gatewayId: number, credits: number) {
  return core.client.credits.adjust({ gatewayId, credits, reason: 'bought' });
}
