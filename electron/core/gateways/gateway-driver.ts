import type { OtpRequest } from '#shared/otp/rules.ts';
import type { Encoding } from '#shared/sms/segments.ts';

/** One message to hand over, exactly as frozen. Drivers know no campaign and no database. */
export type SendRequest = {
  /** Unique per attempt; the dedupe key where the gateway has one. */
  reference: string;
  /** Digits with country code. */
  msisdn: string;
  text: string;
  encoding: Encoding;
};

/**
 * What became of one request. Closed: a driver must decide.
 * - accepted: the gateway took it (and charges for it)
 * - rejected: a documented, permanent refusal of this message
 * - rate-limited: refused for now by documented means; nothing was taken
 * - retryable: certainly not taken (nothing left this computer, or a documented "try again")
 * - paused: refused for a reason that holds for every message (credentials, credit, configuration)
 * - ambiguous: the bytes may have left and nobody said what became of them
 */
export type SendOutcome =
  | {
      kind: 'accepted';
      gatewayMessageId: string | null;
      /** As reported by the gateway; null where it does not say. */
      parts: number | null;
      credits: number | null;
      code: string | null;
    }
  | { kind: 'rejected'; code: string; reason: string }
  | { kind: 'rate-limited'; retryAfterMs: number; code: string; reason: string }
  | {
      kind: 'retryable';
      code: string;
      reason: string;
      /** True when the gateway could not be reached at all (refused, no such host, TLS failure). */
      unreachable: boolean;
    }
  | {
      kind: 'paused';
      pauseReason: 'credentials' | 'credit' | 'configuration';
      code: string;
      reason: string;
    }
  | { kind: 'ambiguous'; code: string; reason: string };

/** A balance, or one sentence that says why there is none. */
export type BalanceOutcome =
  { ok: true; credits: number } | { ok: false; code: string; reason: string };

/**
 * What became of a request for a one-time password. Refused: certainly not sent, for a documented
 * reason or because nothing left this computer. Ambiguous: it may have been sent and charged.
 */
export type OtpOutcome =
  | Extract<SendOutcome, { kind: 'accepted' | 'ambiguous' }>
  | { kind: 'refused'; code: string; reason: string; gatewayMessageId: string | null };

/** What a check of a one-time password said. Refused: the code was not checked at all. */
export type OtpVerifyOutcome =
  { kind: 'verified' } | { kind: 'wrong' | 'refused' | 'ambiguous'; code: string; reason: string };

/** One-time passwords that the gateway itself makes, sends and checks. Never retries by itself. */
export interface OtpDriver {
  /** The gateway makes a code and sends it; the code is not part of its answer. */
  generate(request: OtpRequest, signal: AbortSignal): Promise<OtpOutcome>;
  verify(
    request: { msisdn: string; appId: number; code: string },
    signal: AbortSignal,
  ): Promise<OtpVerifyOutcome>;
}

/** A connection to one gateway account. One implementation per kind of gateway. */
export interface GatewayDriver {
  /** Never throws and never retries by itself; a fired signal before bytes left is `retryable`. */
  send(request: SendRequest, signal: AbortSignal): Promise<SendOutcome>;
  balance(signal: AbortSignal): Promise<BalanceOutcome>;
  /** Only where the gateway does one-time passwords. */
  readonly otp?: OtpDriver;
  /** Lets calls in flight end, then frees the sockets. */
  close(): Promise<void>;
}

/** A delivery report as a gateway sent it. */
export type DeliveryReport = {
  gatewayMessageId: string;
  report: 'delivered' | 'undelivered' | 'expired';
  /** When the gateway says it happened, ms; null where it does not say. */
  reportedAt: number | null;
};
