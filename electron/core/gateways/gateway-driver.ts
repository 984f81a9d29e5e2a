import type { LookUpResult } from '#shared/gateways/look-up.ts';
import type { OtpRequest } from '#shared/otp/rules.ts';
import type { Encoding } from '#shared/sms/segments.ts';
import type { WireExchange } from '#core/gateways/wire.ts';

/** One message to hand over, exactly as frozen. Drivers know no campaign and no database. */
export type SendRequest = {
  /** Unique per request and the same when it is repeated; the dedupe key where the gateway has one. */
  reference: string;
  /** Digits with country code. */
  msisdn: string;
  text: string;
  encoding: Encoding;
};

/** Several messages of equal text in one request. */
export type BatchRequest = Pick<SendRequest, 'reference' | 'text' | 'encoding'> & {
  /** Digits with country code; each number once, at most as many as the account's `batch`. */
  msisdns: readonly string[];
};

/**
 * What became of one message. Closed: a driver must decide.
 * - accepted: the gateway took it (and charges for it)
 * - rejected: a documented, permanent refusal of this message
 * - rate-limited: refused for now by documented means; nothing was taken
 * - retryable: certainly not taken (nothing left this computer, or a documented "try again")
 * - paused: refused for a reason that holds for every message (credentials, credit, configuration)
 * - split: a request with several recipients was refused for one of them, which is not named; nothing was
 *   taken, and each is to be sent by itself
 * - ambiguous: the bytes may have left and nobody said what became of them
 */
