import { z } from 'zod';

/** What happens after a verdict that is good: go on, or wait for the person. */
export const CANARY_AFTERWARDS = ['go', 'ask'] as const;

const percent = z.number().int().min(1).max(100);

/**
 * A campaign that sends its first messages, waits for what becomes of them, and only then sends the
 * rest. `minDelivered` counts only where the gateway reports deliveries; null: acceptance is enough.
 */
export const canarySchema = z.strictObject({
  messages: z.number().int().min(1).max(100_000),
  /** Per cent of the first messages that the gateway must accept. */
  minAccepted: percent.default(90),
  /** Per cent of them that must be reported delivered in time. */
  minDelivered: percent.nullable().default(null),
  /** How long the verdict may take, in minutes after the last of them left. */
  waitMinutes: z.number().int().min(1).max(1_440).default(10),
  afterwards: z.enum(CANARY_AFTERWARDS).default('ask'),
});

/** See canarySchema. */
export type Canary = z.infer<typeof canarySchema>;

/** What became of the first messages so far. */
export type CanaryCounts = {
  sending: number;
  accepted: number;
  delivered: number;
  undelivered: number;
  expired: number;
  rejected: number;
  uncertain: number;
};

/** A verdict with what it rests on. `why`: what was too low. Shares in whole per cent. */
export type CanaryVerdict =
  | { verdict: 'wait' }
  | { verdict: 'passed'; accepted: number; delivered: number | null }
  | {
      verdict: 'failed';
      why: 'accepted' | 'delivered';
      accepted: number;
      delivered: number | null;
    };

/**
 * Judges the first messages. Decides as early as the outcome is certain: good as soon as enough are
 * delivered, bad as soon as enough cannot be reached any more, and bad when the time is over.
 */
export function judgeCanary(
  canary: Canary,
  counts: CanaryCounts,
  situation: {
    givesReports: boolean;
    elapsedMs: number;
    /** Those of them that went by gateways which report; by default all of them. */
    reported?: CanaryCounts;
  },
): CanaryVerdict {
  const taken = counts.accepted + counts.delivered + counts.undelivered + counts.expired;
  const all = sum(counts);
  if (all === 0) return { verdict: 'wait' };
  const share = (n: number) => Math.floor((100 * n) / all);
  const wantsReports = canary.minDelivered !== null && situation.givesReports;
  const reported = situation.reported ?? counts;
  const known = sum(reported);
  const found = {
    accepted: share(taken),
    delivered: wantsReports ? Math.floor((100 * reported.delivered) / Math.max(1, known)) : null,
  };
  const isEnough = (n: number, least: number, of = all) => 100 * n >= least * of;
  const isOver = situation.elapsedMs >= canary.waitMinutes * 60_000;
  const failed = (why: 'accepted' | 'delivered') => ({ verdict: 'failed' as const, why, ...found });

  if (!isEnough(taken + counts.sending, canary.minAccepted)) return failed('accepted');
  if (counts.sending > 0 && !isOver) return { verdict: 'wait' };
  if (!isEnough(taken, canary.minAccepted)) return failed('accepted');
  if (!wantsReports || canary.minDelivered === null) return { verdict: 'passed', ...found };
  if (isEnough(reported.delivered, canary.minDelivered, known)) {
    return { verdict: 'passed', ...found };
  }
  const possible = reported.delivered + reported.accepted + reported.sending;
  if (!isEnough(possible, canary.minDelivered, known)) return failed('delivered');
  return isOver ? failed('delivered') : { verdict: 'wait' };
}

function sum(counts: CanaryCounts): number {
  const { sending, accepted, delivered, undelivered, expired, rejected, uncertain } = counts;
  return sending + accepted + delivered + undelivered + expired + rejected + uncertain;
}
