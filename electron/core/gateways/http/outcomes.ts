import type { classifyCode, GatewayProfile } from '#shared/gateways/profile.ts';
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

/** What a request without an answer means: only what certainly did not leave may be repeated. */
export function classifyFailure(failure: HttpFailure, profile: GatewayProfile): Refusal {
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

/** What an answer means that is not the gateway's own document. `now` is wall time in ms. */
export function classifyHttp(answer: HttpAnswer, profile: GatewayProfile, now: number): Refusal {
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

/** The request may have been taken, and nobody said what became of it. */
export function lostAnswer(code: string, profile: GatewayProfile): Refusal {
  return {
    kind: 'ambiguous',
    code,
    reason: `${profile.label} ${describeLost(code)}. The message may have been sent and charged, so it is not sent again by itself.`,
  };
}

/** Words for how an answer got lost, to follow the gateway's name. */
export function describeLost(code: string): string {
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
    reason: `${profile.label} ${describeLost(code)}. The balance is not known; no message was sent. Check the gateway address and the internet connection, then try again.`,
  };
}
