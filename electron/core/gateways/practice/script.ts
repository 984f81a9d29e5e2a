import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { invalid } from '#shared/contract/errors.ts';

const ms = z.int().min(0).max(3_600_000);

const faultSchema = z
  .strictObject({
    match: z
      .strictObject({
        /** The whole number, or how it ends. */
        to: z.string().regex(/^\d+$/).optional(),
        /** Only requests of this kind; without it sends and requests for codes, never checks. */
        endpoint: z.enum(['send', 'otp-generate', 'otp-verify', 'hlr']).optional(),
        /** Only the nth request that fits `to`, counted from 1. */
        nth: z.int().positive().optional(),
        /** Every so many requests that fit `to`. */
        every: z.int().positive().optional(),
      })
      .optional(),
    /** Before: the message is not taken. After: it is taken, charged and recorded first. */
    at: z.enum(['before-accept', 'after-accept']),
    action: z.enum(['reset', 'timeout', 'http-500', 'garbage', 'half-answer', 'status']),
    /** The eSMS status to answer with; only with `action: "status"`. */
    status: z.int().optional(),
    /** At most so often. */
    times: z.int().positive().optional(),
  })
  .refine((fault) => (fault.action === 'status') === (fault.status !== undefined), {
    message: '"status" goes with action "status", and only with it',
  });

/** How the practice gateway behaves: the file given to `siar practice --script`. */
const practiceScriptSchema = z.strictObject({
  /** Credits the account starts with. */
  balance: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  /** Time before each answer: fixed, or drawn evenly from a range. */
  latencyMs: z
    .union([ms, z.strictObject({ min: ms, max: ms }).refine((range) => range.min <= range.max)])
    .optional(),
  /** Time from acceptance to the delivery report. */
  reportDelayMs: ms.optional(),
  /** False: no delivery reports at all. */
  reports: z.boolean().optional(),
  /** Where decisions on texts are called in to (SMS123): approved, or rejected where the text says "reject". */
  templateCallback: z.url().max(2_000).optional(),
  /** More send requests than this in one second are answered with HTTP 429. */
  maxPerSecond: z.int().positive().optional(),
  /** Accept only this account; otherwise any, except one whose secret is `wrong`. */
  credentials: z
    .strictObject({ apiKey: z.string().min(1), apiSecret: z.string().min(1) })
    .optional(),
  faults: z.array(faultSchema).max(1_000).optional(),
  /** False: numbers of the magic table are ordinary numbers. */
  magicNumbers: z.boolean().optional(),
  /** True: nothing listens on the port, so connections are refused. */
  down: z.boolean().optional(),
});

/** See practiceScriptSchema. */
export type PracticeScript = z.infer<typeof practiceScriptSchema>;

/** One scripted fault. */
export type PracticeFault = z.infer<typeof faultSchema>;

/** What a scripted request asks for. */
export type PracticeEndpoint = NonNullable<NonNullable<PracticeFault['match']>['endpoint']>;

/** Reads a script text. Throws SiarError `bad-script` that names the first few faults in it. */
export function parsePracticeScript(text: string, name: string): PracticeScript {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badScript(name, `it is not JSON (${why})`);
  }
  const parsed = practiceScriptSchema.safeParse(json);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join('.') || 'the document'}: ${issue.message}`);
    throw badScript(name, issues.join('; '));
  }
  return parsed.data;
}

/** Reads a script file. Throws SiarError `bad-script`. */
export async function readPracticeScript(file: string): Promise<PracticeScript> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw badScript(file, `it cannot be read (${why})`);
  }
  return parsePracticeScript(text, file);
}

function badScript(name: string, why: string) {
  return invalid(
    'bad-script',
    `The practice script ${name} cannot be used: ${why}. The practice gateway was not started; correct the file and try again.`,
    { script: name },
  );
}
