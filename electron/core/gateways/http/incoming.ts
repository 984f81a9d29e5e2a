import type { CallbackOutcome } from '#core/gateways/gateway-driver.ts';

const MAX_ADDRESS = 100;
const MAX_ID = 200;
/** 255 parts, the most that a header can number, of 153 characters. */
const MAX_TEXT = 40_000;

/**
 * A message from a phone as a gateway called it in; `needed` names the values that it must have. A text may
 * be empty, a sender may not.
 */
export function toIncoming(
  { from, text, to, id }: { from: string; text: string; to: string; id: string },
  needed: string,
): CallbackOutcome {
  const fits =
    from.trim() !== '' &&
    from.length <= MAX_ADDRESS &&
    to.length <= MAX_ADDRESS &&
    text.length <= MAX_TEXT &&
    id.length <= MAX_ID;
  if (!fits) return { kind: 'refused', why: `${needed} are needed` };
  return {
    kind: 'incoming',
    message: { from, to, text, gatewayMessageId: id === '' ? null : id, part: null },
  };
}
