import {
  ensureAccount,
  insertEntry,
  insertTransaction,
  nextTransactionId,
} from '#core/credits/ledger/queries.ts';
import type { LedgerTransaction } from '#core/credits/ledger/model.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Books one transaction and answers its number; call inside a database transaction. The entries sum
 * to zero and name each account once, with whole credits; anything else is a defect and throws. What
 * is booked is never changed: an error is put right by another transaction. Costs about seven small
 * writes, whatever the size of the ledger.
 */
export function postTransaction(db: Db, transaction: LedgerTransaction): number {
  const { entries, gatewayId } = transaction;
  if (!db.inTransaction) throw new Error('A booking belongs into a database transaction.');
  if (!entries.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0)) {
    throw new Error('Entries are whole credits other than 0.');
  }
  if (entries.reduce((sum, { amount }) => sum + amount, 0) !== 0) {
    throw new Error('The entries of a transaction sum to zero.');
  }
  const id = nextTransactionId(db);
  for (const { account, amount } of entries) {
    insertEntry(db, id, ensureAccount(db, gatewayId, account), amount);
  }
  insertTransaction(db, id, transaction);
  return id;
}
