import type { Db } from '#core/store/db.ts';

/** Transactions whose entries do not sum to zero, that have none, or entries without their transaction. */
export function listUnbalanced(db: Db): number[] {
  return db
    .prepare<[], number>(
      `SELECT transaction_id FROM credit_entries e GROUP BY transaction_id
         HAVING sum(amount) <> 0 OR NOT EXISTS (SELECT 1 FROM credit_transactions t WHERE t.id = e.transaction_id)
       UNION SELECT id FROM credit_transactions t
         WHERE NOT EXISTS (SELECT 1 FROM credit_entries e WHERE e.transaction_id = t.id)
       ORDER BY 1`,
    )
    .pluck()
    .all();
}

type WrongBalance = {
  of: 'account' | 'campaign' | 'otp' | 'look-up';
  id: number;
  kept: number;
  booked: number;
};

/** Accounts, and what campaigns, one-time passwords and look-ups have booked, that differ from their entries. */
export function listWrongBalances(db: Db): WrongBalance[] {
  return db
    .prepare<[], WrongBalance>(
      `SELECT 'account' AS of, a.id AS id, a.balance AS kept, coalesce(sum(e.amount), 0) AS booked
       FROM credit_accounts a LEFT JOIN credit_entries e ON e.account_id = a.id
       GROUP BY a.id HAVING kept <> booked
       UNION ALL
       SELECT h.subject, h.subject_id, h.reserved + h.spent, coalesce(b.amount, 0)
       FROM credit_holds h LEFT JOIN (
         SELECT t.subject, t.subject_id, t.gateway_id, sum(iif(a.kind = 'reserved', e.amount, 0)) AS reserved,
           sum(iif(a.kind = 'spent', e.amount, 0)) AS spent, sum(iif(a.kind = 'user', 0, e.amount)) AS amount
         FROM credit_transactions t JOIN credit_entries e ON e.transaction_id = t.id
         JOIN credit_accounts a ON a.id = e.account_id WHERE t.subject IN ('campaign','otp','look-up')
         GROUP BY t.subject, t.subject_id, t.gateway_id) b
         ON b.subject = h.subject AND b.subject_id = h.subject_id AND b.gateway_id = h.gateway_id
       WHERE h.reserved IS NOT b.reserved OR h.spent IS NOT b.spent`,
    )
    .all();
}

type Difference = { gatewayId: number; booked: number; live: number };

/** Gateways whose reserved credits are not those of the messages that hold some. */
export function listWrongReserved(db: Db): Difference[] {
  return differences(
    db,
    'reserved',
    `SELECT m.gateway_id, sum(m.credits) AS live FROM messages m JOIN campaigns c ON c.id = m.campaign_id
     WHERE (m.state IN ('queued','sending') OR (m.state = 'uncertain' AND m.resolved = 0))
       AND c.state <> 'freezing' GROUP BY m.gateway_id
     UNION ALL
     SELECT h.gateway_id, sum(h.reserved) FROM credit_holds h JOIN otp_log o ON o.id = h.subject_id
     WHERE h.subject = 'otp' AND o.state = 'sending' GROUP BY h.gateway_id
     UNION ALL
     SELECT h.gateway_id, sum(h.reserved) FROM credit_holds h JOIN look_ups l ON l.id = h.subject_id
     WHERE h.subject = 'look-up' AND l.state = 'asking' GROUP BY h.gateway_id`,
  );
}

/** Gateways whose spent credits are not what was charged. */
export function listWrongSpent(db: Db): Difference[] {
  return differences(
    db,
    'spent',
    `SELECT gateway_id, sum(charged) AS live FROM campaign_gateway_counts GROUP BY gateway_id
     UNION ALL SELECT gateway_id, sum(credits) FROM otp_log GROUP BY gateway_id
     UNION ALL SELECT gateway_id, sum(credits) FROM look_ups GROUP BY gateway_id`,
  );
}

function differences(db: Db, kind: string, live: string): Difference[] {
  return db
    .prepare<[string], Difference>(
      `WITH live AS (SELECT gateway_id, sum(live) AS live FROM (${live}) GROUP BY gateway_id)
       SELECT g.id AS gatewayId, coalesce(a.balance, 0) AS booked, coalesce(l.live, 0) AS live
       FROM gateways g LEFT JOIN credit_accounts a ON a.gateway_id = g.id AND a.kind = ?
       LEFT JOIN live l ON l.gateway_id = g.id
       WHERE coalesce(a.balance, 0) <> coalesce(l.live, 0) ORDER BY g.id`,
    )
    .all(kind);
}
