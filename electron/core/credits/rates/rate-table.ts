import { createRateTable, type RateTable } from '#shared/credits/rates.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { listRates } from '#core/credits/rates/queries.ts';
import type { Db } from '#core/store/db.ts';

/** What parts cost on a gateway now. Campaigns freeze what they read of it. */
export function readRateTable(
  db: Db,
  gatewayId: number,
  profile: Pick<GatewayProfile, 'creditsPerPart'>,
): RateTable {
  return createRateTable(listRates(db, gatewayId), profile.creditsPerPart);
}
