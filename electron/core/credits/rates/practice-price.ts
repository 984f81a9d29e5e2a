import { creditsFor } from '#shared/credits/rates.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { normalisePhone } from '#shared/phone/normalise.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import type { Db } from '#core/store/db.ts';

/**
 * What the practice gateway inside Siar takes for a message: what its own rate table says now, as a
 * campaign that starts now would be priced. One small look-up.
 */
export function practicePrice(
  db: Db,
  message: { gatewayId: number; profile: GatewayProfile; msisdn: string; parts: number },
): number {
  const { gatewayId, profile, msisdn, parts } = message;
  const phone = normalisePhone(`+${msisdn}`, { country: 'MY' });
  const { country } = phone.ok ? phone : { country: '' };
  const { hundredths } = readRateTable(db, gatewayId, profile).rateOf(country, msisdn);
  return creditsFor(parts, hundredths);
}
