import { z } from 'zod';

/** What giving unsent messages to another gateway comes to. */
export const switchPredictionSchema = z.object({
  gateway: z.string(),
  /** The gateway whose messages alone are moved; null: those of all others. */
  from: z.string().nullable(),
  messages: z.int(),
  before: z.object({ parts: z.int(), credits: z.int() }),
  after: z.object({ parts: z.int(), credits: z.int() }),
  /** Messages with more parts than the new gateway takes: nothing is moved while there are any. */
  tooLong: z.int(),
  /** Messages of the campaign that are not moved. */
  stays: z.object({
    /** Taken by a gateway, whatever became of them there. */
    sent: z.int(),
    /** Being handed over, or to be repeated with the reference that their gateway may know. */
    inFlight: z.int(),
    /** May have been sent: never moved by themselves. */
    uncertain: z.int(),
    /** Waiting for the new gateway already. */
    there: z.int(),
    /** Waiting for gateways that the move is not about. */
    elsewhere: z.int(),
  }),
  /** The new gateway's credits of whoever pays. */
  cover: z.object({
    /** Whether Siar keeps books of that gateway; without, nobody knows what it has. */
    known: z.boolean(),
    credits: z.int(),
    /** How many are missing on the account; 0 where they suffice or are not known. */
    short: z.int(),
    /** How many more than the user may still spend today; 0 without a limit. */
    shortToday: z.int(),
  }),
});

/** See switchPredictionSchema. */
export type SwitchPrediction = z.infer<typeof switchPredictionSchema>;
