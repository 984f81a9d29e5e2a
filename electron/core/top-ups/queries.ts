import type { TopUpState } from '#shared/contract/top-ups.ts';
import type { PaymentMethod } from '#shared/credits/methods.ts';
import type { Quote } from '#shared/credits/packages.ts';
import type { Role } from '#shared/users/permissions.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A top-up as stored, with the names around it. */
export type TopUpRow = {
  id: number;
  gatewayId: number;
  gatewayName: string;
  userId: number | null;
  userName: string | null;
  amountSen: number;
  credits: number;
  packageSen: number;
  packageCredits: number;
  method: PaymentMethod;
  accountHolder: string;
  reference: string;
  paidOn: string | null;
  note: string;
  createdAt: number;
  createdBy: number | null;
  createdByName: string | null;
  state: TopUpState;
  decidedAt: number | null;
  decidedBy: number | null;
  decidedByName: string | null;
  reason: string;
  receiptYear: number | null;
  receiptNo: number | null;
  /** JSON of the shop when the receipt was given out. */
  receiptShop: string | null;
  reversedAt: number | null;
  reversedBy: number | null;
  reversedByName: string | null;
  reversalReason: string | null;
  /** JSON list of {id,name,type,size}. */
  slips: string;
  slipUsed: number;
  referenceUsed: number;
};

const SELECT = `
  SELECT t.id, t.gateway_id AS gatewayId, g.name AS gatewayName, t.user_id AS userId, u.name AS userName,
    t.amount_sen AS amountSen, t.credits, t.package_sen AS packageSen, t.package_credits AS packageCredits,
    t.method, t.account_holder AS accountHolder, t.reference, t.paid_on AS paidOn, t.note,
    t.created_at AS createdAt, t.created_by AS createdBy, c.name AS createdByName, t.state,
    t.decided_at AS decidedAt, t.decided_by AS decidedBy, d.name AS decidedByName, t.reason,
    t.receipt_year AS receiptYear, t.receipt_no AS receiptNo, t.receipt_shop AS receiptShop,
    t.reversed_at AS reversedAt, t.reversed_by AS reversedBy, r.name AS reversedByName,
    t.reversal_reason AS reversalReason,
    (SELECT json_group_array(json_object('id', s.id, 'name', s.name, 'type', s.type, 'size', s.bytes) ORDER BY s.id)
     FROM top_up_slips s WHERE s.top_up_id = t.id) AS slips,
    EXISTS (SELECT 1 FROM top_up_slips s JOIN top_up_slips o ON o.sha256 = s.sha256 AND o.top_up_id <> s.top_up_id
      JOIN top_ups other ON other.id = o.top_up_id AND other.state <> 'refused'
      WHERE s.top_up_id = t.id) AS slipUsed,
    t.reference <> '' AND EXISTS (SELECT 1 FROM top_ups o
      WHERE o.reference = t.reference AND o.id <> t.id AND o.state <> 'refused') AS referenceUsed
  FROM top_ups t JOIN gateways g ON g.id = t.gateway_id
  LEFT JOIN users u ON u.id = t.user_id LEFT JOIN users c ON c.id = t.created_by
  LEFT JOIN users d ON d.id = t.decided_by LEFT JOIN users r ON r.id = t.reversed_by`;

/** `onlyOf`: only those for this user or recorded by them; null: all. */
export type TopUpFilter = { state: TopUpState | null; onlyOf: number | null };

const MATCHES = `(@state IS NULL OR t.state = @state)
  AND (@onlyOf IS NULL OR t.user_id = @onlyOf OR t.created_by = @onlyOf)`;

