import { refused } from '#shared/contract/errors.ts';
import { getDailyLimit, payerOf, sumUsedSince } from '#core/credits/account-queries.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { listUses, sumCostAgain } from '#core/credits/booking-queries.ts';
import { accountBalance, isInUse } from '#core/credits/ledger/queries.ts';
import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';

/** Who asks (null: the house), when (wall time, ms), and whether short credit is allowed this once. */
export type Ask = { actorId: number | null; allowShort: boolean; at: number };

/**
 * Reserves what a campaign holds back that is not reserved yet; call inside the database transaction
 * that lets it go. Throws `not-enough-credit` where the gateway's credits are known and whoever pays
 * has less, and `daily-limit` where it is more than the user may spend today.
 */
export function reserveCampaign(db: Db, campaignId: number, ask: Ask): void {
  for (const { gatewayId, userId, held, bookedHeld } of listUses(db, campaignId)) {
    assertCovered(db, { gatewayId, userId, credits: held - bookedHeld }, ask);
  }
  settleCampaign(db, campaignId, ask);
}

/** Throws as `reserveCampaign` where sending messages in these states again costs more than there is. */
export function assertAgainCovered(
  db: Db,
  campaignId: number,
  states: readonly MessageState[],
  ask: Ask,
): void {
  for (const { gatewayId, userId } of listUses(db, campaignId)) {
    const credits = sumCostAgain(db, campaignId, gatewayId, states);
    assertCovered(db, { gatewayId, userId, credits }, ask);
  }
}

/** Throws as `reserveCampaign` for credits that a user's campaign will need. Changes nothing. */
export function assertCampaignCovered(
  db: Db,
  campaign: { gateway_id: number; user_id: number | null },
  credits: number,
  ask: Ask,
): void {
  const userId = payerOf(db, campaign.user_id);
  assertCovered(db, { gatewayId: campaign.gateway_id, userId, credits }, ask);
}

/**
 * Throws as `reserveCampaign` for a single message. The house is never held back here: a code that
 * somebody waits for must not fail on the books, and the gateway itself says when it has no credit.
 */
export function assertMessageCovered(
  db: Db,
  message: { gatewayId: number; userId: number | null; credits: number },
  at: number,
): void {
  const userId = payerOf(db, message.userId);
  if (userId === null) return;
  assertCovered(db, { ...message, userId }, { actorId: userId, allowShort: false, at });
}

/** What a user may still spend at a gateway, at this moment. */
export function readAvailable(db: Db, gatewayId: number, user: number | null, at: number) {
  const userId = payerOf(db, user);
  return {
    inUse: isInUse(db, gatewayId),
    credits: accountBalance(db, gatewayId, { kind: 'user', userId }),
    dailyLimit: userId === null ? null : getDailyLimit(db, userId),
    usedToday: userId === null ? 0 : sumUsedSince(db, userId, startOfDay(at)),
  };
}

function assertCovered(
  db: Db,
  need: { gatewayId: number; userId: number | null; credits: number },
  { allowShort, at }: Ask,
): void {
  const { gatewayId, userId, credits: needs } = need;
  if (allowShort || needs <= 0) return;
  if (isInUse(db, gatewayId)) {
    const has = accountBalance(db, gatewayId, { kind: 'user', userId });
    if (has < needs) throw notEnough({ needs, has, short: needs - has, gatewayId, userId });
  }
  const limit = userId === null ? null : getDailyLimit(db, userId);
  if (userId === null || limit === null) return;
  const used = sumUsedSince(db, userId, startOfDay(at));
  if (used + needs <= limit) return;
  throw refused(
    'daily-limit',
    `This needs ${needs} credits; ${used} of the ${limit} that this user may spend in a day are used today. Nothing was sent. Send fewer, wait until tomorrow, or ask the owner to raise the limit.`,
    { needs, limit, used, short: used + needs - limit, gatewayId, userId },
  );
}

function notEnough(numbers: {
  needs: number;
  has: number;
  short: number;
  gatewayId: number;
  userId: number | null;
}) {
  const { needs, has, short, userId } = numbers;
  const whose = userId === null ? 'there are' : 'this user has';
  const more = userId === null ? 'Top up' : 'Have credits transferred';
  return refused(
    'not-enough-credit',
    `This needs ${needs} credits; ${whose} ${has}, ${short} short. Nothing was sent. ${more}, send to fewer people, or allow it although credit is short.`,
    numbers,
  );
}

/** Midnight on this computer's clock. */
function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
