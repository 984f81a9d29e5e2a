import { refused } from '#shared/contract/errors.ts';
import { postTransaction } from '#core/credits/ledger/post.ts';
import { accountBalance, creditsLeft, isInUse, markOpen } from '#core/credits/ledger/queries.ts';
import type { Db } from '#core/store/db.ts';

/** Who books a movement (null: the house, or Siar by itself) and when (wall time, ms). */
type Booked = { actorId: number | null; at: number };

/**
 * Releases bought credits to a user (null: the house). Call inside a database transaction, together
 * with whatever marks the top-up as cleared. Answers the number of the booking.
 */
export function creditTopUp(
  db: Db,
  topUp: { gatewayId: number; userId: number | null; credits: number; topUpId: number } & Booked,
): number {
  const { gatewayId, userId, credits, topUpId, actorId, at } = topUp;
  assertPositive(credits);
  return postTransaction(db, {
    kind: 'top-up',
    gatewayId,
    userId,
    entries: [
      { account: { kind: 'purchases' }, amount: -credits },
      { account: { kind: 'user', userId }, amount: credits },
    ],
    subject: { kind: 'top-up', id: topUpId },
    actorId,
    at,
  });
}

/**
 * Books credits that came or went outside Siar (below 0: went) to a user (null: the house). Call
 * inside a database transaction. Answers the number of the booking.
 */
export function bookAdjustment(
  db: Db,
  adjustment: {
    gatewayId: number;
    userId: number | null;
    credits: number;
    reason: string;
  } & Booked,
): number {
  const { gatewayId, userId, credits, reason, actorId, at } = adjustment;
  return postTransaction(db, {
    kind: 'adjustment',
    gatewayId,
    userId,
    entries: [
      { account: { kind: 'adjustments' }, amount: -credits },
      { account: { kind: 'user', userId }, amount: credits },
    ],
    actorId,
    reason,
    at,
  });
}

/**
 * Opens the books of a gateway with the first balance that it told, so that everybody's credits and
 * what is reserved add up to it; what was sent before counts. Does nothing where they are open.
 */
export function bookOpening(
  db: Db,
  opening: { gatewayId: number; balance: number; at: number },
): boolean {
  const { gatewayId, balance, at } = opening;
  if (isInUse(db, gatewayId)) return false;
  const missing = balance - creditsLeft(db, gatewayId);
  // Nothing to book is known all the same: an empty account is no unknown one.
  if (missing === 0) return markOpen(db, gatewayId, at);
  postTransaction(db, {
    kind: 'opening',
    gatewayId,
    userId: null,
    entries: [
      { account: { kind: 'purchases' }, amount: -missing },
      { account: { kind: 'user', userId: null }, amount: missing },
    ],
    actorId: null,
    at,
  });
  return true;
}

/**
 * Moves credits between the house (null) and users; call inside a database transaction. Throws
 * `not-enough-credit` where the giver has less than that.
 */
export function transferCredits(
  db: Db,
  transfer: {
    gatewayId: number;
    from: number | null;
    to: number | null;
    credits: number;
    reason: string;
  } & Booked,
): number {
  const { gatewayId, from, to, credits, reason, actorId, at } = transfer;
  assertPositive(credits);
  const has = accountBalance(db, gatewayId, { kind: 'user', userId: from });
  if (has < credits) {
    throw refused(
      'not-enough-credit',
      `The account has ${has} credits, ${credits - has} short of ${credits}. Nothing was transferred; top up first, or transfer less.`,
      { needs: credits, has, short: credits - has, case: 'transfer' },
    );
  }
  return postTransaction(db, {
    kind: 'transfer',
    gatewayId,
    userId: to ?? from,
    entries: [
      { account: { kind: 'user', userId: from }, amount: -credits },
      { account: { kind: 'user', userId: to }, amount: credits },
    ],
    actorId,
    reason,
    at,
  });
}

function assertPositive(credits: number): void {
  if (!(credits > 0)) throw new Error('Credits that move are more than 0.');
}
