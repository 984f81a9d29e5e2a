import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type { CheckOutcome, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import {
  classifyFailure,
  classifyHttp,
  classifyMeaning,
  type HttpAnswer,
} from '#core/gateways/http/outcomes.ts';

/**
 * What became of a message. Only the words of Kannel decide: an answer with the right status and other
 * words is not from it. `now` is wall time in ms.
 */
export function classifySend(
  result: HttpResult,
  id: string | null,
  profile: GatewayProfile,
  now: number,
): SendOutcome {
  if (result.kind === 'failed') return classifyFailure(result, profile);
  const code = codeOf(result);
  if (code === undefined) return classifyHttp(result, profile, now);
  const meaning = classifyCode(profile, code);
  if (meaning.class !== 'accepted') return classifyMeaning(code, meaning);
  return { kind: 'accepted', gatewayMessageId: id, parts: null, credits: null, code };
}

/** Whether a message to nobody was refused for that alone. */
export function classifyCheck(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): CheckOutcome {
  if (result.kind === 'answer' && codeOf(result) === 'no-recipient') {
    return { ok: true, detail: null };
  }
  const outcome = classifySend(result, null, profile, now);
  if (outcome.kind !== 'accepted' && outcome.kind !== 'ambiguous') {
    const reason = 'reason' in outcome ? outcome.reason : '';
    return { ok: false, code: outcome.code, reason };
  }
  return {
    ok: false,
    code: 'unreadable-answer',
    reason: say('not-its-page', { gateway: profile.label }),
  };
}

/** Kannel's own answer as a code of the profile, or undefined where the words are not Kannel's. */
function codeOf({ status, body }: HttpAnswer): string | undefined {
  const text = body.trim();
  switch (status) {
    case 202:
      return /^(\d): [A-Z]/.exec(text)?.[1];
    case 400:
      if (text.startsWith('Number(s) has/have been denied')) return 'denied';
      if (text.startsWith('Sender missing')) return 'no-sender';
      if (text.startsWith('Missing receiver')) return 'no-recipient';
      return 'http-400';
    case 403:
      return 'http-403';
    case 503:
      return text.startsWith('Temporal failure, try again') ? 'http-503' : undefined;
    default:
      return undefined;
  }
}
