import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** What something holds and has cost at one gateway, and how much of that is booked. Whole credits. */
export type CreditUse = {
  gatewayId: number;
  /** Who pays; null: the house. */
  userId: number | null;
  held: number;
  spent: number;
  bookedHeld: number;
  bookedSpent: number;
};

// An owner is the house: the shop's own credits are theirs. Who paid first goes on paying.
const PAYER = `CASE WHEN (SELECT role FROM users WHERE id = s.user_id) = 'owner' THEN NULL ELSE s.user_id END`;

/**
 * A campaign's credits at each gateway that takes its messages: mostly one. Asked after every batch: two
 * plain looks that are added up here cost half of one that joins and groups.
 */
export function listUses(db: Db, campaignId: number): CreditUse[] {
  const booked = statement<{
    gateway_id: number;
    user_id: number | null;
    reserved: number;
    spent: number;
  }>(
    db,
    `SELECT gateway_id, user_id, reserved, spent FROM credit_holds
     WHERE subject = 'campaign' AND subject_id = ?`,
  ).all(campaignId);
  const counts = statement<{ gateway_id: number; held: number; charged: number }>(
    db,
    'SELECT gateway_id, held, charged FROM campaign_gateway_counts WHERE campaign_id = ?',
  ).all(campaignId);
  return [...Map.groupBy(counts, (count) => count.gateway_id)].map(([gatewayId, here]) => {
    const known = booked.find((hold) => hold.gateway_id === gatewayId);
    return {
      gatewayId,
      userId: known ? known.user_id : getPayer(db, campaignId),
      held: here.reduce((sum, { held }) => sum + held, 0),
      spent: here.reduce((sum, { charged }) => sum + charged, 0),
      bookedHeld: known?.reserved ?? 0,
      bookedSpent: known?.spent ?? 0,
    };
  });
}

function getPayer(db: Db, campaignId: number): number | null {
  return (
    statement<{ userId: number | null }>(
      db,
      `SELECT ${PAYER} AS userId FROM campaigns s WHERE s.id = ?`,
    ).get(campaignId)?.userId ?? null
  );
}

/** What is asked of a gateway one at a time: where it stands, and its state while it is on its way. */
const SINGLES = {
  otp: { table: 'otp_log', onItsWay: 'sending' },
  'look-up': { table: 'look_ups', onItsWay: 'asking' },
} as const;

type Single = keyof typeof SINGLES;

/** The same for a one-time password. */
export function getOtpUse(db: Db, otpId: number, predicted: number): CreditUse | undefined {
  return getSingleUse(db, 'otp', otpId, predicted);
}

/** One-time passwords that hold credits although they are on their way no more. */
export function listOpenOtps(db: Db): number[] {
  return listOpenSingles(db, 'otp');
}

/** The same for a look-up of a number. */
export function getLookUpUse(db: Db, lookUpId: number, predicted: number): CreditUse | undefined {
  return getSingleUse(db, 'look-up', lookUpId, predicted);
}

/** Look-ups that hold credits although they are on their way no more. */
export function listOpenLookUps(db: Db): number[] {
  return listOpenSingles(db, 'look-up');
}

function getSingleUse(
  db: Db,
  subject: Single,
  id: number,
  predicted: number,
): CreditUse | undefined {
  const { table, onItsWay } = SINGLES[subject];
  return statement<CreditUse>(
    db,
    `SELECT s.gateway_id AS gatewayId, iif(b.subject IS NULL, ${PAYER}, b.user_id) AS userId, iif(s.state = @onItsWay, @predicted, 0) AS held,
       ifnull(s.credits, 0) AS spent, ifnull(b.reserved, 0) AS bookedHeld, ifnull(b.spent, 0) AS bookedSpent
     FROM ${table} s LEFT JOIN credit_holds b
       ON b.subject = @subject AND b.subject_id = s.id AND b.gateway_id = s.gateway_id
     WHERE s.id = @id`,
  ).get({ id, predicted, subject, onItsWay });
}

function listOpenSingles(db: Db, subject: Single): number[] {
  const { table, onItsWay } = SINGLES[subject];
  return statement<{ id: number }>(
    db,
    `SELECT s.id FROM credit_holds b JOIN ${table} s ON s.id = b.subject_id
     WHERE b.subject = ? AND b.reserved <> 0 AND s.state <> ?`,
  )
    .all(subject, onItsWay)
    .map((row) => row.id);
}

/** Messages, one-time passwords and look-ups of a gateway that are on their way right now. */
export function countOnTheirWay(db: Db, gatewayId: number): number {
  return (
    statement<{ n: number }>(
      db,
      `SELECT (SELECT ifnull(sum(messages), 0) FROM campaign_gateway_counts
         WHERE state = 'sending' AND gateway_id = @gatewayId)
       + (SELECT count(*) FROM otp_log WHERE state = 'sending' AND gateway_id = @gatewayId)
       + (SELECT count(*) FROM look_ups WHERE state = 'asking' AND gateway_id = @gatewayId) AS n`,
    ).get({ gatewayId })?.n ?? 0
  );
}

/** What a campaign's messages in these states would hold back besides, sent again by this gateway. */
export function sumCostAgain(
  db: Db,
  campaignId: number,
  gatewayId: number,
  states: readonly MessageState[],
): number {
  return (
    statement<{ credits: number }>(
      db,
      `SELECT ifnull(sum(credits - held), 0) AS credits FROM campaign_gateway_counts
       WHERE campaign_id = ? AND gateway_id = ? AND state IN (SELECT value FROM json_each(?))`,
    ).get(campaignId, gatewayId, JSON.stringify(states))?.credits ?? 0
  );
}
