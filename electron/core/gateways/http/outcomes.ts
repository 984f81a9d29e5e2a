import type { classifyCode, GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type { BalanceOutcome, SendOutcome } from '#core/gateways/gateway-driver.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';

/** A whole HTTP answer. */
export type HttpAnswer = Extract<HttpResult, { kind: 'answer' }>;
/** A request without one. */
export type HttpFailure = Extract<HttpResult, { kind: 'failed' }>;
/** Every outcome that does not depend on what was asked. */
export type Refusal = Exclude<SendOutcome, { kind: 'accepted' | 'split' }>;

const DEFAULT_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** HTTP answers that come from an address or set-up that is wrong for every message. */
const CONFIGURATION_STATUS = new Set([401, 403, 404, 405, 406, 411, 413, 414, 415]);

/** What a documented answer other than "accepted" means. */
export function classifyMeaning(code: string, meaning: ReturnType<typeof classifyCode>): Refusal {
  const reason = say('answer', { meaning: meaning.meaning, advice: meaning.advice });
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

/** What a request without an answer means: only what certainly did not leave may be repeated. */
export function classifyFailure(failure: HttpFailure, profile: GatewayProfile): Refusal {
  const { code, sent } = failure;
  if (sent) {
    if (code === 'TIMEOUT') return lostAnswer('timeout', profile);
    if (code === 'ABORTED') return lostAnswer('interrupted', profile);
    return lostAnswer(code === 'TOO_LARGE' ? 'unreadable-answer' : 'connection-lost', profile);
  }
  if (code === 'BAD_HEADER') {
    const { header = '' } = failure;
    return misconfigured('bad-header', say('bad-header', { gateway: profile.label, header }));
  }
  if (code === 'ABORTED') {
    return {
      kind: 'retryable',
      code: 'interrupted',
      reason: say('stopped-before'),
      unreachable: false,
    };
  }
  return {
    kind: 'retryable',
    code: 'unreachable',
    reason: say('unreachable', { gateway: profile.label, why: describeUnreachable(code) }),
    unreachable: true,
  };
}

/** Words for the commonest reasons why no connection came about. */
function describeUnreachable(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return say('why-refused');
    case 'ENOTFOUND':
      return say('why-no-address');
    case 'EAI_AGAIN':
      return say('why-no-look-up');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return say('why-no-route');
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return say('why-not-picked-up');
    default:
      return /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code) ? say('why-certificate', { code }) : code;
  }
}

/** What an answer means that is not the gateway's own document. `now` is wall time in ms. */
export function classifyHttp(answer: HttpAnswer, profile: GatewayProfile, now: number): Refusal {
  const { status } = answer;
  if (status === 429) {
    return {
      kind: 'rate-limited',
      retryAfterMs: parseRetryAfter(answer.retryAfter, now),
      code: 'http-429',
      reason: say('slow-down', { gateway: profile.label }),
    };
  }
  if (status >= 300 && status <= 399) {
    return misconfigured(`http-${status}`, say('redirect', { status }));
  }
  if (CONFIGURATION_STATUS.has(status)) {
    return misconfigured(
      `http-${status}`,
      say('not-the-gateway', { status, gateway: profile.label }),
    );
  }
  const code = isSuccess(answer) ? 'unreadable-answer' : `http-${status}`;
  return lostAnswer(code, profile);
}

function misconfigured(code: string, reason: string): Refusal {
  return { kind: 'paused', pauseReason: 'configuration', code, reason };
}

/** The request may have been taken, and nobody said what became of it. */
export function lostAnswer(code: string, profile: GatewayProfile): Refusal {
  return {
    kind: 'ambiguous',
    code,
    reason: say('lost', { gateway: profile.label, how: describeLost(code) }),
  };
}

/** Words for how an answer got lost, to follow the gateway's name. */
export function describeLost(code: string): string {
  switch (code) {
    case 'timeout':
      return say('how-no-answer');
    case 'interrupted':
      return say('how-interrupted');
    case 'connection-lost':
      return say('how-broke-within');
    case 'unreadable-answer':
      return say('how-unreadable');
    default:
      return say('how-own-error', { code: code.replace('http-', 'HTTP ') });
  }
}

/** Retry-After as seconds or as an HTTP date; 1 s where it is missing or odd, at most 60 s. */
export function parseRetryAfter(value: string | undefined, now: number): number {
  const text = value?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  if (!Number.isFinite(wait) || wait <= 0) return DEFAULT_RETRY_MS;
  return Math.min(wait, MAX_RETRY_MS);
}

/** HTTP 2xx. */
export function isSuccess(answer: HttpAnswer): boolean {
  return answer.status >= 200 && answer.status <= 299;
}

/** The JSON object in an answer, whatever its content type says, or undefined. */
export function readJsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    return { ...json };
  } catch {
    return undefined;
  }
}

/** Why there is no balance, told from what the same answer would mean for a message. */
export function noBalance(outcome: SendOutcome, profile: GatewayProfile): BalanceOutcome {
  if (outcome.kind !== 'accepted' && outcome.kind !== 'ambiguous') {
    return { ok: false, code: outcome.code, reason: outcome.reason };
  }
  const code = outcome.kind === 'accepted' ? 'unreadable-answer' : outcome.code;
  return {
    ok: false,
    code,
    reason: say('lost-balance', { gateway: profile.label, how: describeLost(code) }),
  };
}
