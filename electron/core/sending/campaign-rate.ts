import { RATE_MARGIN } from '#core/sending/rate-limiter.ts';

/**
 * Messages a second of a campaign by its own choice: its rate, and slower where it is spread over a
 * time. Infinity: neither was chosen. The spread counts time in which the campaign may send: closed
 * hours and outages make it end later, not faster.
 */
export function campaignRate(
  choice: { rate: number | null; spread_minutes: number | null },
  recipients: number,
): number {
  const rate = choice.rate ?? Number.POSITIVE_INFINITY;
  if (choice.spread_minutes === null || recipients === 0) return rate;
  // The limiter's margin guards a gateway's limit; a time to spread over needs none.
  return Math.min(rate, (RATE_MARGIN * recipients) / (choice.spread_minutes * 60));
}
