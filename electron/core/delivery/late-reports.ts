import type { MessageState, ReportState } from '#shared/campaigns/lifecycle.ts';
import { moveReached, readState, type ReportedMessage } from '#core/delivery/queries.ts';
import { siarPolicyOf } from '#core/sending/retry/policy.ts';
import { cancelRetry, hasRetries } from '#core/sending/retry/queries.ts';
import { reachOf } from '#core/sending/retry/reach.ts';
import { scheduleRetry } from '#core/sending/retry/schedule.ts';
import type { Db } from '#core/store/db.ts';

/** States that a late "delivered" of any attempt ends: nobody needs the message any more. */
const ENDED_BY_DELIVERY: readonly MessageState[] = [
  'queued',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'uncertain',
];

/**
 * The state after one more report, which alone would lead to `plain`. A message that was sent once and
 * is never sent again by itself follows the worst report (invariant 7). One that is or may be retried
 * counts as delivered as soon as one attempt was delivered in all its parts, whatever else is said, so
 * that the order of its reports cannot decide whether somebody is sent, and charged for, a second copy.
 */
export function stateAfterReport(
  db: Db,
  message: ReportedMessage,
  report: ReportState,
  plain: MessageState,
): MessageState {
  const { state, attempts } = message;
  // By far the most reports: the first delivery of what was sent once. Nothing else is to be asked.
  if (attempts === 1 && state === 'accepted' && report === 'delivered') return plain;
  const isRetried =
    attempts > 1 || hasRetries(db, message.id) || siarPolicyOf(db, message.gateway_id) !== null;
  if (!isRetried || !ENDED_BY_DELIVERY.includes(state)) return plain;
  return reachOf(db, message.id) === 'all' ? 'delivered' : plain;
}

/**
 * What a report means for retries: any delivery takes a waiting one back, a new failure may queue one.
 * Call in the transaction that moved the message; answers whether a retry came or went.
 */
export function noteForRetries(
  db: Db,
  messageId: number,
  { state, isMoved, report }: { state: MessageState; isMoved: boolean; report: ReportState },
  now: number,
): boolean {
  if (report === 'delivered') return cancelRetry(db, messageId, 'reported-delivered', now);
  // A repeated report asks for nothing new.
  const isFailed = state === 'undelivered' || state === 'expired';
  return isMoved && isFailed && scheduleRetry(db, messageId, state, now);
}

/**
 * After another attempt of a message was recorded: a "delivered" for an earlier one may have come while
 * it was on its way. Call in the transaction that recorded it. Costs nothing for first attempts.
 */
export function settleLateReports(
  db: Db,
  claim: { messageId: number; attempt: number },
  now: number,
): void {
  if (claim.attempt === 1) return;
  const state = readState(db, claim.messageId);
  if (!state || state === 'delivered' || !ENDED_BY_DELIVERY.includes(state)) return;
  if (reachOf(db, claim.messageId) === 'all') moveReached(db, claim.messageId, state, now);
}
