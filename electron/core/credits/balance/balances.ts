import { failed, refused } from '#shared/contract/errors.ts';
import type { Balance } from '#shared/contract/balances.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { lastReading, listAlerts } from '#core/credits/balance/queries.ts';
import { expectedBalance, recordBalance } from '#core/credits/balance/record-balance.ts';
import { countOnTheirWay } from '#core/credits/booking-queries.ts';
import { bookAdjustment } from '#core/credits/ledger/movements.ts';
import { creditsLeft, isInUse } from '#core/credits/ledger/queries.ts';
import { listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** What reading a balance takes. */
export type BalanceDeps = Pick<CoreDeps, 'db' | 'clock' | 'logger' | 'bus' | 'gateways'>;

const PATIENCE_MS = 15_000;

/** Every gateway's balance as the screens show it. */
export function readBalances(db: Db): Balance[] {
  const alerts = listAlerts(db);
  return listGateways(db).map(({ id, name, driver }) => {
    const { practice } = GATEWAY_KINDS[driver];
    const last = lastReading(db, id);
    const alert = alerts.find(({ gatewayId }) => gatewayId === id);
    return {
      gatewayId: id,
      gatewayName: name,
      practice,
      reading: last ? { credits: last.balance, at: last.at } : null,
      expected: expectedBalance(db, id),
      difference: practice || !last ? null : differenceSince(db, id, last),
      level: alert?.level ?? null,
      lowSince: alert?.lowSince ?? null,
    };
  });
}

/** What was booked since the reading other than spending (a top-up, an adjustment) has closed the gap. */
function differenceSince(
  db: Db,
  gatewayId: number,
  last: NonNullable<ReturnType<typeof lastReading>>,
): number | null {
  if (last.ledger === null) return null;
  return (expectedBalance(db, gatewayId) ?? 0) - creditsLeft(db, gatewayId);
}

/** Asks a gateway for its balance now. Throws `balance-unavailable`. */
export async function readBalanceNow(deps: BalanceDeps, gateway: StoredGateway): Promise<number> {
  const { driver } = await deps.gateways.open(gateway.id);
  const outcome = await driver.balance(AbortSignal.timeout(PATIENCE_MS));
  if (!outcome.ok) {
    throw failed('balance-unavailable', `Gateway ${gateway.name}: ${outcome.reason}`, {
      name: gateway.name,
      reason: outcome.reason,
      gatewayCode: outcome.code,
    });
  }
  recordBalance(deps, gateway, outcome.credits);
  return Math.floor(outcome.credits);
}

/** See balancesContract.reconcile. */
export async function reconcile(
  deps: BalanceDeps,
  gateway: StoredGateway,
  { reason, actorId }: { reason: string | undefined; actorId: number | null },
): Promise<{ balance: number; difference: number; transactionId: number | null }> {
  const { db, clock, bus } = deps;
  const { id, name, driver } = gateway;
  if (GATEWAY_KINDS[driver].practice) {
    throw refused(
      'practice-credits',
      `${name} is a practice gateway: its credits are play money and are not booked. Nothing was changed.`,
      { name },
    );
  }
  const balance = await readBalanceNow(deps, gateway);
  const answer = transaction(db, () => {
    if (countOnTheirWay(db, id) > 0) {
      throw refused(
        'messages-on-their-way',
        `${name} is sending right now, so its balance and the ledger cannot be compared. Nothing was booked; pause its campaigns or wait until they are done, then try again.`,
        { name },
      );
    }
    const difference =
      (isInUse(db, id) ? (expectedBalance(db, id) ?? balance) : balance) - creditsLeft(db, id);
    if (difference === 0) return { balance, difference, transactionId: null };
    const transactionId = bookAdjustment(db, {
      gatewayId: id,
      userId: null,
      credits: difference,
      reason:
        reason ??
        (difference < 0
          ? 'The gateway has less than the ledger: spent outside Siar'
          : 'The gateway has more than the ledger: topped up outside Siar'),
      actorId,
      at: clock.now(),
    });
    return { balance, difference, transactionId };
  });
  bus.publish({ type: 'credits.changed' });
  return answer;
}
