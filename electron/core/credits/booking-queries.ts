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
const PAYER = `CASE WHEN b.subject IS NOT NULL THEN b.user_id
  WHEN (SELECT role FROM users WHERE id = s.user_id) = 'owner' THEN NULL ELSE s.user_id END`;

/** A campaign's credits at each gateway that takes its messages: mostly one. */
export function listUses(db: Db, campaignId: number): CreditUse[] {
  return statement<CreditUse>(
    db,
    `SELECT n.gateway_id AS gatewayId, ${PAYER} AS userId, sum(n.held) AS held, sum(n.charged) AS spent,
       ifnull(b.reserved, 0) AS bookedHeld, ifnull(b.spent, 0) AS bookedSpent
     FROM campaigns s JOIN campaign_gateway_counts n ON n.campaign_id = s.id
     LEFT JOIN credit_holds b
       ON b.subject = 'campaign' AND b.subject_id = s.id AND b.gateway_id = n.gateway_id
     WHERE s.id = ? GROUP BY n.gateway_id`,
  ).all(campaignId);
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
    `SELECT s.gateway_id AS gatewayId, ${PAYER} AS userId, iif(s.state = @onItsWay, @predicted, 0) AS held,
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
