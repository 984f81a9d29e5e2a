import type { Balance } from '#shared/contract/balances.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { readBalances, reconcile } from '#core/credits/balance/balances.ts';
import { listReadings, putLevel } from '#core/credits/balance/queries.ts';
import { judgeLevel } from '#core/credits/balance/record-balance.ts';
import { readRunway } from '#core/credits/balance/runway.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import { api } from '#core/rpc/implement.ts';
import { actorOf, seesHouse } from '#core/users/actor.ts';

type BalancesDeps = Pick<CoreDeps, 'db' | 'clock' | 'logger' | 'bus' | 'gateways' | 'engine'>;

/** Balances over time, alerts, and how far the credit reaches. */
export function createBalancesHandlers(deps: BalancesDeps) {
  const { db } = deps;
  return api.balances.router({
    all: api.balances.all.handler(({ context }) =>
      seesHouse(context) ? readBalances(db) : readBalances(db).map(withoutFigures),
    ),
    series: api.balances.series.handler(({ input, context }) => {
      if (!seesHouse(context)) return [];
      const { id } = requireGateway(db, input.id);
      return listReadings(db, id, input.from ?? 0).map(({ at, balance, ledger }) => ({
        at,
        balance,
        ledger,
      }));
    }),
    setLevel: api.balances.setLevel.handler(({ input }) => {
      const gateway = requireGateway(db, input.id);
      putLevel(db, gateway.id, input.level);
      judgeLevel(deps, gateway);
      deps.bus.publish({ type: 'gateways.changed' });
      return { ok: true as const };
    }),
    reconcile: api.balances.reconcile.handler(({ input, context }) =>
      reconcile(deps, requireGateway(db, input.id), {
        reason: input.reason === '' ? undefined : input.reason,
        actorId: actorOf(context).userId,
      }),
    ),
    runway: api.balances.runway.handler(({ input, context }) => {
      const { role, userId } = actorOf(context);
      return readRunway(deps, input.draft, role === 'sender' ? { userId } : undefined);
    }),
  });
}

function withoutFigures(balance: Balance): Balance {
  const { gatewayId, gatewayName, practice } = balance;
  const nothing = { reading: null, expected: null, difference: null, level: null, lowSince: null };
  return { gatewayId, gatewayName, practice, ...nothing };
}
