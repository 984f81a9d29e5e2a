import { z } from 'zod';
import type { GatewayProfile } from '#shared/gateways/profile.ts';

/** The reports after which a message may be sent again by itself. Never `uncertain`: it may have arrived. */
export const RETRY_STATES = ['undelivered', 'expired'] as const;

/** See RETRY_STATES. */
export type RetryState = (typeof RETRY_STATES)[number];

/** Who sends again: the gateway by its own means, Siar by its own schedule, or nobody. */
export const RETRIERS = ['gateway', 'siar', 'nobody'] as const;

/** See RETRIERS. */
export type Retrier = (typeof RETRIERS)[number];

/** The most retries of one message; more would cost more than they reach. */
export const MOST_RETRIES = 5;

/**
 * What becomes of messages whose phone was not reached, per gateway. Every retry of Siar's is a new
 * attempt that the gateway charges like the first (user guide: no refund for what failed).
 */
export const retryPolicySchema = z.strictObject({
  who: z.enum(RETRIERS),
  /** After which reports Siar sends again. */
  on: z.array(z.enum(RETRY_STATES)).min(1).max(RETRY_STATES.length),
  /** One retry for each delay, in minutes after the report of the attempt before. */
  delaysMinutes: z.array(z.int().min(1).max(2_880)).min(1).max(MOST_RETRIES),
  /** No retry later than this many hours after the first attempt: the text may no longer be true. */
  withinHours: z.int().min(1).max(168),
});

/** See retryPolicySchema. */
export type RetryPolicy = z.infer<typeof retryPolicySchema>;

/** "In the next few hours" (user guide): half an hour, two hours, six hours after each report. */
const USUAL_DELAYS_MINUTES = [30, 120, 360];

/** The policy of a gateway nobody has set one for. Costs nothing: Siar sends again only when told to. */
export function defaultRetryPolicy(profile: Pick<GatewayProfile, 'retriesItself'>): RetryPolicy {
  return {
    who: profile.retriesItself === true ? 'gateway' : 'nobody',
    on: [...RETRY_STATES],
    delaysMinutes: [...USUAL_DELAYS_MINUTES],
    withinHours: 24,
  };
}

/**
 * The policy that holds: a gateway that sends again by itself is never joined by Siar, whatever was
 * saved before its profile said so; both would send, and charge, twice.
 */
export function effectiveRetryPolicy(
  profile: Pick<GatewayProfile, 'retriesItself'>,
  saved: RetryPolicy | null,
): RetryPolicy {
  const policy = saved ?? defaultRetryPolicy(profile);
  const both = policy.who === 'siar' && profile.retriesItself === true;
  return both ? { ...policy, who: 'gateway' } : policy;
}

/** Credits that retries may cost at most, when every message fails every time. */
export function mostRetryCredits(policy: RetryPolicy, credits: number): number {
  return policy.who === 'siar' ? credits * policy.delaysMinutes.length : 0;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };

/** Reads `30m`, `2h`, `1d` or a bare number of minutes; undefined for anything else. */
export function parseMinutes(text: string): number | undefined {
  const match = /^(\d{1,6})\s*([mhd]?)$/i.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * (UNIT_MINUTES[(match[2] ?? '').toLowerCase() || 'm'] ?? 1);
}

/** `30 min`, `2 h`, `1 h 30 min`, `1 d`: the same for people of every language. */
export function formatMinutes(minutes: number): string {
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  const rest = minutes % 60;
  const pieces = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 || minutes === 0 ? [`${rest} min`] : []),
  ];
  return pieces.join(' ');
}
