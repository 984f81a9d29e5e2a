import { say } from '#shared/said/say.ts';
import { z } from 'zod';

/** Spans a cap may be given for, and their length in ms. A day is any 24 hours, not a calendar day. */
export const CAP_SPANS_MS = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
} as const;

/** See CAP_SPANS_MS. */
export const CAP_SPANS = ['second', 'minute', 'hour', 'day'] as const;

/** What a cap counts: messages (requests to the gateway) or billed parts. */
export const CAP_UNITS = ['messages', 'parts'] as const;

/** At most `limit` messages or parts leave through a gateway in any stretch of time this long. */
export const gatewayCapSchema = z.strictObject({
  limit: z.number().int().positive().max(100_000_000),
  unit: z.enum(CAP_UNITS),
  per: z.enum(CAP_SPANS),
});

/** See gatewayCapSchema. */
export type GatewayCap = z.infer<typeof gatewayCapSchema>;

/** One cap for each span and unit. */
export const gatewayCapsSchema = z
  .array(gatewayCapSchema)
  .max(CAP_SPANS.length * CAP_UNITS.length)
  .refine((caps) => new Set(caps.map(({ unit, per }) => `${unit}/${per}`)).size === caps.length, {
    message: 'There are two caps for the same span. Give one.',
  });

/** A cap read from text, or one sentence on what is wrong with it. */
export type CapResult = { ok: true; cap: GatewayCap } | { ok: false; message: string };

const CAP = /^(\d{1,9})\s*(messages?|parts?)?\s*(?:\/|per\s+)\s*(second|minute|hour|day)$/i;

/** Reads `500/hour`, `2000 parts/day` or `30 messages per minute`. Without a unit it counts messages. */
export function parseCap(text: string): CapResult {
  const plain = text.trim();
  const match = CAP.exec(plain);
  const cap = gatewayCapSchema.safeParse({
    limit: Number(match?.[1]),
    unit: match?.[2]?.toLowerCase().startsWith('part') === true ? 'parts' : 'messages',
    per: match?.[3]?.toLowerCase(),
  });
  if (cap.success) return { ok: true, cap: cap.data };
  return {
    ok: false,
    message: `“${plain}” is not a cap. Write it like 500/hour, 2000/day or 3000 parts/day.`,
  };
}

/** A cap as the command line shows and takes it: `2000 parts/day`. */
export function formatCap({ limit, unit, per }: GatewayCap): string {
  return say(`cap-${unit}-${per}`, { limit });
}
