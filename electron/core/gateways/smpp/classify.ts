import { classifyCode, type GatewayProfile } from '#shared/gateways/profile.ts';
import { say } from '#shared/said/say.ts';
import type { SendOutcome } from '#core/gateways/gateway-driver.ts';
import { STATUS, statusText } from '#core/gateways/smpp/constants.ts';
import { UNWRITABLE, type LinkFailure } from '#core/gateways/smpp/connect.ts';
import { MAX } from '#core/gateways/smpp/encode.ts';

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
  const reason = say('answer-code', { meaning: meaning.meaning, code, advice: meaning.advice });
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
  if (code === UNWRITABLE) {
    const { systemId, password } = MAX;
    const reason = say('login-unwritable', { gateway: profile.label, systemId, password });
    return { kind: 'paused', pauseReason: 'credentials', code, reason };
  }
  if (status === undefined || PASSING_BIND.has(status)) {
    return {
      kind: 'retryable',
      code: 'unreachable',
      reason: say('unreachable', { gateway: profile.label, why: describe(code, status) }),
      unreachable: true,
    };
  }
  const meaning = classifyCode(profile, statusText(status));
  const pauseReason = meaning.class === 'pause' ? meaning.pauseReason : undefined;
  return {
    kind: 'paused',
    pauseReason: pauseReason ?? 'configuration',
    code: statusText(status),
    reason: say('login-refused', {
      gateway: profile.label,
      meaning: meaning.meaning,
      code: statusText(status),
      advice: meaning.advice,
    }),
  };
}

/** A message of which nobody said what became of it. */
export function lost(code: string, profile: GatewayProfile): Refusal {
  return {
    kind: 'ambiguous',
    code,
    reason: say('lost', { gateway: profile.label, how: describeLost(code) }),
  };
}

function describeLost(code: string): string {
  switch (code) {
    case 'timeout':
      return say('how-no-answer');
    case 'interrupted':
      return say('how-interrupted');
    default:
      return say('how-broke');
  }
}

function describe(code: string, status: number | undefined): string {
  if (status === STATUS.alreadyBound) {
    return say('why-other-session');
  }
  if (status !== undefined) return say('why-login-answer', { code: statusText(status) });
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
    case 'TIMEOUT':
    case 'ETIMEDOUT':
      return say('why-no-answer');
    case 'connection-lost':
    case 'ECONNRESET':
      return say('why-broke');
    case 'out-of-step':
      return say('why-no-smpp');
    default:
      return /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code) ? say('why-certificate', { code }) : code;
  }
}
