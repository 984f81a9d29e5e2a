import type { UncertainGroup } from '#shared/contract/uncertain.ts';
import { readingAfter, readingBefore, countStrayReports } from '#core/uncertain/queries.ts';
import type { Db } from '#core/store/db.ts';

/** A gateway may count a message a little after it took it, ms. */
const COUNTED_AFTER_MS = 2_000;

/** What is known about messages through a gateway that were handed over from `from` to `to` (wall ms). */
export function evidenceOf(
  db: Db,
  { gatewayId, from, to }: Pick<UncertainGroup, 'gatewayId' | 'from' | 'to'>,
): Omit<UncertainGroup['evidence'], 'repeatable'> {
  const before = readingBefore(db, gatewayId, from);
  const after = readingAfter(db, gatewayId, to + COUNTED_AFTER_MS);
  const strayReports = countStrayReports(db, gatewayId, from);
  const balanceHelps = before !== undefined && before.spent !== null && after === undefined;
  if (!before || !after || before.spent === null || after.spent === null) {
    return { strayReports, balance: null, balanceHelps };
  }
  const unexplained = before.balance - after.balance - (after.spent - before.spent);
  // Fewer credits taken than Siar knows of: some were added in between, and nothing can be said.
  if (unexplained < 0) return { strayReports, balance: null, balanceHelps };
  return {
    strayReports,
    balance: {
      before: { at: before.at, balance: before.balance },
      after: { at: after.at, balance: after.balance },
      unexplained,
    },
    balanceHelps: false,
  };
}
