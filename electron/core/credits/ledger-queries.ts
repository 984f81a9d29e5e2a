import type { AccountKind, TransactionKind, TRANSACTION_SUBJECTS } from '#shared/credits/ledger.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Which bookings are wanted; null: any. */
export type LedgerFilter = {
  gatewayId: number | null;
  kind: TransactionKind | null;
  /** Whose, as the ledger names it: 0 is the house. */
  owner: number | null;
  campaignId: number | null;
};

/** A booking with the names around it. */
export type TransactionRow = {
  id: number;
  at: number;
  kind: TransactionKind;
  gatewayId: number;
  gatewayName: string;
  userId: number | null;
  userName: string | null;
  actorId: number | null;
  actorName: string | null;
  reason: string;
  subject: (typeof TRANSACTION_SUBJECTS)[number] | null;
  subjectId: number | null;
  subjectName: string | null;
};

// Both ends of a transfer see it; everything else belongs to one payer.
const WHERE = `WHERE (@gatewayId IS NULL OR t.gateway_id = @gatewayId)
  AND (@kind IS NULL OR t.kind = @kind)
  AND (@campaignId IS NULL OR (t.subject = 'campaign' AND t.subject_id = @campaignId))
  AND (@owner IS NULL OR ifnull(t.user_id, 0) = @owner
    OR (t.kind = 'transfer' AND EXISTS (SELECT 1 FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
      WHERE e.transaction_id = t.id AND ifnull(a.user_id, 0) = @owner)))`;

const SELECT = `SELECT t.id, t.at, t.kind, t.gateway_id AS gatewayId, g.name AS gatewayName,
    t.user_id AS userId, u.name AS userName, t.actor_id AS actorId, w.name AS actorName, t.reason,
    t.subject, t.subject_id AS subjectId,
    CASE t.subject WHEN 'campaign' THEN (SELECT name FROM campaigns WHERE id = t.subject_id)
      WHEN 'otp' THEN (SELECT msisdn FROM otp_log WHERE id = t.subject_id) END AS subjectName
  FROM credit_transactions t JOIN gateways g ON g.id = t.gateway_id
  LEFT JOIN users u ON u.id = t.user_id LEFT JOIN users w ON w.id = t.actor_id`;

/** How many bookings a filter finds. Reads each booking once where it filters. */
export function countTransactions(db: Db, filter: LedgerFilter): number {
  return (
    statement<{ n: number }>(db, `SELECT count(*) AS n FROM credit_transactions t ${WHERE}`).get(
      filter,
    )?.n ?? 0
  );
}

/** A page of bookings, newest first. */
export function pageTransactions(
  db: Db,
  filter: LedgerFilter,
  offset: number,
  limit: number,
): TransactionRow[] {
  return statement<TransactionRow>(
    db,
    `${SELECT} ${WHERE} ORDER BY t.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...filter, limit, offset });
}

/** The next bookings after one, oldest first: for exports. */
export function nextTransactions(
  db: Db,
  filter: LedgerFilter,
  after: number,
  limit: number,
): TransactionRow[] {
  return statement<TransactionRow>(
    db,
    `${SELECT} ${WHERE} AND t.id > @after ORDER BY t.id LIMIT @limit`,
  ).all({ ...filter, after, limit });
}

/** An entry with its account. */
export type EntryRow = {
  transactionId: number;
  account: AccountKind;
  userId: number | null;
  userName: string | null;
  amount: number;
};

/** The entries of these bookings. */
export function listEntries(db: Db, transactionIds: readonly number[]): EntryRow[] {
  return statement<EntryRow>(
    db,
    `SELECT e.transaction_id AS transactionId, a.kind AS account, a.user_id AS userId, u.name AS userName, e.amount
     FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id LEFT JOIN users u ON u.id = a.user_id
     WHERE e.transaction_id IN (SELECT value FROM json_each(?)) ORDER BY e.transaction_id, e.amount, a.id`,
  ).all(JSON.stringify(transactionIds));
}
