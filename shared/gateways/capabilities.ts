import { z } from 'zod';

/** How delivery reports of a gateway reach this computer. */
export const REPORT_WAYS = ['none', 'callback', 'session', 'poll'] as const;

/**
 * What a driver can do, as data: the engine and the screens decide by it and never by the driver's
 * name. An account's profile may narrow it (see `capabilitiesOf`), never widen it.
 */
export const capabilitiesSchema = z.object({
  /** Recipients of equal text that one request may carry. */
  batch: z.int().positive(),
  /** `reference`: repeating a request byte for byte with its reference cannot send twice. */
  dedupe: z.enum(['none', 'reference']),
  /**
   * `callback`: the gateway calls an address of ours. `session`: they come on the connection that the
   * driver holds open. `poll`: the driver asks for them.
   */
  reports: z.enum(REPORT_WAYS),
  /** Whether it can be asked for its credits. */
  balance: z.boolean(),
  /** Whether it can be asked if a number is in use (HLR). Its results are called in. */
  lookUp: z.boolean(),
  /** Whether it makes, sends and checks one-time passwords. */
  otp: z.boolean(),
  /** Whether texts can be handed to it for approval. Its decisions are called in. */
  templates: z.boolean(),
  /**
   * How messages that phones send back reach this computer; `none`: not at all, so that an opt-out by
   * reply stays at the gateway. Ways as those of reports; nothing is polled.
   */
  replies: z.enum(['none', 'callback', 'session']),
  /** Ids that one accepted message gets: none at all, one, or one for each of its parts. */
  idsPerMessage: z.enum(['none', 'one', 'per-part']),
});

/** See capabilitiesSchema. */
export type DriverCapabilities = z.infer<typeof capabilitiesSchema>;

/** What an account can do: its driver's capabilities, narrowed by its profile. */
export function capabilitiesOf(
  driver: DriverCapabilities,
  profile: { batchSize: number; dedupe: DriverCapabilities['dedupe']; givesReports: boolean },
): DriverCapabilities {
  return {
    ...driver,
    batch: Math.min(driver.batch, profile.batchSize),
    dedupe: profile.dedupe === 'reference' ? driver.dedupe : 'none',
    reports: profile.givesReports ? driver.reports : 'none',
  };
}
