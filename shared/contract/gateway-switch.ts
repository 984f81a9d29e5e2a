import { z } from 'zod';

/** What giving unsent messages to another gateway comes to. */
export const switchPredictionSchema = z.object({
  gateway: z.string(),
  messages: z.int(),
  before: z.object({ parts: z.int(), credits: z.int() }),
  after: z.object({ parts: z.int(), credits: z.int() }),
  /** Messages with more parts than the new gateway takes: nothing is moved while there are any. */
  tooLong: z.int(),
});

/** See switchPredictionSchema. */
export type SwitchPrediction = z.infer<typeof switchPredictionSchema>;
