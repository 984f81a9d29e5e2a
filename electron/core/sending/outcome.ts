import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { AttemptResult } from '#core/sending/attempt-queries.ts';

/** Tries of one message that a gateway answered with "try again" before it counts as refused. */
export const MAX_TRIES = 6;

/** Delays before tries 2, 3, … of one message that the gateway asked to try again, ms. */
const BACKOFF_MS = [2_000, 5_000, 15_000, 60_000, 300_000];

/** What a message was frozen to cost. */
type PredictedCost = { parts: number; credits: number };

/**
 * What an outcome does to its message. Only outcomes that certainly took nothing put a message back
 * into the queue; an ambiguous one never does (invariant 3: no silent second send). `retries` counts
 * the times before this one that the gateway said "try again"; asked for only when it says so again.
 */
export function toResult(
  outcome: SendOutcome,
  claim: PredictedCost,
  now: number,
  retries: () => number,
): AttemptResult {
  const nothing = { gatewayMessageId: null, parts: null, credits: null, notBefore: null };
  switch (outcome.kind) {
    case 'accepted':
      return {
        outcome: 'accepted',
        code: outcome.code,
        detail: null,
        gatewayMessageId: outcome.gatewayMessageId,
        furtherIds: outcome.furtherIds ?? [],
        parts: outcome.parts,
        credits: outcome.credits ?? believedCredits(outcome.parts, claim),
        to: 'accepted',
        notBefore: null,
      };
    case 'rejected':
      return {
        ...nothing,
        outcome: 'rejected',
        code: outcome.code,
        detail: outcome.reason,
        to: 'rejected',
      };
    case 'ambiguous':
      return {
        ...nothing,
        outcome: 'ambiguous',
        code: outcome.code,
        detail: outcome.reason,
        to: 'uncertain',
      };
    case 'split':
    case 'paused':
      return {
        ...nothing,
        outcome: outcome.kind,
        code: outcome.code,
        detail: outcome.reason,
        to: 'queued',
      };
    case 'rate-limited':
      return {
        ...nothing,
        outcome: 'rate-limited',
        code: outcome.code,
        detail: outcome.reason,
        to: 'queued',
        notBefore: now + outcome.retryAfterMs,
      };
    case 'retryable':
      return toRetry(outcome, retries, now);
  }
}

/**
 * What a gateway that does not say what it took is believed to have taken: what was predicted, or as
 * much per part where it counted other parts than Siar did.
 */
function believedCredits(reported: number | null, { parts, credits }: PredictedCost): number {
  if (reported === null || reported === parts || parts === 0) return credits;
  return Math.ceil((credits * reported) / parts);
}

function toRetry(
  outcome: Extract<SendOutcome, { kind: 'retryable' }>,
  retries: () => number,
  now: number,
): AttemptResult {
  const base = { gatewayMessageId: null, parts: null, credits: null, code: outcome.code };
  if (outcome.unreachable) {
    // Nothing left this computer, however often: the message is as good as new.
    return {
      ...base,
      outcome: 'unreachable',
      detail: outcome.reason,
      to: 'queued',
      notBefore: null,
    };
  }
  const tries = retries() + 1;
  if (tries >= MAX_TRIES) {
    const detail = `${outcome.reason} The gateway said so ${tries} times, so Siar gave up.`;
    return { ...base, outcome: 'rejected', detail, to: 'rejected', notBefore: null };
  }
  const delay = BACKOFF_MS[Math.min(tries, BACKOFF_MS.length) - 1] ?? 0;
  return {
    ...base,
    outcome: 'retryable',
    detail: outcome.reason,
    to: 'queued',
    notBefore: now + delay,
  };
}
