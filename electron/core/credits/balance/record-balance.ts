import type { CoreDeps } from '#core/core-deps.ts';
import {
  insertReading,
  lastReading,
  listAlerts,
  setLowSince,
  spentOn,
  thinReadings,
} from '#core/credits/balance/queries.ts';
import { countOnTheirWay } from '#core/credits/booking-queries.ts';
import { creditsLeft, isInUse } from '#core/credits/ledger/queries.ts';
import { openBooks } from '#core/credits/open-books.ts';
import { saveBalance, type StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

type RecordDeps = Pick<CoreDeps, 'db' | 'clock' | 'logger' | 'bus'>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Every reading is kept for so long; then one an hour, then one a day. */
const KEEP_ALL_MS = 2 * DAY_MS;
const KEEP_HOURLY_MS = 60 * DAY_MS;

/**
 * Keeps a balance that a gateway told: as the last one, as a point of its series, and as the opening of
 * its books where they are not open yet. Raises the low-balance alert once per crossing.
 */
export function recordBalance(
  deps: RecordDeps,
  gateway: Pick<StoredGateway, 'id' | 'name' | 'driver'>,
  credits: number,
): void {
  const { db, clock } = deps;
  const at = clock.now();
  const balance = Math.floor(credits);
  const { practice } = GATEWAY_KINDS[gateway.driver];
  transaction(db, () => {
    saveBalance(db, gateway.id, credits, at);
    // Practice credits are play money, new at every start: no campaign is refused for want of them.
    if (!practice) openBooks(db, gateway.id, credits, at);
    insertReading(db, gateway.id, {
      at,
      balance,
      ledger: isComparable(db, gateway.id) ? creditsLeft(db, gateway.id) : null,
      spent: spentOn(db, gateway.id),
    });
    thinReadings(db, gateway.id, at - KEEP_HOURLY_MS, DAY_MS);
    thinReadings(db, gateway.id, at - KEEP_ALL_MS, HOUR_MS);
  });
  judgeLevel(deps, gateway);
}

/** Not while messages are on their way: whether the gateway has counted them already is not known. */
function isComparable(db: Db, gatewayId: number): boolean {
  return isInUse(db, gatewayId) && countOnTheirWay(db, gatewayId) === 0;
}

/** What a gateway should have left now: its last word less what Siar spent since. Null: not known. */
export function expectedBalance(db: Db, gatewayId: number): number | null {
  const last = lastReading(db, gatewayId);
  if (!last) return null;
  return last.balance - (last.spent === null ? 0 : spentOn(db, gatewayId) - last.spent);
}

/** Compares with the level that a person set; says so in the log and to the screens once per crossing. */
export function judgeLevel(
  { db, clock, logger, bus }: RecordDeps,
  { id, name }: Pick<StoredGateway, 'id' | 'name'>,
): void {
  const alert = listAlerts(db).find(({ gatewayId }) => gatewayId === id);
  const balance = expectedBalance(db, id);
  if (!alert || balance === null) return;
  const isLow = balance < alert.level;
  if (isLow === (alert.lowSince !== null)) return;
  setLowSince(db, id, isLow ? clock.now() : null);
  if (isLow) {
    logger.warn({ gatewayId: id, balance, level: alert.level }, 'the balance of a gateway is low');
    bus.publish({ type: 'balance.low', gatewayId: id, name, balance, level: alert.level });
  } else {
    logger.info({ gatewayId: id, balance }, 'the balance of a gateway is above its level again');
  }
  bus.publish({ type: 'gateways.changed' });
}
