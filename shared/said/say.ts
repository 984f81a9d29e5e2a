import { FINDING_SENTENCES } from '#shared/said/finding-sentences.ts';
import { GATEWAY_SENTENCES } from '#shared/said/gateway-sentences.ts';
import { SENDING_SENTENCES } from '#shared/said/sending-sentences.ts';
import { WRITING_SENTENCES } from '#shared/said/writing-sentences.ts';

/** Every sentence that is kept as text in the data, or passed on as text, and read again by a screen. */
export const SENTENCES = {
  ...SENDING_SENTENCES,
  ...GATEWAY_SENTENCES,
  ...WRITING_SENTENCES,
  ...FINDING_SENTENCES,
} as const;

/** The name of a sentence. */
export type SentenceKey = keyof typeof SENTENCES;

type Gaps<Text extends string> = Text extends `${string}{{${infer Gap}}}${infer Rest}`
  ? Gap | Gaps<Rest>
  : never;
type Values<Key extends SentenceKey> = Record<Gaps<(typeof SENTENCES)[Key]>, string | number>;

/** A sentence of the core's in English, with its values filled in. */
export function say<Key extends SentenceKey>(
  key: Key,
  ...values: Gaps<(typeof SENTENCES)[Key]> extends never ? [] : [Values<Key>]
): string {
  const [given = {}]: readonly Record<string, string | number>[] = values;
  return SENTENCES[key].replace(/\{\{(\w+)\}\}/g, (_, gap: string) => String(given[gap] ?? ''));
}
