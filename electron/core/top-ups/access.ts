import { invalid, refused } from '#shared/contract/errors.ts';
import type { Actor } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { getPayee, getTopUp, type TopUpRow } from '#core/top-ups/queries.ts';

/** Whose top-ups somebody sees: null for all, else that user's. */
export function seenBy({ userId, role }: Actor): number | null {
  return role === 'owner' || role === 'manager' ? null : userId;
}

/** The account that is somebody's own; null: the house's, which is the owner's too. */
export function ownAccount({ userId, role }: Actor): number | null {
  return role === 'owner' ? null : userId;
}

/**
 * The account that a payment is for. Throws `not-yours` where somebody who sees only their own names
 * another's, `no-such-user` and `user-disabled`.
 */
export function accountFor(db: Db, actor: Actor, userId: number | null | undefined): number | null {
  if (userId === undefined) return ownAccount(actor);
  const payee = userId === null ? null : getPayee(db, userId);
  if (payee === undefined) {
    throw invalid('no-such-user', `There is no user ${userId}. Nothing was recorded.`, { userId });
  }
  const account = payee === null || payee.role === 'owner' ? null : payee.id;
  if (seenBy(actor) !== null && account !== ownAccount(actor)) {
    throw refused(
      'not-yours',
      'You can record payments only for your own credits. Nothing was recorded; ask a manager or the owner.',
    );
  }
  if (payee?.disabled) {
    throw refused(
      'user-disabled',
      `${payee.name} may not sign in any more, so the credits could not be used. Nothing was recorded.`,
      { name: payee.name, case: 'payee' },
    );
  }
  return account;
}

/** A top-up that the caller may see. Throws `no-such-top-up`. */
export function requireTopUp(db: Db, actor: Actor, id: number): TopUpRow {
  const row = getTopUp(db, id);
  const only = seenBy(actor);
  if (row && (only === null || row.userId === only || row.createdBy === only)) return row;
  throw invalid('no-such-top-up', `There is no top-up ${id}. Nothing was changed.`, { id });
}
