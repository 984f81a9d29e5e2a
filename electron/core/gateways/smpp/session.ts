import type { Logger } from '#core/ports.ts';
import { LinkFailure, UNWRITABLE } from '#core/gateways/smpp/connect.ts';
import {
  openLink,
  type Link,
  type LinkOptions,
  type SubmitWire,
  type SubmitResult,
} from '#core/gateways/smpp/link.ts';
import type { MessageBody } from '#core/gateways/smpp/pdu.ts';

/** What a session is made of. */
export type SessionOptions = Omit<LinkOptions, 'onClose'> & {
  /** Submits that may wait for their answers at once. */
  window: number;
  logger: Logger;
  /** Waits between tries to connect again, ms; the last one is repeated. */
  reconnectMs?: readonly number[];
};

/** What became of one submit, including that there was no session to submit on. */
export type SessionResult =
  | Exclude<SubmitResult, { kind: 'unsent' }>
  | { kind: 'unreachable'; failure: LinkFailure }
  | { kind: 'aborted' };

/** How a session was opened, or why not; `at` is wall time in ms. */
export type Opening = { failure: LinkFailure | undefined; at: number; ms: number };

/** A session with one gateway that comes back by itself when its connection breaks. */
export type Session = {
  /** The last time that a session was opened, or tried to be. */
  readonly opening: Opening | undefined;
  /** Keeps connected from now on, also while nothing is to be sent. */
  listen(): void;
  /** Connects if need be; the failure, or undefined once bound. */
  connect(): Promise<LinkFailure | undefined>;
  /** Waits for a place in the window, then submits once; `watch` is told what went over the wire. */
  submit(
    message: MessageBody,
    signal: AbortSignal,
    watch?: (wire: SubmitWire) => void,
  ): Promise<SessionResult>;
  /** Lets what is in flight end, says goodbye, and stays closed. */
  close(): Promise<void>;
};

const RECONNECT_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** Those who ask again within this time get the last failure: a gateway is not to be hammered. */
const FRESH_MS = 900;
const CLOSED = 'closed';

/** See Session. */
export function createSession(options: SessionOptions): Session {
  return new ReconnectingSession(options);
}

class ReconnectingSession implements Session {
  private readonly options: SessionOptions;
  opening: Opening | undefined;
  private link: Link | undefined;
  private connecting: Promise<LinkFailure | undefined> | undefined;
  private failed: { failure: LinkFailure; at: number } | undefined;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private listening = false;
  private closing = false;
  private inFlight = 0;
  private readonly queue: (() => void)[] = [];
  private idle: (() => void) | undefined;

  constructor(options: SessionOptions) {
    this.options = options;
  }

  listen(): void {
    if (this.listening || this.closing) return;
    this.listening = true;
    void this.connect();
  }

  connect(): Promise<LinkFailure | undefined> {
    if (this.closing) return Promise.resolve(new LinkFailure(CLOSED));
    if (this.link?.open) return Promise.resolve(undefined);
    if (this.connecting) return this.connecting;
    if (this.failed && performance.now() - this.failed.at < FRESH_MS) {
      return Promise.resolve(this.failed.failure);
    }
    this.connecting = this.open().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  async submit(
    message: MessageBody,
    signal: AbortSignal,
    watch?: (wire: SubmitWire) => void,
  ): Promise<SessionResult> {
    if (this.closing) return { kind: 'unreachable', failure: new LinkFailure(CLOSED) };
    await this.takePlace();
    try {
      if (signal.aborted) return { kind: 'aborted' };
      const failure = await this.connect();
      if (failure) return { kind: 'unreachable', failure };
      const result = await this.link?.submit(message, signal, watch);
      if (result !== undefined && result.kind !== 'unsent') return result;
      if (signal.aborted) return { kind: 'aborted' };
      return { kind: 'unreachable', failure: new LinkFailure('connection-lost') };
    } finally {
      this.leavePlace();
    }
  }

  async close(): Promise<void> {
    // Those who wait for a place or are in flight still get their turn or their answer.
    if (this.inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    }
    this.closing = true;
    clearTimeout(this.timer);
    await this.connecting;
    await this.link?.unbind();
  }

  private async open(): Promise<LinkFailure | undefined> {
    clearTimeout(this.timer);
    const [at, started] = [Date.now(), performance.now()];
    const keep = (failure: LinkFailure | undefined) => {
      this.opening = { failure, at, ms: Math.round(performance.now() - started) };
    };
    try {
      this.link = await openLink({ ...this.options, onClose: (why) => this.onClose(why) });
      keep(undefined);
      this.failures = 0;
      this.failed = undefined;
      return undefined;
    } catch (error) {
      // The bind itself does not fit: its fields are the credentials, and what they are is not told.
      const code = error instanceof RangeError ? UNWRITABLE : String(error);
      const failure = error instanceof LinkFailure ? error : new LinkFailure(code);
      keep(failure);
      this.failed = { failure, at: performance.now() };
      this.options.logger.warn(
        { code: failure.code, status: failure.status },
        'no SMPP session came about',
      );
      this.retryLater();
      return failure;
    }
  }

  private onClose(why: string): void {
    if (this.closing) return;
    this.options.logger.warn({ why }, 'the SMPP session broke');
    this.retryLater();
  }

  private retryLater(): void {
    if (!this.listening || this.closing) return;
    const waits = this.options.reconnectMs ?? RECONNECT_MS;
    const wait = waits[Math.min(this.failures, waits.length - 1)] ?? 0;
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), wait);
  }

  private takePlace(): Promise<void> | void {
    this.inFlight += 1;
    if (this.inFlight <= this.options.window) return;
    return new Promise((resolve) => this.queue.push(resolve));
  }

  private leavePlace(): void {
    this.inFlight -= 1;
    const next = this.queue.shift();
    if (next) next();
    else if (this.inFlight === 0) this.idle?.();
  }
}
