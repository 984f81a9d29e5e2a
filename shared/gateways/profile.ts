import { say } from '#shared/said/say.ts';
import { z } from 'zod';

const partSizes = z.strictObject({
  single: z.int().positive(),
  multi: z.int().positive(),
});

/** What a gateway's answer means for the one message it is about. */
export const CODE_CLASSES = ['accepted', 'rejected', 'retryable', 'pause'] as const;
/** See CODE_CLASSES. */
export type CodeClass = (typeof CODE_CLASSES)[number];

/** Why a gateway's answer must stop the whole campaign rather than one message. */
export const PAUSE_REASONS = ['credentials', 'credit', 'configuration'] as const;
/** See PAUSE_REASONS. */
export type PauseReason = (typeof PAUSE_REASONS)[number];

const codeEntry = z.strictObject({
  meaning: z.string().min(1),
  class: z.enum(CODE_CLASSES),
  pauseReason: z.enum(PAUSE_REASONS).optional(),
  /**
   * `recipient`: a request with several recipients was refused for one of them, unnamed. Nothing of it was
   * taken; it is sent again one by one.
   */
  blames: z.literal('recipient').optional(),
  /** The gateway says that it has this reference already: what it said the first time holds. */
  duplicate: z.literal(true).optional(),
  advice: z.string(),
});

/**
 * Everything Siar knows about a gateway that is fact rather than protocol. White labels of one
 * gateway differ only here, so no driver and no counter may hold such a number itself.
 */
export const gatewayProfileSchema = z.strictObject({
  id: z.string().min(1),
  label: z.string().min(1),
  /** Septets that fit one part, and each part of a longer message. */
  gsm7: partSizes,
  /** UTF-16 code units that fit one part, and each part of a longer message. */
  ucs2: partSizes,
  maxParts: z.int().positive(),
  pricePrefix: z.strictObject({
    text: z.string(),
    /** ISO 3166 codes of the destinations that need the prefix. */
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
    /** `siar`: written into the text. `gateway`: only counted. `none`: no prefix at all. */
    addedBy: z.enum(['siar', 'gateway', 'none']),
  }),
  /** Recipients one request may carry. */
  batchSize: z.int().positive(),
  /** Whether repeating a request with the same reference is safe. */
  dedupe: z.enum(['none', 'reference']),
  ratePerSecond: z.number().positive(),
  /** Honest words for what this gateway's "delivered" proves. */
  reportsMean: z.strictObject({ delivered: z.string().min(1) }),
  givesReports: z.boolean(),
  /** Whether the gateway itself sends again to phones that were off or out of reach. Absent: it does not. */
  retriesItself: z.boolean().optional(),
  /** Whether it sends only texts that it approved before. Absent: whatever it is given. */
  approvedTextsOnly: z.boolean().optional(),
  /** The gateway's report word (as sent) and the state it stands for. */
  reports: z.record(z.string(), z.enum(['delivered', 'undelivered', 'expired', 'ignored'])),
  /** The gateway's answer code, written as text, and what it means. */
  codes: z.record(z.string(), codeEntry),
  creditsPerPart: z.int().nonnegative(),
  /** What only this driver needs (a sender id, a window size, …); its own schema checks it. */
  options: z.record(z.string(), z.json()).default({}),
});

/** A gateway profile: facts about one gateway or white label, as data. */
export type GatewayProfile = z.infer<typeof gatewayProfileSchema>;

/** What one answer code means, and what the user can do about it. */
export type CodeMeaning = {
  meaning: string;
  class: CodeClass;
  pauseReason?: PauseReason;
  blames?: 'recipient';
  duplicate?: true;
  advice: string;
};

/**
 * Looks an answer code up. A code the profile does not know counts as a permanent refusal: sending
 * again on a guess could send, and charge, twice.
 */
export function classifyCode(profile: GatewayProfile, code: string | number): CodeMeaning {
  const key = String(code);
  const known = Object.hasOwn(profile.codes, key) ? profile.codes[key] : undefined;
  return (
    known ?? {
      meaning: say('unknown-code', { code: key }),
      class: 'rejected',
      advice: say('unknown-code-advice', { gateway: profile.label, code: key }),
    }
  );
}
