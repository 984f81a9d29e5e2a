import type { AccountKind, TransactionKind, TRANSACTION_SUBJECTS } from '#shared/credits/ledger.ts';

/**
 * An account within one gateway's ledger. Signs: what a user can spend is positive, and so are
 * `reserved` and `spent`; `purchases` and `adjustments` are where credits come from, so negative.
 */
export type AccountRef =
  | { kind: Exclude<AccountKind, 'user'> }
  /** `userId` null: the house. */
  | { kind: 'user'; userId: number | null };

/** What a transaction is about; `id` is that thing's row. */
export type TransactionSubject = { kind: (typeof TRANSACTION_SUBJECTS)[number]; id: number };

/** A change of one account, whole credits, never 0. */
export type LedgerEntry = { account: AccountRef; amount: number };

/** What is to be booked. */
export type LedgerTransaction = {
  kind: TransactionKind;
  gatewayId: number;
  /** Whose credits it is about; null: the house's. */
  userId: number | null;
  entries: readonly LedgerEntry[];
  subject?: TransactionSubject;
  /** Who did it; null: the house, or Siar by itself. */
  actorId: number | null;
  reason?: string;
  /** Wall time, ms. */
  at: number;
};
