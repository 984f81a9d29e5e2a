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

/** A booking with the names around it, or all charges of one thing in one line. */
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
  /** How many bookings this line stands for. */
  bookings: number;
  /** With several: what they spent and took from the reserved. */
  spent: number;
  reserved: number;
};

// Both ends of a transfer see it; everything else belongs to one payer.
const WHERE = `WHERE (@gatewayId IS NULL OR t.gateway_id = @gatewayId)
  AND (@kind IS NULL OR t.kind = @kind)
  AND (@campaignId IS NULL OR (t.subject = 'campaign' AND t.subject_id = @campaignId))
  AND (@owner IS NULL OR ifnull(t.user_id, 0) = @owner
    OR (t.kind = 'transfer' AND EXISTS (SELECT 1 FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
      WHERE e.transaction_id = t.id AND ifnull(a.user_id, 0) = @owner)))`;

const CHARGED = `WHERE h.last_charge IS NOT NULL AND (@gatewayId IS NULL OR h.gateway_id = @gatewayId)
  AND (@kind IS NULL OR @kind = 'charge')
  AND (@campaignId IS NULL OR (h.subject = 'campaign' AND h.subject_id = @campaignId))
  AND (@owner IS NULL OR ifnull(h.user_id, 0) = @owner)`;

/** The names around bookings `b` of whatever shape. */
const named = (bookings: string) => `
  SELECT b.id, b.at, b.kind, b.gateway_id AS gatewayId, g.name AS gatewayName, b.user_id AS userId,
    u.name AS userName, b.actor_id AS actorId, w.name AS actorName, b.reason, b.subject,
    b.subject_id AS subjectId, b.bookings, b.spent, b.reserved,
    CASE b.subject WHEN 'campaign' THEN (SELECT name FROM campaigns WHERE id = b.subject_id)
      WHEN 'otp' THEN (SELECT msisdn FROM otp_log WHERE id = b.subject_id)
      WHEN 'look-up' THEN (SELECT msisdn FROM look_ups WHERE id = b.subject_id) END AS subjectName
  FROM (${bookings}) b JOIN gateways g ON g.id = b.gateway_id
  LEFT JOIN users u ON u.id = b.user_id LEFT JOIN users w ON w.id = b.actor_id`;

const EACH = `SELECT t.*, 1 AS bookings, 0 AS spent, 0 AS reserved FROM credit_transactions t ${WHERE}`;

const SUMMED = `${EACH} AND t.kind <> 'charge'
  UNION ALL
  SELECT h.last_charge, h.gateway_id, 'charge', h.user_id, NULL, '', h.subject, h.subject_id,
    (SELECT at FROM credit_transactions WHERE id = h.last_charge), h.charges, h.spent, h.charge_reserved
  FROM credit_holds h ${CHARGED}`;

/** How many lines a filter finds. Reads each booking once where it filters. */
export function countTransactions(db: Db, filter: LedgerFilter, each: boolean): number {
  const { bookings, charges } = narrowed(filter);
  return (
    statement<{ n: number }>(
      db,
      each
        ? `SELECT count(*) AS n FROM credit_transactions t WHERE ${bookings}`
        : `SELECT (SELECT count(*) FROM credit_transactions t WHERE ${bookings} AND t.kind <> 'charge')
             + (SELECT count(*) FROM credit_holds h WHERE ${charges}) AS n`,
    ).get(filter)?.n ?? 0
  );
}

/**
 * A page of lines, newest first; unless `each`, all charges of one campaign are one line. What is skipped
 * is walked by index, numbers alone: some tens of milliseconds for a million lines.
 */
export function pageTransactions(
  db: Db,
  filter: LedgerFilter,
  { each, offset, limit }: { each: boolean; offset: number; limit: number },
): TransactionRow[] {
  const { bookings, charges } = narrowed(filter);
  const ids = statement<{ id: number }>(
    db,
    `SELECT t.id FROM credit_transactions t WHERE ${bookings}${
      each
        ? ''
        : ` AND t.kind <> 'charge'
     UNION ALL SELECT h.last_charge FROM credit_holds h WHERE ${charges}`
    }
     ORDER BY id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...filter, limit, offset });
  const these = `(SELECT value FROM json_each(@ids))`;
  const page = each
    ? `${EACH} AND t.id IN ${these}`
    : SUMMED.replace(" AND t.kind <> 'charge'", ` AND t.kind <> 'charge' AND t.id IN ${these}`) +
      ` AND h.last_charge IN ${these}`;
  return statement<TransactionRow>(db, `${named(page)} ORDER BY b.id DESC`).all({
    ...filter,
    ids: JSON.stringify(ids.map(({ id }) => id)),
  });
}

/** The conditions that a filter really makes: without any, an index of numbers alone is enough. */
function narrowed({ gatewayId, kind, owner, campaignId }: LedgerFilter) {
  const asked = gatewayId !== null || kind !== null || owner !== null || campaignId !== null;
  return asked
    ? { bookings: WHERE.slice('WHERE '.length), charges: CHARGED.slice('WHERE '.length) }
    : { bookings: 'TRUE', charges: 'h.last_charge IS NOT NULL' };
}

/** The next bookings after one, oldest first: for exports. */
export function nextTransactions(
  db: Db,
  filter: LedgerFilter,
  after: number,
  limit: number,
): TransactionRow[] {
  const next = `${EACH} AND t.id > @after ORDER BY t.id LIMIT @limit`;
  return statement<TransactionRow>(db, `${named(next)} ORDER BY b.id`).all({
    ...filter,
    after,
    limit,
  });
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
