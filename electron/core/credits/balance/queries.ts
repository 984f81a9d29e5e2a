import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A balance that a gateway told, with the ledger's figures of that moment where they compare. */
export type Reading = { at: number; balance: number; ledger: number | null; spent: number | null };

/** Keeps a reading; one a millisecond at most. */
export function insertReading(db: Db, gatewayId: number, reading: Reading): void {
  statement(
    db,
    'INSERT OR REPLACE INTO balance_readings VALUES (@gatewayId, @at, @balance, @ledger, @spent)',
  ).run({ gatewayId, ...reading });
}

/** The last reading of a gateway. */
export function lastReading(db: Db, gatewayId: number): Reading | undefined {
  return statement<Reading>(
    db,
    `SELECT at, balance, ledger, spent FROM balance_readings WHERE gateway_id = ?
     ORDER BY at DESC LIMIT 1`,
  ).get(gatewayId);
}

/** Readings from `from` on, in order of time. */
export function listReadings(db: Db, gatewayId: number, from: number): Reading[] {
  return statement<Reading>(
    db,
    `SELECT at, balance, ledger, spent FROM balance_readings WHERE gateway_id = ? AND at >= ?
     ORDER BY at`,
  ).all(gatewayId, from);
}

/** Keeps only the last reading of each span of `spanMs` among those older than `before`. */
export function thinReadings(db: Db, gatewayId: number, before: number, spanMs: number): number {
  return statement(
    db,
    `DELETE FROM balance_readings WHERE gateway_id = @gatewayId AND at < @before AND at NOT IN (
       SELECT max(at) FROM balance_readings WHERE gateway_id = @gatewayId AND at < @before
       GROUP BY at / cast(@spanMs AS INTEGER))`,
  ).run({ gatewayId, before, spanMs }).changes;
}

/** Credits that Siar has spent on a gateway, ever, by its ledger. */
export function spentOn(db: Db, gatewayId: number): number {
  return (
    statement<{ balance: number }>(
      db,
      "SELECT balance FROM credit_accounts WHERE gateway_id = ? AND kind = 'spent'",
    ).get(gatewayId)?.balance ?? 0
  );
}

/** The level of a gateway and since when its balance is below. */
export type AlertRow = { gatewayId: number; level: number; lowSince: number | null };

/** The alerts of all gateways that have one. */
export function listAlerts(db: Db): AlertRow[] {
  return statement<AlertRow>(
    db,
    'SELECT gateway_id AS gatewayId, level, low_since AS lowSince FROM balance_alerts',
  ).all();
}

/** Sets or (null) removes a level; what is low is judged anew. */
export function putLevel(db: Db, gatewayId: number, level: number | null): void {
  if (level === null) {
    statement(db, 'DELETE FROM balance_alerts WHERE gateway_id = ?').run(gatewayId);
    return;
  }
  statement(
    db,
    `INSERT INTO balance_alerts (gateway_id, level) VALUES (@gatewayId, @level)
     ON CONFLICT DO UPDATE SET level = @level, low_since = NULL`,
  ).run({ gatewayId, level });
}

/** Says since when a gateway is low; null: it is not. */
export function setLowSince(db: Db, gatewayId: number, lowSince: number | null): void {
  statement(db, 'UPDATE balance_alerts SET low_since = ? WHERE gateway_id = ?').run(
    lowSince,
    gatewayId,
  );
}
