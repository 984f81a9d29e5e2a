import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';
import { likePattern } from '#core/contacts/search-terms.ts';

/** A number that must not be sent to. */
export type SuppressionRow = {
  msisdn: string;
  reason: string;
  source: 'manual' | 'import' | 'reply';
  createdAt: number;
};

/** How many numbers are suppressed. */
export function countSuppressions(db: Db): number {
  return statement<{ n: number }>(db, 'SELECT count(*) AS n FROM suppressions').get()?.n ?? 0;
}

/** Suppresses a number; false when it was already (its first reason stays). */
export function addSuppression(db: Db, row: SuppressionRow): boolean {
  return (
    statement(
      db,
      'INSERT OR IGNORE INTO suppressions (msisdn, reason, source, created_at) VALUES (?, ?, ?, ?)',
    ).run(row.msisdn, row.reason, row.source, row.createdAt).changes > 0
  );
}

/** Allows a number again; false when it was not suppressed. */
export function removeSuppression(db: Db, msisdn: string): boolean {
  return statement(db, 'DELETE FROM suppressions WHERE msisdn = ?').run(msisdn).changes > 0;
}

/** Suppressed numbers, the newest first. `digits` are looked for in the number, `text` in the reason. */
export function pageOfSuppressions(
  db: Db,
  search: { text: string; digits: string } | undefined,
  window: { offset: number; limit: number },
): { total: number; rows: SuppressionRow[] } {
  const where = search
    ? "WHERE (? <> '' AND msisdn LIKE ? ESCAPE '\\') OR reason LIKE ? ESCAPE '\\'"
    : '';
  const values = search
    ? [search.digits, likePattern(search.digits), likePattern(search.text)]
    : [];
  const total = statement<{ n: number }>(db, `SELECT count(*) AS n FROM suppressions ${where}`).get(
    ...values,
  )?.n;
  const rows = statement<SuppressionRow>(
    db,
    `SELECT msisdn, reason, source, created_at AS createdAt FROM suppressions ${where}
     ORDER BY created_at DESC, msisdn LIMIT ? OFFSET ?`,
  ).all(...values, window.limit, window.offset);
  return { total: total ?? 0, rows };
}
