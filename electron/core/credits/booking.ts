import { postTransaction } from '#core/credits/ledger/post.ts';
import type { TransactionKind } from '#shared/credits/ledger.ts';
import type { LedgerEntry } from '#core/credits/ledger/model.ts';
import {
  getLookUpUse,
  getOtpUse,
  listOpenLookUps,
  listOpenOtps,
  listUses,
  type CreditUse,
} from '#core/credits/booking-queries.ts';
import type { Db } from '#core/store/db.ts';

/** Who asked for it (null: the house, or Siar by itself) and when (wall time, ms). */
type Booked = { actorId?: number | null; at: number };

/**
 * Books whatever changed for a campaign since the last time: credits that its messages hold back, and
 * those that were charged. Call it at the end of every database transaction that changes states,
 * charges or the number of its messages; one booking comes of it at the most per gateway, none where
 * nothing changed. Costs one look at kept counters, however many messages there are.
 *
 * Held back: what is queued, on its way, or uncertain and undecided. A charge goes from `reserved` to
 * `spent`; what was predicted beyond it, refused, cancelled or left goes back to whoever pays.
 */
export function settleCampaign(db: Db, campaignId: number, { actorId = null, at }: Booked): void {
  for (const use of listUses(db, campaignId)) {
    settle(db, { kind: 'campaign', id: campaignId }, use, actorId, at);
  }
}

/** The same for several campaigns, each once. */
export function settleCampaigns(db: Db, campaignIds: Iterable<number>, booked: Booked): void {
  for (const id of new Set(campaignIds)) settleCampaign(db, id, booked);
}

/** The same for a one-time password: `predicted` credits are held back while it is on its way. */
export function settleOtp(
  db: Db,
  otpId: number,
  { predicted = 0, actorId = null, at }: Booked & { predicted?: number },
): void {
  const use = getOtpUse(db, otpId, predicted);
  if (use) settle(db, { kind: 'otp', id: otpId }, use, actorId, at);
}

/** The same for a look-up of a number. */
export function settleLookUp(
  db: Db,
  lookUpId: number,
  { predicted = 0, actorId = null, at }: Booked & { predicted?: number },
): void {
  const use = getLookUpUse(db, lookUpId, predicted);
  if (use) settle(db, { kind: 'look-up', id: lookUpId }, use, actorId, at);
}

/** Lets go what look-ups hold back that are on their way no more: after a crash. */
export function settleLookUps(db: Db, booked: Booked): void {
  for (const id of listOpenLookUps(db)) settleLookUp(db, id, booked);
}

/** Lets go what one-time passwords hold back that are on their way no more: after a crash. */
export function settleOtps(db: Db, booked: Booked): void {
  for (const id of listOpenOtps(db)) settleOtp(db, id, booked);
}

function settle(
  db: Db,
  subject: { kind: 'campaign' | 'otp' | 'look-up'; id: number },
  { gatewayId, userId, held, spent, bookedHeld, bookedSpent }: CreditUse,
  actorId: number | null,
  at: number,
): void {
  const reserved = held - bookedHeld;
  const charged = spent - bookedSpent;
  if (reserved === 0 && charged === 0) return;
  const entries: LedgerEntry[] = [
    { account: { kind: 'user' as const, userId }, amount: -(reserved + charged) },
    { account: { kind: 'reserved' as const }, amount: reserved },
    { account: { kind: 'spent' as const }, amount: charged },
  ].filter(({ amount }) => amount !== 0);
  const kind: TransactionKind = charged !== 0 ? 'charge' : reserved > 0 ? 'reserve' : 'release';
  postTransaction(db, { kind, gatewayId, userId, entries, subject, actorId, at });
}
