import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Something that left through a gateway: what its caps count. */
export type Departure = { at: number; messages: number; parts: number };

type Row = { id: number; gateway_id: number; at: number; parts: number };

/** Rows read at once: enough to be quick, few enough to stop early. */
const STEP = 1_000;

/**
 * What left through a gateway since `since` (wall ms): campaigns, test messages and one-time passwords.
 * Reads the attempts backwards by id and stops at the first one that is older; ids rise with time.
 */
export function listDepartures(db: Db, gatewayId: number, since: number): Departure[] {
  return [
    ...readBack(
      db,
      `SELECT a.id, a.gateway_id, a.started_at AS at, m.parts FROM attempts a
       JOIN messages m ON m.id = a.message_id WHERE a.id < ? ORDER BY a.id DESC LIMIT ${STEP}`,
      gatewayId,
      since,
    ),
    ...readBack(
      db,
      `SELECT id, gateway_id, started_at AS at, coalesce(parts, 1) AS parts FROM otp_log
       WHERE id < ? ORDER BY id DESC LIMIT ${STEP}`,
      gatewayId,
      since,
    ),
  ];
}

function readBack(db: Db, sql: string, gatewayId: number, since: number): Departure[] {
  const found: Departure[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const rows = statement<Row>(db, sql).all(before);
    for (const { id, gateway_id, at, parts } of rows) {
      if (at < since) return found;
      if (gateway_id === gatewayId) found.push({ at, messages: 1, parts });
      before = id;
    }
    if (rows.length < STEP) return found;
  }
}
