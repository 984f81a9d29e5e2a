import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import { STATUS, statusText } from '#core/gateways/smpp/constants.ts';
import type { LinkFailure } from '#core/gateways/smpp/link.ts';

type Refusal = Exclude<SendOutcome, { kind: 'accepted' }>;

/** Answers to a bind that say nothing about the account: the next try may do. */
const PASSING_BIND: ReadonlySet<number> = new Set([
  STATUS.alreadyBound,
  STATUS.systemError,
  STATUS.queueFull,
  STATUS.throttled,
  STATUS.temporaryAppError,
]);

/** What a submit_sm_resp with an error means; the two that ask to slow down are the driver's. */
export function classifyStatus(status: number, profile: GatewayProfile): Refusal {
  const code = statusText(status);
  const meaning = classifyCode(profile, code);
  const reason = `${meaning.meaning} (${code}). ${meaning.advice}`;
  switch (meaning.class) {
    case 'retryable':
      return { kind: 'retryable', code, reason, unreachable: false };
    case 'pause':
      return { kind: 'paused', pauseReason: meaning.pauseReason ?? 'configuration', code, reason };
    default:
      return { kind: 'rejected', code, reason };
  }
}

/** What it means for a message that no session came about: nothing of it left. */
export function classifyFailure({ code, status }: LinkFailure, profile: GatewayProfile): Refusal {
  if (status === undefined || PASSING_BIND.has(status)) {
    return {
      kind: 'retryable',
      code: 'unreachable',
      reason: `${profile.label} could not be reached (${describe(code, status)}). Nothing was sent and nothing was charged.`,
      unreachable: true,
    };
  }
  const meaning = classifyCode(profile, statusText(status));
  const pauseReason = meaning.class === 'pause' ? meaning.pauseReason : undefined;
  return {
    kind: 'paused',
    pauseReason: pauseReason ?? 'configuration',
    code: statusText(status),
    reason: `${profile.label} refused the login: ${meaning.meaning} (${statusText(status)}). Nothing was sent. ${meaning.advice}`,
  };
}

/** A message of which nobody said what became of it. */
export function lost(code: string, profile: GatewayProfile): Refusal {
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
    default:
      return 'broke the connection before it answered';
  }
}

function describe(code: string, status: number | undefined): string {
  if (status === STATUS.alreadyBound) {
    return 'another session of this account is open; after a break the gateway may take some minutes to notice';
  }
  if (status !== undefined) return `it answered ${statusText(status)} to the login`;
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
    case 'TIMEOUT':
    case 'ETIMEDOUT':
      return 'it did not answer in time';
    case 'connection-lost':
    case 'ECONNRESET':
      return 'it broke the connection';
    case 'out-of-step':
      return 'what it says is not SMPP';
    default:
      return /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)
        ? `its certificate or encryption cannot be trusted, ${code}`
        : code;
  }
}
