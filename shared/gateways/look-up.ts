import { z } from 'zod';

/**
 * What a look-up can say of a number. `absent`: in use, and off or out of reach just now. `dead`: nobody
 * has it. `unknown`: the gateway said something that its profile gives no meaning.
 */
export const LOOK_UP_RESULTS = ['reachable', 'absent', 'dead', 'unknown'] as const;

/** See LOOK_UP_RESULTS. */
export type LookUpResult = (typeof LOOK_UP_RESULTS)[number];

/**
 * How a gateway's look-ups (HLR) are read. The callback of eSMS is not documented, so its names and words
 * are data: to be set once somebody has seen one (its query is kept with every look-up).
 */
export const lookUpOptionsSchema = z.strictObject({
  /** Credits that one look-up is expected to cost; what the gateway says it took counts. */
  credits: z.int().nonnegative().max(1_000).default(1),
  /** Name of the value that holds the id of the request. */
  id: z.string().min(1).max(60).default('msgId'),
  /** Name of the value that holds the result. */
  word: z.string().min(1).max(60).default('s'),
  words: z.record(z.string(), z.enum(LOOK_UP_RESULTS)).default({ DELIVRD: 'reachable' }),
});

/** See lookUpOptionsSchema. */
export type LookUpOptions = z.infer<typeof lookUpOptionsSchema>;

/** What only an eSMS account needs. */
export const esmsOptionsSchema = z.strictObject({
  lookUp: lookUpOptionsSchema.default(lookUpOptionsSchema.parse({})),
});

/** The practice gateway's own words, which are known. */
export const PRACTICE_LOOK_UP: LookUpOptions = lookUpOptionsSchema.parse({
  words: { DELIVRD: 'reachable', UNDELIV: 'dead', EXPIRED: 'absent' },
});