export type SendOutcome =
  | {
      kind: 'accepted';
      gatewayMessageId: string | null;
      /** Ids of the second and further parts, where the gateway reports on each part by its own. */
      furtherIds?: readonly string[];
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
  | { kind: 'split'; code: string; reason: string }
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

/**
 * What became of a question about a number. Asked: the gateway took it, and calls its result in later.
 * Refused: certainly not asked, costs nothing. Ambiguous: it may have been asked and charged.
 */
export type LookUpOutcome =
  | { kind: 'asked'; requestId: string | null; credits: number | null; code: string | null }
  | { kind: 'refused' | 'ambiguous'; code: string; reason: string };

/** The result of a look-up as a gateway called it in. */
export type LookUpAnswer = {
  requestId: string;
  result: LookUpResult;
  /** The gateway's own word. */
  word: string;
  /** The values of the callback as they came. */
  raw: string;
};

/** A text that a gateway is to approve. */
export type TemplateRequest = { title: string; text: string; reference: string };

/** What became of handing a text in. Refused: it certainly was not. Ambiguous: it may have been. */
export type TemplateOutcome =
  | { kind: 'submitted'; code: string | null }
  | { kind: 'refused' | 'ambiguous'; code: string; reason: string };

/** What a gateway decided on a text that was handed in. */
export type TemplateAnswer = {
  reference: string;
  /** `pending`: it said something else than yes or no. */
  state: 'approved' | 'rejected' | 'pending';
  word: string | null;
  code: string | null;
};

/** Whether the gateway can be reached and takes the credentials, found out without sending. */
export type CheckOutcome =
  | {
      ok: true;
      /** What else it said, as one sentence; null where there is nothing to add. */
      detail: string | null;
      /** Where it told its balance by the way. */
      credits?: number;
      /** It was only reached: nothing of the credentials was looked at. */
      credentialsUntried?: true;
    }
  | { ok: false; code: string; reason: string };

/** What a poll for delivery reports brought. */
export type PollOutcome = {
  /** Of the ids asked for, those that have a final report. */
  reports: readonly DeliveryReport[];
  /** Ids that the gateway does not know: asking again is useless. */
  unknown: readonly string[];
  /** Why not every id could be asked for (nothing is lost: they are asked for again); null: all were. */
  problem: { code: string; reason: string; retryAfterMs: number } | null;
};

/**
 * A connection to one gateway account. One implementation per kind of gateway; every one passes
 * the conformance suite (`conformance/`). No method throws, and none retries by itself.
 */
export interface GatewayDriver {
  /**
   * A fired signal before bytes left is `retryable`; after that it is `ambiguous`. `watch`, only where a
   * session is held: told what this message put on the wire and what answered it, secrets included.
   */
  send(
    request: SendRequest,
    signal: AbortSignal,
    watch?: (exchange: WireExchange) => void,
  ): Promise<SendOutcome>;
  /**
   * Only where the account's `batch` is above 1. One outcome for each number, in their order. Where the
   * fate of the whole request is unknown, every outcome is `ambiguous`.
   */
  sendBatch?(batch: BatchRequest, signal: AbortSignal): Promise<readonly SendOutcome[]>;
  /** Credits left; `ok: false` with code `no-balance` where the gateway does not tell. */
  balance(signal: AbortSignal): Promise<BalanceOutcome>;
  /** Only where a balance is no test of the connection; sends nothing and costs nothing. */
  check?(signal: AbortSignal): Promise<CheckOutcome>;
  /**
   * Only where reports come on a session: connects, keeps connected until `close`, and hands every
   * report and every message from a phone to the `onReport` and `onIncoming` that the driver was made
   * with. Called when Siar begins to send and receive, also when nothing is to be sent. Being called
   * again changes nothing.
   */
  listen?(): void;
  /** Only where reports are polled for: asks about these messages, `pollBatch` at the most. */
  poll?(gatewayMessageIds: readonly string[], signal: AbortSignal): Promise<PollOutcome>;
  /** Ids that one `poll` takes; 1 unless told. */
  readonly pollBatch?: number;
  /** Only where a session is held: how it was opened the last time, secrets included; null: not yet. */
  lastOpening?(): WireExchange | null;
  /** Only where the gateway looks numbers up (HLR): asks once, about one number. */
  lookUp?(msisdn: string, signal: AbortSignal): Promise<LookUpOutcome>;
  /** Only where the gateway approves texts: hands one in, once. */
  submitTemplate?(template: TemplateRequest, signal: AbortSignal): Promise<TemplateOutcome>;
  /** Only where the gateway does one-time passwords. */
  readonly otp?: OtpDriver;
  /** Lets calls in flight end, then frees the sockets and ends the session. */
  close(): Promise<void>;
}

/** A delivery report as a gateway sent it. */
export type DeliveryReport = {
  gatewayMessageId: string;
  report: 'delivered' | 'undelivered' | 'expired';
  /** When the gateway says it happened, ms; null where it does not say. */
  reportedAt: number | null;
  /**
   * How else the id may have been written when the message was accepted (hexadecimal, with zeros before
   * it); only together with `msisdn`, which has to fit then.
   */
  otherIds?: readonly string[];
  /** The phone that the report is about. */
  msisdn?: string;
};

/** A message from a phone, as a gateway handed it over. */
export type IncomingMessage = {
  /** Who sent it: a number as the gateway writes it (a plus only where it is complete), or a name. */
  from: string;
  /** The number or name that it was sent to; empty where the gateway does not say. */
  to: string;
  text: string;
  /** The gateway's own id of it, the same whenever it hands it over again; null where it gives none. */
  gatewayMessageId: string | null;
  /** Its place in a message that comes in several parts; null: it is whole. */
  part: { reference: number; total: number; number: number } | null;
};

/** A request that came to an account's callback address. */
export type CallbackRequest = {
  method: 'GET' | 'POST';
  /** What follows the account's own part of the path, without a leading slash; mostly empty. */
  rest: string;
  query: URLSearchParams;
  contentType: string;
  /** Text of a POST, 64 kB at the most; empty for a GET. */
  body: string;
};

/**
 * What a callback was: reports, a message from a phone, the result of a look-up or a decision on a text to
 * record (then the gateway is told "received"), something to be told "received" without more, or something
 * to turn away.
 */
export type CallbackOutcome =
  | { kind: 'reports'; reports: readonly DeliveryReport[] }
  | { kind: 'incoming'; message: IncomingMessage }
  | { kind: 'look-up'; answer: LookUpAnswer }
  | { kind: 'template'; answer: TemplateAnswer }
  | { kind: 'ignored'; why: string | null }
  | { kind: 'refused'; why: string };
