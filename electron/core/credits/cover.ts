import { refused } from '#shared/contract/errors.ts';
import { getDailyLimit, payerOf, sumUsedSince } from '#core/credits/account-queries.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { listUses, sumCostAgain } from '#core/credits/booking-queries.ts';
import { accountBalance, isInUse } from '#core/credits/ledger/queries.ts';
import { getGateway } from '#core/gateways/queries.ts';
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
  assertCovered(
    db,
    listUses(db, campaignId).map(({ gatewayId, userId, held, bookedHeld }) => ({
      gatewayId,
      userId,
      credits: held - bookedHeld,
    })),
    ask,
  );
  settleCampaign(db, campaignId, ask);
}

/** Throws as `reserveCampaign` where sending messages in these states again costs more than there is. */
export function assertAgainCovered(
  db: Db,
  campaignId: number,
  states: readonly MessageState[],
  ask: Ask,
): void {
  const needs = listUses(db, campaignId).map(({ gatewayId, userId }) => ({
    gatewayId,
    userId,
    credits: sumCostAgain(db, campaignId, gatewayId, states),
  }));
  assertCovered(db, needs, ask);
}

/**
 * Throws as `reserveCampaign` for credits that a campaign of a user (null: of the house) will need at
 * its gateways. Changes nothing.
 */
export function assertCampaignCovered(
  db: Db,
  user: number | null,
  needs: readonly { gatewayId: number; credits: number }[],
  ask: Ask,
): void {
  const userId = payerOf(db, user);
  assertCovered(
    db,
    needs.map((need) => ({ ...need, userId })),
    ask,
  );
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
  assertCovered(db, [{ ...message, userId }], { actorId: userId, allowShort: false, at });
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

type Need = { gatewayId: number; userId: number | null; credits: number };

/** Every gateway's books by themselves; a user's day over all of them. */
function assertCovered(db: Db, needs: readonly Need[], { allowShort, at }: Ask): void {
  const wanted = needs.filter(({ credits }) => credits > 0);
  if (allowShort || wanted.length === 0) return;
  for (const { gatewayId, userId, credits } of wanted) {
    if (!isInUse(db, gatewayId)) continue;
    const has = accountBalance(db, gatewayId, { kind: 'user', userId });
    const numbers = { needs: credits, has, short: credits - has, gatewayId, userId };
    if (has < credits) throw notEnough(numbers, needs.length > 1 ? nameOf(db, gatewayId) : null);
  }
  // What goes back at one gateway pays for what is held at another: a switch costs nobody's day.
  const userIds = new Set(wanted.map(({ userId }) => userId));
  for (const userId of userIds) {
    const own = needs.filter((need) => need.userId === userId);
    assertWithinDay(db, userId, own, at);
  }
}

function assertWithinDay(db: Db, userId: number | null, own: readonly Need[], at: number): void {
  const limit = userId === null ? null : getDailyLimit(db, userId);
  if (userId === null || limit === null) return;
  const needs = own.reduce((sum, { credits }) => sum + credits, 0);
  const used = sumUsedSince(db, userId, startOfDay(at));
  if (needs <= 0 || used + needs <= limit) return;
  throw refused(
    'daily-limit',
    `This needs ${needs} credits; ${used} of the ${limit} that this user may spend in a day are used today. Nothing was sent. Send fewer, wait until tomorrow, or ask the owner to raise the limit.`,
    { needs, limit, used, short: used + needs - limit, gatewayId: own[0]?.gatewayId, userId },
  );
}

/** `gateway`: named where several are in play, so that the one that is short is known. */
function notEnough(
  numbers: {
    needs: number;
    has: number;
    short: number;
    gatewayId: number;
    userId: number | null;
  },
  gateway: string | null,
) {
  const { needs, has, short, userId } = numbers;
  const where = gateway === null ? '' : ` at ${gateway}`;
  const whose = userId === null ? 'there are' : 'this user has';
  const more = userId === null ? 'Top up' : 'Have credits transferred';
  const which = [
    ...(userId === null ? [] : ['of-user']),
    ...(gateway === null ? [] : ['at-gateway']),
  ].join('-');
  return refused(
    'not-enough-credit',
    `This needs ${needs} credits${where}; ${whose} ${has}, ${short} short. Nothing was sent. ${more}, send to fewer people, or allow it although credit is short.`,
    { ...numbers, ...(gateway === null ? {} : { gateway }), case: which === '' ? 'house' : which },
  );
}

function nameOf(db: Db, gatewayId: number): string {
  return getGateway(db, gatewayId)?.name ?? `gateway ${gatewayId}`;
}

/** Midnight on this computer's clock. */
function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
