import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import type { BalanceOutcome, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/post.ts';

type Answer = Extract<HttpResult, { kind: 'answer' }>;
type Failure = Extract<HttpResult, { kind: 'failed' }>;
type EsmsAnswer = { status: number; fields: Readonly<Record<string, unknown>> };
/** Every outcome that does not depend on what was asked. */
type Refusal = Exclude<SendOutcome, { kind: 'accepted' }>;

const DEFAULT_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** HTTP answers that come from an address or set-up that is wrong for every message. */
const CONFIGURATION_STATUS = new Set([401, 403, 404, 405, 406, 411, 413, 414, 415]);

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
  const outcome = classifySend(result, profile, now);
  if (outcome.kind === 'accepted' || outcome.kind === 'ambiguous') {
    const code = outcome.kind === 'accepted' ? 'unreadable-answer' : outcome.code;
    return {
      ok: false,
      code,
      reason: `${profile.label} ${describeLost(code)}. The balance is not known; no message was sent. Check the gateway address and the internet connection, then try again.`,
    };
  }
  return { ok: false, code: outcome.code, reason: outcome.reason };
}

function classifyMeaning(code: string, meaning: ReturnType<typeof classifyCode>): Refusal {
  const reason = `${meaning.meaning}. ${meaning.advice}`;
  switch (meaning.class) {
    case 'retryable':
      return { kind: 'retryable', code, reason, unreachable: false };
    case 'pause':
      return {
        kind: 'paused',
        pauseReason: meaning.pauseReason ?? 'configuration',
        code,
        reason,
      };
    default:
      return { kind: 'rejected', code, reason };
  }
}

function classifyFailure(failure: Failure, profile: GatewayProfile): Refusal {
  const { code, sent } = failure;
  if (sent) {
    if (code === 'TIMEOUT') return lostAnswer('timeout', profile);
    if (code === 'ABORTED') return lostAnswer('interrupted', profile);
    return lostAnswer(code === 'TOO_LARGE' ? 'unreadable-answer' : 'connection-lost', profile);
  }
  if (code === 'ABORTED') {
    return {
      kind: 'retryable',
      code: 'interrupted',
      reason: 'Stopped before anything was sent; the message is still queued.',
      unreachable: false,
    };
  }
  return {
    kind: 'retryable',
    code: 'unreachable',
    reason: `${profile.label} could not be reached (${describeUnreachable(code)}). Nothing was sent and nothing was charged.`,
    unreachable: true,
  };
}

/** Words for the commonest reasons why no connection came about. */
function describeUnreachable(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
      return 'there is no such address';
    case 'EAI_AGAIN':
      return 'the address could not be looked up; is the internet connection working?';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no route to it; is the internet connection working?';
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'it did not pick up in time';
    default:
      return /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)
        ? `its certificate or encryption cannot be trusted, ${code}`
        : code;
  }
}

function classifyHttp(answer: Answer, profile: GatewayProfile, now: number): Refusal {
  const { status } = answer;
  if (status === 429) {
    return {
      kind: 'rate-limited',
      retryAfterMs: parseRetryAfter(answer.retryAfter, now),
      code: 'http-429',
      reason: `${profile.label} asked to slow down; nothing was taken.`,
    };
  }
  if (status >= 300 && status <= 399) {
    return misconfigured(
      `http-${status}`,
      `The gateway address answers with a redirect to another address (HTTP ${status}), which Siar does not follow with your credentials. Nothing was sent. Enter the final address in the gateway settings, then resume.`,
    );
  }
  if (CONFIGURATION_STATUS.has(status)) {
    return misconfigured(
      `http-${status}`,
      `The gateway address answers HTTP ${status}, as if it were not ${profile.label}. Nothing was sent. Check the address in the gateway settings (and any proxy or firewall), then resume.`,
    );
  }
  const code = isSuccess(answer) ? 'unreadable-answer' : `http-${status}`;
  return lostAnswer(code, profile);
}

function misconfigured(code: string, reason: string): Refusal {
  return { kind: 'paused', pauseReason: 'configuration', code, reason };
}

function lostAnswer(code: string, profile: GatewayProfile): Refusal {
  return {
    kind: 'ambiguous',
    code,
    reason: `${profile.label} ${describeLost(code)}. The message may have been sent and charged, so it is not sent again by itself.`,
  };
}

function describeLost(code: string): string {
  switch (code) {
    case 'timeout':
      return 'did not answer in time';
    case 'interrupted':
      return 'had not answered when Siar had to stop waiting';
    case 'connection-lost':
      return 'broke the connection before a whole answer arrived';
    case 'unreadable-answer':
      return 'gave an answer that Siar cannot read';
    default:
      return `answered with an error of its own (${code.replace('http-', 'HTTP ')})`;
  }
}

/** Retry-After as seconds or as an HTTP date; 1 s where it is missing or odd, at most 60 s. */
export function parseRetryAfter(value: string | undefined, now: number): number {
  const text = value?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  if (!Number.isFinite(wait) || wait <= 0) return DEFAULT_RETRY_MS;
  return Math.min(wait, MAX_RETRY_MS);
}

/**
 * The eSMS document in an answer, whatever its content type says. Outside HTTP 2xx only a
 * documented code counts: other servers put their own `{"status":404}` into error pages.
 */
function readEsms(answer: Answer, profile: GatewayProfile): EsmsAnswer | undefined {
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...json };
  const status = toStatus(fields['status']);
  if (status === undefined) return undefined;
  if (!isSuccess(answer) && !Object.hasOwn(profile.codes, String(status))) return undefined;
  return { status, fields };
}

function toStatus(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

function toId(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null;
}

function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}
