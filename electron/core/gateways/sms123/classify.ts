import { classifyCode, type CodeMeaning, type GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
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

type Fields = Readonly<Record<string, unknown>>;
/** `status` and `msgCode` of an answer, and everything in it under keys without stray spaces. */
type Sms123Answer = { ok: boolean; code: string; known: boolean; fields: Fields };

/** Where a request with several recipients was refused for one of them: nothing of it was taken. */
const SPLIT_REASON = say('split-request');

/**
 * What became of a request, for each of its recipients in their order. A refusal is one of the whole
 * request; an acceptance lists who was taken. `now` is wall time in ms.
 */
export function classifySends(
  result: HttpResult,
  msisdns: readonly string[],
  profile: GatewayProfile,
  now: number,
): SendOutcome[] {
  const answer = result.kind === 'answer' ? readSms123(result, profile) : undefined;
  const code = answer?.code ?? '';
  const meaning = answer === undefined ? undefined : meaningOf(answer, profile);
  const all = (outcome: SendOutcome) => msisdns.map(() => outcome);
  if (result.kind === 'failed') return all(classifyFailure(result, profile));
  if (answer === undefined || meaning === undefined || result.status === 429) {
    return all(classifyHttp(result, profile, now));
  }
  if (meaning.class !== 'accepted') {
    if (meaning.blames === 'recipient' && msisdns.length > 1) {
      return all({ kind: 'split', code, reason: SPLIT_REASON });
    }
    return all(classifyMeaning(code, meaning));
  }
  if (!isSuccess(result)) return all(lostAnswer(`http-${result.status}`, profile));
  const listed = readRows(answer.fields['data']);
  return msisdns.map((msisdn) => {
    const id = listed?.get(msisdn);
    if (listed !== undefined && id === undefined) return notListed(profile);
    return { kind: 'accepted', gatewayMessageId: id ?? null, parts: null, credits: null, code };
  });
}

/** The balance, or why there is none; it comes as text with thousands separators (`2,000.00`). */
export function classifySms123Balance(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): BalanceOutcome {
  if (result.kind === 'answer' && isSuccess(result)) {
    const answer = readSms123(result, profile);
    const credits = answer?.ok === true ? toCredits(answer.fields['balance']) : undefined;
    if (credits !== undefined) return { ok: true, credits };
  }
  const [outcome] = classifySends(result, [''], profile, now);
  return noBalance(outcome ?? lostAnswer('unreadable-answer', profile), profile);
}

/**
 * What an answer means, or undefined where it contradicts itself. An unknown code goes by `status`: white
 * labels number their codes differently, and "ok" is "ok" under each.
 */
function meaningOf(answer: Sms123Answer, profile: GatewayProfile): CodeMeaning | undefined {
  const meaning = classifyCode(profile, answer.code);
  if (!answer.known) return answer.ok ? { ...meaning, class: 'accepted' } : meaning;
  const saysAccepted = meaning.class === 'accepted';
  return saysAccepted === answer.ok || meaning.duplicate === true ? meaning : undefined;
}

/**
 * The SMS123 document in an answer, whatever its content type says; its printed sample has stray spaces
 * in its keys. Outside HTTP 2xx only a documented code counts.
 */
function readSms123(answer: HttpAnswer, profile: GatewayProfile): Sms123Answer | undefined {
  const json = readJsonObject(answer.body);
  if (json === undefined) return undefined;
  const fields = trimKeys(json);
  const status = typeof fields['status'] === 'string' ? fields['status'].trim().toLowerCase() : '';
  const code = typeof fields['msgCode'] === 'string' ? fields['msgCode'].trim() : '';
  if ((status !== 'ok' && status !== 'error') || code === '' || code.length > 40) return undefined;
  const known = Object.hasOwn(profile.codes, code);
  if (!isSuccess(answer) && !known) return undefined;
  return { ok: status === 'ok', code, known, fields };
}

function trimKeys(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key.trim(), value]));
}

/** The gateway's id of each recipient it took; undefined where it lists nobody at all. */
function readRows(data: unknown): Map<string, string | null> | undefined {
  if (!Array.isArray(data) || data.length === 0) return undefined;
  const rows = new Map<string, string | null>();
  for (const row of data) {
    if (typeof row !== 'object' || row === null) continue;
    const fields = trimKeys({ ...row });
    const number = fields['recipients'];
    const to = typeof number === 'string' ? number.replace(/\D/g, '') : String(Number(number));
    const id = fields['referenceID'];
    if (to !== '')
      rows.set(to, typeof id === 'string' && id !== '' && id.length <= 200 ? id : null);
  }
  return rows;
}

/** The request was taken, and this number is not among those it lists: open point 2 of the API page. */
function notListed(profile: GatewayProfile): SendOutcome {
  return {
    kind: 'ambiguous',
    code: 'not-listed',
    reason: say('not-listed', { gateway: profile.label }),
  };
}

function toCredits(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,3}(,?\d{3})*(\.\d+)?$|^\d+(\.\d+)?$/.test(text.trim())) {
    return undefined;
  }
  return Number(text.replaceAll(',', ''));
}
