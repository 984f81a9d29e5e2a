import { CAP_SPANS_MS, type GatewayCap } from '#shared/gateways/cap.ts';

/** How much of a cap is used in a forecast, and since when (ms from its moment; null: none of it). */
export type CapUse = { cap: GatewayCap; used: number; since: number | null };

/** What flows through a gateway, per second. */
type Speed = { messages: number; parts: number };

/** What is left of a message after floating-point sums. */
const TINY = 1e-4;

/** Whether nothing may leave because of it. */
export function isFull({ cap, used }: CapUse): boolean {
  return used + TINY >= cap.limit;
}

/** Forgets what was used where its time is over. */
export function renewCap(use: CapUse, passed: number): void {
  if (use.since === null || passed < use.since + CAP_SPANS_MS[use.cap.per]) return;
  use.since = null;
  use.used = 0;
}

/** When this cap is reached, or, where it is, when it is free again; infinity: never. */
export function capChange(use: CapUse, speed: Speed, passed: number): number {
  const freeAt = use.since === null ? null : use.since + CAP_SPANS_MS[use.cap.per];
  const fill = speed[use.cap.unit];
  const fullAt = fill > 0 ? passed + ((use.cap.limit - use.used) / fill) * 1000 : null;
  return Math.min(freeAt ?? Number.POSITIVE_INFINITY, fullAt ?? Number.POSITIVE_INFINITY);
}

/** Notes what left in so many seconds. */
export function fillCap(use: CapUse, speed: Speed, seconds: number, passed: number): void {
  const taken = speed[use.cap.unit] * seconds;
  if (taken > 0) use.since ??= passed;
  use.used += taken;
}
