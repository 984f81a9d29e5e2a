import type { RateRow } from '#shared/credits/rates.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A line of a rate table as stored. */
export type StoredRate = RateRow & { id: number; gatewayId: number; updatedAt: number };

type Row = {
  id: number;
  gateway_id: number;
  country: string;
  prefix: string;
  hundredths: number | null;
  confirmed: 0 | 1;
  updated_at: number;
};

const COLUMNS = 'id, gateway_id, country, prefix, hundredths, confirmed, updated_at';

function toRate(row: Row): StoredRate {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    country: row.country,
    prefix: row.prefix,
    hundredths: row.hundredths,
    confirmed: row.confirmed === 1,
    updatedAt: row.updated_at,
  };
}

/** The rate table of a gateway, in the order the countries were added; prefixes after their country. */
export function listRates(db: Db, gatewayId: number): StoredRate[] {
  return statement<Row>(
    db,
    `SELECT ${COLUMNS} FROM gateway_rates r WHERE gateway_id = ?
     ORDER BY country = '*', (SELECT min(id) FROM gateway_rates f WHERE f.gateway_id = r.gateway_id AND f.country = r.country), prefix`,
  )
    .all(gatewayId)
    .map(toRate);
}

/** One line, or undefined. */
export function getRate(
  db: Db,
  key: { gatewayId: number; country: string; prefix: string },
): StoredRate | undefined {
  const row = statement<Row>(
    db,
    `SELECT ${COLUMNS} FROM gateway_rates WHERE gateway_id = @gatewayId AND country = @country AND prefix = @prefix`,
  ).get(key);
  return row && toRate(row);
}

/** Adds a line or changes the one that is there. */
export function putRate(db: Db, gatewayId: number, rate: RateRow, now: number): void {
  statement(
    db,
    `INSERT INTO gateway_rates (gateway_id, country, prefix, hundredths, confirmed, updated_at)
     VALUES (@gatewayId, @country, @prefix, @hundredths, @confirmed, @now)
     ON CONFLICT DO UPDATE SET hundredths = @hundredths, confirmed = @confirmed, updated_at = @now`,
  ).run({
    gatewayId,
    country: rate.country,
    prefix: rate.prefix,
    hundredths: rate.hundredths,
    confirmed: rate.confirmed ? 1 : 0,
    now,
  });
}

/** Removes a line; answers whether it was there. */
export function deleteRate(
  db: Db,
  key: { gatewayId: number; country: string; prefix: string },
): boolean {
  return (
    statement(
      db,
      'DELETE FROM gateway_rates WHERE gateway_id = @gatewayId AND country = @country AND prefix = @prefix',
    ).run(key).changes === 1
  );
}
