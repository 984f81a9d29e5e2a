import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type {
  CallbackOutcome,
  CallbackRequest,
  LookUpOutcome,
} from '#core/gateways/gateway-driver.ts';
import { classifySend } from '#core/gateways/esms/classify.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import { lookUpOptions } from '#core/gateways/look-up-options.ts';

/** What follows the account's own path in the address that results are called in to. */
export const LOOK_UP_REST = 'hlr';

const MOST_RAW = 500;

/**
 * What became of a look-up (eSMS page "HLR Lookup", 2026): the reply has the shape of a send's, and the
 * result comes by callback. `now` is wall time in ms.
 */
export function classifyLookUp(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): LookUpOutcome {
  const outcome = classifySend(result, profile, now);
  switch (outcome.kind) {
    case 'accepted': {
      const { gatewayMessageId: requestId, credits, code } = outcome;
      return { kind: 'asked', requestId, credits, code };
    }
    case 'ambiguous':
      return {
        kind: 'ambiguous',
        code: outcome.code,
        reason: say('look-up-doubt', { gateway: profile.label, code: outcome.code }),
      };
    default: {
      const { code } = outcome;
      // The advice in the code table is about messages.
      const meaning = Object.hasOwn(profile.codes, code) ? profile.codes[code]?.meaning : undefined;
      const reason = meaning === undefined ? outcome.reason : say('look-up-refused', { meaning });
      return { kind: 'refused', code, reason };
    }
  }
}

/** Reads a result by the names and words of the profile; they are not documented. */
export function readLookUpCallback(
  { query, contentType, body }: CallbackRequest,
  profile: GatewayProfile,
): CallbackOutcome {
  const names = lookUpOptions(profile);
  const isForm = contentType.includes('x-www-form-urlencoded');
  const values = new URLSearchParams([...query, ...(isForm ? new URLSearchParams(body) : [])]);
  const requestId = values.get(names.id) ?? '';
  const word = values.get(names.word) ?? '';
  if (requestId === '' || requestId.length > 200) {
    return { kind: 'refused', why: `${names.id} is needed` };
  }
  const known = Object.hasOwn(names.words, word) ? names.words[word] : undefined;
  return {
    kind: 'look-up',
    answer: {
      requestId,
      result: known ?? 'unknown',
      word: word.slice(0, 60),
      raw: values.toString().slice(0, MOST_RAW),
    },
  };
}
