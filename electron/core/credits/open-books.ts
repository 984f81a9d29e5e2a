import { bookOpening } from '#core/credits/ledger/movements.ts';
import { countOnTheirWay } from '#core/credits/booking-queries.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/**
 * Opens a gateway's books with the first balance it tells (whole credits; a fraction is dropped). Not
 * while messages are on their way: whether the gateway has counted them already is not known then,
 * and the next balance will do.
 */
export function openBooks(db: Db, gatewayId: number, credits: number, at: number): void {
  transaction(db, () => {
    if (countOnTheirWay(db, gatewayId) > 0) return;
    bookOpening(db, { gatewayId, balance: Math.floor(credits), at });
  });
}
