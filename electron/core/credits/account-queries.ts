import type { DriverName } from '#shared/contract/gateways.ts';
import type { AccountKind } from '#shared/credits/ledger.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A gateway as the accounts show it. */
export type BookRow = {
  gatewayId: number;
  gatewayName: string;
  driver: DriverName;
  openedAt: number | null;
  balance: number | null;
  balanceAt: number | null;
};

/** Gateways that are there, or were removed with credits on their books; by name. */
export function listBooks(db: Db): BookRow[] {
  return statement<BookRow>(
    db,
    `SELECT g.id AS gatewayId, g.name AS gatewayName, g.driver, b.opened_at AS openedAt, g.balance, g.balance_at AS balanceAt
     FROM gateways g LEFT JOIN credit_books b ON b.gateway_id = g.id
     WHERE g.removed_at IS NULL
       OR EXISTS (SELECT 1 FROM credit_accounts a WHERE a.gateway_id = g.id AND a.balance <> 0)
     ORDER BY g.name COLLATE NOCASE, g.id`,
  ).all();
}

/** Every account with its balance. As many rows as gateways times users at the most. */
export function listAccounts(
  db: Db,
): { gatewayId: number; kind: AccountKind; userId: number | null; balance: number }[] {
  return statement<{
    gatewayId: number;
    kind: AccountKind;
    userId: number | null;
    balance: number;
  }>(
    db,
    'SELECT gateway_id AS gatewayId, kind, user_id AS userId, balance FROM credit_accounts ORDER BY id',
  ).all();
}

/** What each payer holds back and has spent, per gateway: as many rows as payers, from one per campaign. */
export function listUse(
  db: Db,
): { gatewayId: number; userId: number | null; reserved: number; spent: number }[] {
  return statement<{
    gatewayId: number;
    userId: number | null;
    reserved: number;
    spent: number;
  }>(
    db,
    `SELECT gateway_id AS gatewayId, user_id AS userId, sum(reserved) AS reserved, sum(spent) AS spent
     FROM credit_holds GROUP BY gateway_id, user_id`,
  ).all();
}

/** Users who have credits of their own: all but owners, whose credits are the house's. By name. */
export function listPayers(db: Db): { id: number; name: string; isActive: 0 | 1 }[] {
  return statement<{ id: number; name: string; isActive: 0 | 1 }>(
    db,
    `SELECT id, name, disabled_at IS NULL AND role <> 'owner' AS isActive FROM users ORDER BY name COLLATE NOCASE`,
  ).all();
}

/** A user who may be given credits, by id: active, and no owner. */
export function findPayer(db: Db, id: number): { id: number; name: string } | undefined {
  return statement<{ id: number; name: string }>(
    db,
    "SELECT id, name FROM users WHERE id = ? AND disabled_at IS NULL AND role <> 'owner'",
  ).get(id);
}

/** The user who pays for what this user does: nobody (the house) where it is an owner. */
export function payerOf(db: Db, userId: number | null): number | null {
  if (userId === null) return null;
  const role = statement<{ role: string }>(db, 'SELECT role FROM users WHERE id = ?').get(
    userId,
  )?.role;
  return role === 'owner' ? null : userId;
}

/** Credits a user may spend in a day; null: no limit. */
export function getDailyLimit(db: Db, userId: number): number | null {
  return (
    statement<{ most: number | null }>(
      db,
      'SELECT daily_limit AS most FROM users WHERE id = ?',
    ).get(userId)?.most ?? null
  );
}

/**
 * Credits of a user that sending took or holds back since a moment, at all gateways; what was let go
 * again counts off. Reads the user's own entries, which are a few for each campaign.
 */
export function sumUsedSince(db: Db, userId: number, since: number): number {
  const used = statement<{ used: number }>(
    db,
    // Each by itself: letting go what one of them reserved yesterday is no allowance for another today.
    `SELECT ifnull(sum(max(0, used)), 0) AS used FROM (
       SELECT -sum(e.amount) AS used FROM credit_accounts a
       JOIN credit_entries e ON e.account_id = a.id JOIN credit_transactions t ON t.id = e.transaction_id
       WHERE a.kind = 'user' AND a.user_id = ? AND t.at >= ? AND t.kind IN ('reserve','charge','release')
       GROUP BY t.subject, t.subject_id)`,
  ).get(userId, since)?.used;
  return used ?? 0;
}
