import type { RetryState } from '#shared/gateways/retry-policy.ts';
import { parseWindow, windowState, zonesOfCountry } from '#shared/schedule/window.ts';
import { systemZone } from '#core/sending/windows.ts';
import { siarPolicyOf } from '#core/sending/retry/policy.ts';
import { insertRetry, readCandidate } from '#core/sending/retry/queries.ts';
import { reachOf } from '#core/sending/retry/reach.ts';
import type { Db } from '#core/store/db.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Queues a retry of a message that was just reported as failed, where its gateway's policy says so.
 * Call inside the transaction that moves the message: a due retry is a row, so no crash forgets one
 * and none is made twice. Never after any report of a delivery: what reached the phone, even in
 * part, is not paid for again without a person's word. Answers whether one was queued.
 */
export function scheduleRetry(db: Db, messageId: number, after: RetryState, now: number): boolean {
  const message = readCandidate(db, messageId);
  if (!message || message.decided === 1 || message.kind === 'test') return false;
  if (message.campaign_state === 'stopped') return false;
  const policy = siarPolicyOf(db, message.gateway_id);
  const delay = policy?.delaysMinutes[message.sent];
  if (policy === null || delay === undefined || !policy.on.includes(after)) return false;
  const notAfter = (message.first_attempt_at ?? now) + policy.withinHours * HOUR_MS;
  const dueAt = whenOpen(message, now + delay * MINUTE_MS);
  if (dueAt > notAfter || reachOf(db, messageId) !== 'none') return false;
  const { campaign_id: campaignId, credits } = message;
  insertRetry(db, { messageId, campaignId, after, credits, dueAt, notAfter }, now);
  return true;
}

/** The first moment from `at` on in which the campaign may send to this country. */
function whenOpen(
  message: { sending_window: string; time_zone: string | null; country: string },
  at: number,
): number {
  const parsed = parseWindow(message.sending_window);
  const zones = message.time_zone
    ? [message.time_zone]
    : zonesOfCountry(message.country, systemZone);
  const { open, changesAtMs } = windowState(parsed.ok ? parsed.window : 'always', zones, at);
  return open ? at : (changesAtMs ?? at);
}
