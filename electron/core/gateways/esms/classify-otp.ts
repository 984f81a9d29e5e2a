import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { OTP_CODES } from '#shared/otp/status-codes.ts';
import { say } from '#shared/said/say.ts';
import type { OtpOutcome, OtpVerifyOutcome } from '#core/gateways/gateway-driver.ts';
import { classifySend } from '#core/gateways/esms/classify.ts';
import type { HttpResult } from '#core/gateways/http/exchange.ts';

const WRONG_CODE = '16';

/**
 * What became of a request for a code: by the same evidence as a message, with the statuses of the
 * one-time-password pages (eSMS, 2021). `now` is wall time in ms.
 */
export function classifyOtp(result: HttpResult, profile: GatewayProfile, now: number): OtpOutcome {
  const outcome = classifySend(result, { ...profile, codes: { ...OTP_CODES } }, now);
  switch (outcome.kind) {
    case 'accepted':
    case 'ambiguous':
      return outcome;
    default: {
      const { code } = outcome;
      const reason = code === 'interrupted' ? NOT_SENT : outcome.reason;
      return { kind: 'refused', code, reason, gatewayMessageId: readId(result) };
    }
  }
}

/** What a check of a code said (eSMS page "Verify OTP Code", 2021: 0 right, 16 wrong). */
export function classifyVerify(
  result: HttpResult,
  profile: GatewayProfile,
  now: number,
): OtpVerifyOutcome {
  const outcome = classifyOtp(result, profile, now);
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'verified' };
    case 'ambiguous':
      return {
        kind: 'ambiguous',
        code: outcome.code,
        reason: say('code-doubt', { gateway: profile.label, code: outcome.code }),
      };
    case 'refused': {
      const { code, reason } = outcome;
      return { kind: code === WRONG_CODE ? 'wrong' : 'refused', code, reason };
    }
  }
}

const NOT_SENT = say('stopped-before-code');

/** Refusals carry an id too, which the gateway's support asks for. */
function readId(result: HttpResult): string | null {
  if (result.kind === 'failed') return null;
  try {
    const json: unknown = JSON.parse(result.body);
    if (typeof json !== 'object' || json === null || !('id' in json)) return null;
    return typeof json.id === 'string' && /^[\w-]{1,100}$/.test(json.id) ? json.id : null;
  } catch {
    return null;
  }
}
