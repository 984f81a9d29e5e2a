import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import type { BalanceOutcome, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';
import {
  classifyFailure,
  classifyHttp,
  classifyMeaning,
  isSuccess,
  lostAnswer,
  noBalance,
  readJsonObject,
  type HttpAnswer,
} from '#core/gateways/http/outcomes.ts';

type EsmsAnswer = { status: number; fields: Readonly<Record<string, unknown>> };

/**
 * What became of a send request. Only a documented answer decides; whatever might have been taken
 * without a word about it is `ambiguous`, because eSMS has no key that makes repeating safe.
 * `now` is wall time in ms (for a Retry-After date).
 */
export function classifySend(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): SendOutcome {
  if (result.kind === 'failed') return classifyFailure(result, profile);
  const esms = readEsms(result, profile);
  if (esms === undefined || result.status === 429) return classifyHttp(result, profile, now);
  const code = String(esms.status);
  const meaning = classifyCode(profile, code);
  if (meaning.class === 'accepted') {
    if (!isSuccess(result)) return lostAnswer(`http-${result.status}`, profile);
    return {
      kind: 'accepted',
      gatewayMessageId: toId(esms.fields['id']),
      parts: toCount(esms.fields['parts']),
      credits: toCount(esms.fields['creditDeducted']),
      code,
    };
  }
  return classifyMeaning(code, meaning);
}

/** The balance, or why there is none. See classifySend for `now`. */
export function classifyBalance(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): BalanceOutcome {
  if (result.kind === 'answer') {
    const esms = readEsms(result, profile);
    if (esms?.status === 0 && isSuccess(result)) {
      const credits = esms.fields['balance'];
      if (typeof credits === 'number' && Number.isFinite(credits)) return { ok: true, credits };
    }
  }
  return noBalance(classifySend(result, profile, now), profile);
}

/**
 * The eSMS document in an answer, whatever its content type says. Outside HTTP 2xx only a
 * documented code counts: other servers put their own `{"status":404}` into error pages.
 */
function readEsms(answer: HttpAnswer, profile: GatewayProfile): EsmsAnswer | undefined {
  const fields = readJsonObject(answer.body);
  if (fields === undefined) return undefined;
  const status = toStatus(fields['status']);
  if (status === undefined) return undefined;
  if (!isSuccess(answer) && !Object.hasOwn(profile.codes, String(status))) return undefined;
  return { status, fields };
}

function toStatus(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

function toId(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null;
}

function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
