import type { Call } from '#core/ports.ts';

/** What inputs call things, by the word for one of them. Whatever is not a row's number is left out. */
const NAMED = {
  campaignId: 'campaign',
  messageId: 'message',
  gatewayId: 'gateway',
  listId: 'list',
  userId: 'user',
} as const;

/**
 * What a call was done to, as `campaign 12`, from its input or from what it answered; empty where it
 * names nothing. Only row numbers are taken: no name, number or text can get into the log this way.
 */
export function targetOf({ path, input }: Call, output: unknown): string {
  const feature = path[0] ?? '';
  const one = feature === 'reports' ? 'campaign' : feature.replace(/s$/, '');
  const fromInput = rowId(input, 'id');
  if (fromInput !== null) return `${one} ${fromInput}`;
  const made =
    rowId(output, 'id') ??
    rowId(field(output, 'entry'), 'id') ??
    rowId(field(output, 'user'), 'id');
  if (made !== null) return `${one} ${made}`;
  for (const [key, word] of Object.entries(NAMED)) {
    const id = rowId(input, key);
    if (id !== null) return `${word} ${id}`;
  }
  return '';
}

function rowId(value: unknown, key: string): number | null {
  const id = field(value, key);
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
