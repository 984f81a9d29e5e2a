import type { AccountRef, LedgerTransaction } from '#core/credits/ledger/model.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

function ownerOf(account: AccountRef): number | null {
  return account.kind === 'user' ? account.userId : null;
}

/** Credits on an account; 0 where nothing was ever booked. One index look-up. */
export function accountBalance(db: Db, gatewayId: number, account: AccountRef): number {
  return getAccount(db, gatewayId, account)?.balance ?? 0;
}

function getAccount(db: Db, gatewayId: number, account: AccountRef) {
  return statement<{ id: number; balance: number }>(
    db,
    `SELECT id, balance FROM credit_accounts
     WHERE gateway_id = ? AND kind = ? AND ifnull(user_id, 0) = ifnull(?, 0)`,
  ).get(gatewayId, account.kind, ownerOf(account));
}

/** The id of an account, made where it is used for the first time. */
export function ensureAccount(db: Db, gatewayId: number, account: AccountRef): number {
  const known = getAccount(db, gatewayId, account);
  if (known) return known.id;
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO credit_accounts (gateway_id, kind, user_id) VALUES (?, ?, ?)',
  ).run(gatewayId, account.kind, ownerOf(account));
  return Number(lastInsertRowid);
}

/** The number the next transaction gets. */
export function nextTransactionId(db: Db): number {
  return (
    statement<{ id: number }>(
      db,
      'SELECT ifnull(max(id), 0) + 1 AS id FROM credit_transactions',
    ).get()?.id ?? 1
  );
}

/** Adds an entry of a transaction that is not closed yet; a trigger keeps the account's balance. */
export function insertEntry(
  db: Db,
  transactionId: number,
  accountId: number,
  amount: number,
): void {
  statement(db, 'INSERT INTO credit_entries VALUES (?, ?, ?)').run(
    transactionId,
    accountId,
    amount,
  );
}

/** Closes the entries with their transaction: a trigger refuses it unless they sum to zero. */
export function insertTransaction(
  db: Db,
  id: number,
  { gatewayId, kind, userId, actorId, reason, subject, at }: LedgerTransaction,
): void {
  statement(
    db,
    `INSERT INTO credit_transactions (id, gateway_id, kind, user_id, actor_id, reason, subject, subject_id, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    gatewayId,
    kind,
    userId,
    actorId,
    reason ?? '',
    subject?.kind ?? null,
    subject?.id ?? null,
    at,
  );
}

/** Whether a gateway's credits are known: it has an opening balance, a top-up or an adjustment. */
export function isInUse(db: Db, gatewayId: number): boolean {
  return (
    statement(db, 'SELECT 1 FROM credit_books WHERE gateway_id = ?').get(gatewayId) !== undefined
  );
}

/** Says that a gateway's credits are known, where no booking does; true. */
export function markOpen(db: Db, gatewayId: number, at: number): true {
  statement(db, 'INSERT OR IGNORE INTO credit_books VALUES (?, ?)').run(gatewayId, at);
  return true;
}

/** Everything that is not spent yet, on anybody's account or reserved: what the gateway should have left. */
export function creditsLeft(db: Db, gatewayId: number): number {
  return (
    statement<{ left: number }>(
      db,
      `SELECT coalesce(sum(balance), 0) AS left FROM credit_accounts
       WHERE gateway_id = ? AND kind IN ('user','reserved')`,
    ).get(gatewayId)?.left ?? 0
  );
}
