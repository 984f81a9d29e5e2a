import type { Db } from '#core/store/db.ts';

/** Years whose receipts are not numbered 1, 2, 3 … */
export function listBrokenReceipts(db: Db): { year: number; last: number; count: number }[] {
  return db
    .prepare<[], { year: number; last: number; count: number }>(
      `SELECT receipt_year AS year, max(receipt_no) AS last, count(*) AS count FROM top_ups
       WHERE receipt_no IS NOT NULL GROUP BY receipt_year
       HAVING max(receipt_no) <> count(*) OR min(receipt_no) <> 1 OR count(DISTINCT receipt_no) <> count(*)`,
    )
    .all();
}

/**
 * Top-ups whose bookings do not make what they owe their account: their credits once while cleared,
 * nothing in any other state.
 */
export function listWronglyReleased(db: Db): { id: number; owed: number; booked: number }[] {
  return db
    .prepare<[], { id: number; owed: number; booked: number }>(
      `SELECT id, owed, booked FROM (
         SELECT t.id, iif(t.state = 'cleared', t.credits, 0) AS owed,
           coalesce((SELECT sum(e.amount) FROM credit_transactions c
             JOIN credit_entries e ON e.transaction_id = c.id
             JOIN credit_accounts a ON a.id = e.account_id AND a.kind = 'user'
             WHERE c.subject = 'top-up' AND c.subject_id = t.id
               AND c.gateway_id = t.gateway_id AND c.user_id IS t.user_id), 0) AS booked
         FROM top_ups t)
       WHERE owed <> booked ORDER BY id`,
    )
    .all();
}