/** A page, newest first. */
export function pageTopUps(db: Db, filter: TopUpFilter, offset: number, limit: number): TopUpRow[] {
  return statement<TopUpRow>(
    db,
    `${SELECT} WHERE ${MATCHES} ORDER BY t.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...filter, offset, limit });
}

/** How many a filter finds. */
export function countTopUps(db: Db, filter: TopUpFilter): number {
  return (
    statement<{ n: number }>(db, `SELECT count(*) AS n FROM top_ups t WHERE ${MATCHES}`).get(filter)
      ?.n ?? 0
  );
}

/** The top-up of this id; undefined where there is none. */
export function getTopUp(db: Db, id: number): TopUpRow | undefined {
  return statement<TopUpRow>(db, `${SELECT} WHERE t.id = ?`).get(id);
}

/** What is recorded of a top-up when it is asked for, before anybody paid. */
export type NewTopUp = {
  gatewayId: number;
  userId: number | null;
  quote: Quote;
  method: PaymentMethod;
  accountHolder: string;
  reference: string;
  paidOn: string | null;
  note: string;
  createdAt: number;
  createdBy: number | null;
};

/** Records a pending top-up; answers its id. */
export function insertTopUp(db: Db, { quote, ...topUp }: NewTopUp): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO top_ups (gateway_id, user_id, amount_sen, credits, package_sen, package_credits, method,
       account_holder, reference, paid_on, note, created_at, created_by)
     VALUES (@gatewayId, @userId, @amountSen, @credits, @packageSen, @packageCredits, @method,
       @accountHolder, @reference, @paidOn, @note, @createdAt, @createdBy)`,
  ).run({
    ...topUp,
    amountSen: quote.amountSen,
    credits: quote.credits,
    packageSen: quote.package.amountSen,
    packageCredits: quote.package.credits,
  });
  return Number(lastInsertRowid);
}

/** The next number of a year's receipts: no number is ever skipped, since none is ever taken back. */
export function nextReceiptNo(db: Db, year: number): number {
  return (
    statement<{ no: number }>(
      db,
      'SELECT coalesce(max(receipt_no), 0) + 1 AS no FROM top_ups WHERE receipt_year = ?',
    ).get(year)?.no ?? 1
  );
}

/** Marks as cleared. */
export function markCleared(
  db: Db,
  id: number,
  cleared: {
    at: number;
    by: number | null;
    receiptYear: number;
    receiptNo: number;
    receiptShop: string | null;
    transactionId: number;
  },
): void {
  statement(
    db,
    `UPDATE top_ups SET state = 'cleared', decided_at = @at, decided_by = @by, receipt_year = @receiptYear,
       receipt_no = @receiptNo, receipt_shop = @receiptShop, transaction_id = @transactionId WHERE id = @id`,
  ).run({ id, ...cleared });
}

/** Marks as refused. */
export function markRefused(
  db: Db,
  id: number,
  refusal: { at: number; by: number | null; reason: string },
): void {
  statement(
    db,
    `UPDATE top_ups SET state = 'refused', decided_at = @at, decided_by = @by, reason = @reason WHERE id = @id`,
  ).run({ id, ...refusal });
}

/** Marks as reversed. */
export function markReversed(
  db: Db,
  id: number,
  reversal: { at: number; by: number | null; reason: string; transactionId: number },
): void {
  statement(
    db,
    `UPDATE top_ups SET state = 'reversed', reversed_at = @at, reversed_by = @by, reversal_reason = @reason,
       reversal_id = @transactionId WHERE id = @id`,
  ).run({ id, ...reversal });
}

/** Users whose account may be topped up: an owner's is the house's. */
export function listPayees(db: Db): { id: number; name: string }[] {
  return statement<{ id: number; name: string }>(
    db,
    "SELECT id, name FROM users WHERE disabled_at IS NULL AND role <> 'owner' ORDER BY name COLLATE NOCASE",
  ).all();
}

/** Somebody who may be named by a payment. */
export type Payee = { id: number; name: string; role: Role; disabled: boolean };

/** A user, whatever became of them. */
export function getPayee(db: Db, id: number): Payee | undefined {
  const row = statement<Omit<Payee, 'disabled'> & { disabled: number }>(
    db,
    'SELECT id, name, role, disabled_at IS NOT NULL AS disabled FROM users WHERE id = ?',
  ).get(id);
  return row && { ...row, disabled: row.disabled === 1 };
}
