import type { PauseReason } from '#shared/contract/campaign-status.ts';
import { explainMismatch, type Observation } from '#shared/credits/mismatch.ts';
import { say } from '#shared/said/say.ts';
import {
  getMismatch,
  insertMismatch,
  listFirstTaken,
  listTaken,
  type TakenRow,
} from '#core/credits/mismatch/queries.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import type { OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { Db } from '#core/store/db.ts';

/** A message that was taken, as predicted and as the gateway said. Null: it did not say. */
export type Answer = {
  messageId: number;
  predicted: { parts: number; credits: number };
  reported: { parts: number | null; credits: number | null };
};

/** Messages looked at besides those that differ: enough that no wrong field explains them all. */
const MOST_LOOKED_AT = 100;

/** Whether the gateway counted a message otherwise than predicted. */
export function differs({ predicted, reported }: Answer): boolean {
  const { parts, credits } = reported;
  return (
    (parts !== null && parts !== predicted.parts) ||
    (credits !== null && credits !== predicted.credits)
  );
}

/**
 * Keeps the first difference between what a campaign was predicted to cost and what this gateway says,
 * with the profile fields that would explain it, and answers why the campaign pauses. Null: it goes
 * on, since it was told already, or the profile of today predicts just that. Call inside the database
 * transaction that recorded the messages.
 */
export function findMismatch(
  db: Db,
  gateway: Pick<OpenGateway, 'id' | 'name' | 'profile'>,
  campaignId: number,
  wrong: readonly Answer[],
  now: number,
): PauseReason | null {
  const [first] = wrong;
  if (!first || getMismatch(db, campaignId, gateway.id)) return null;
  const saysCredits = wrong.some(({ reported }) => reported.credits !== null);
  const rates = readRateTable(db, gateway.id, gateway.profile);
  const toObservation = (row: TakenRow): Observation => {
    const { hundredths, from } = rates.rateOf(row.country, row.msisdn);
    const { text, country, parts } = row;
    const credits = saysCredits ? row.credits : null;
    return { text, country, parts, credits, hundredths, isDefaultRate: from === 'default' };
  };
  const ids = wrong.slice(0, MOST_LOOKED_AT).map(({ messageId }) => messageId);
  const rows = [
    ...listTaken(db, ids),
    ...listFirstTaken(db, campaignId, gateway.id, MOST_LOOKED_AT),
  ];
  const proposals = explainMismatch(gateway.profile, rows.map(toObservation));
  if (proposals === null) return null;
  insertMismatch(db, {
    campaign_id: campaignId,
    gateway_id: gateway.id,
    message_id: first.messageId,
    predicted_parts: first.predicted.parts,
    predicted_credits: first.predicted.credits,
    parts: first.reported.parts,
    credits: first.reported.credits,
    proposals: JSON.stringify(proposals),
    found_at: now,
  });
  return { code: 'credit-mismatch', message: describe(gateway.name, first, proposals.length > 0) };
}

function describe(gateway: string, { predicted, reported }: Answer, isExplained: boolean): string {
  const counted = describeCount({ predicted, reported });
  const next = say(isExplained ? 'profile-explains' : 'profile-explains-nothing');
  return say('counted-otherwise', { gateway, counted, next });
}

function describeCount({ predicted, reported }: Pick<Answer, 'predicted' | 'reported'>): string {
  const { parts, credits } = reported;
  if (credits === null) {
    return say('counted-parts', { parts: parts ?? 0, predicted: predicted.parts });
  }
  if (parts === null) return say('counted-credits', { credits, predicted: predicted.credits });
  return say('counted-both', {
    parts,
    predictedParts: predicted.parts,
    credits,
    predictedCredits: predicted.credits,
  });
}
