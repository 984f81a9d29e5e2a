import type { DriverName } from '#shared/contract/gateways.ts';
import type { LookUpResult } from '#shared/gateways/look-up.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** An answered look-up of a number, and by what kind of gateway. */
export type Answer = {
  msisdn: string;
  result: LookUpResult;
  answeredAt: number;
  driver: DriverName;
};

/** Every answer there is about these numbers, oldest first. */
export function listAnswers(db: Db, msisdns: readonly string[]): Answer[] {
  return statement<Answer>(
    db,
    `SELECT l.msisdn, l.result, l.answered_at AS answeredAt, g.driver
     FROM json_each(?) n JOIN look_ups l ON l.msisdn = n.value AND l.state = 'answered'
       JOIN gateways g ON g.id = l.gateway_id
     ORDER BY l.answered_at, l.id`,
  ).all(JSON.stringify(msisdns));
}

/** When something last reached these numbers, and by what kind of gateway. */
export function listDelivered(
  db: Db,
  msisdns: readonly string[],
): { msisdn: string; driver: DriverName; at: number }[] {
  return statement<{ msisdn: string; driver: DriverName; at: number }>(
    db,
    `SELECT m.msisdn, g.driver, max(m.final_at) AS at
     FROM json_each(?) n JOIN messages m ON m.msisdn = n.value AND m.state = 'delivered'
       JOIN gateways g ON g.id = m.gateway_id
     WHERE m.final_at IS NOT NULL GROUP BY m.msisdn, g.driver`,
  ).all(JSON.stringify(msisdns));
}
