import type { Dispatcher } from 'undici';
import { isHeaderValue } from '#shared/gateways/http-headers.ts';

/** What became of one HTTP request, told so that a driver can say whether it may be repeated. */
export type HttpResult =
  | {
      kind: 'answer';
      status: number;
      /** Value of the Retry-After header, as sent. */
      retryAfter: string | undefined;
      body: string;
      headers?: AnswerHeaders;
    }
  | {
      kind: 'failed';
      /** Error code of Node or undici, or `TIMEOUT`, `TOO_LARGE`, `ABORTED`, `BAD_HEADER`. */
      code: string;
      /** False only when certainly no byte of the request left this computer. */
      sent: boolean;
      /** Of `BAD_HEADER`: the one whose value HTTP cannot carry. */
      header?: string;
      /** What had come of an answer that never got whole; only to be looked at. */
      partly?: { status: number; headers: AnswerHeaders; body: string };
    };

/** Headers of an answer by their names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Makes one request; see `exchange`. */
export type Exchange = (options: ExchangeOptions) => Promise<HttpResult>;

/** One request. Nothing is retried, redirected or pipelined. */
export type ExchangeOptions = {
  dispatcher: Dispatcher;
  origin: string;
  /** Path and query. */
  path: string;
  method: 'GET' | 'POST' | 'PUT';
  headers: Readonly<Record<string, string>>;
  /** Null: none. */
  body: string | Buffer | null;
  /** From the moment the request goes on the wire to the last byte of the answer. */
  timeoutMs: number;
  signal: AbortSignal;
};

/** Longer answers are cut off: no gateway has a reason to send them. */
const MAX_ANSWER = 64 * 1024;

/**
 * Asks once and always resolves. Works below undici's `request` because only the dispatcher tells
 * when a request is written to a socket: an error before that moment proves that nothing left,
 * whatever its code, and one after it proves nothing.
 */
export function exchange(options: ExchangeOptions): Promise<HttpResult> {
  const bad = Object.entries(options.headers).find(([, value]) => !isHeaderValue(value));
  if (bad) {
    return Promise.resolve({ kind: 'failed', code: 'BAD_HEADER', sent: false, header: bad[0] });
  }
  return new Promise((resolve) => {
    const one = new OneExchange(options, resolve);
    const { dispatcher, origin, path, method, headers, body } = options;
    try {
      // A GET can be a send too: `idempotent: false`, so that nothing thinks it may be repeated.
      dispatcher.dispatch({ origin, path, method, headers, body, idempotent: false }, one);
    } catch (error) {
      one.fail(codeOf(error));
    }
  });
}

class OneExchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (result: HttpResult) => void;
  readonly #onAbort = () => this.fail('ABORTED');
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #settled = false;
  #status = 0;
  #size = 0;
  #headers: AnswerHeaders = {};

  constructor(options: ExchangeOptions, resolve: (result: HttpResult) => void) {
    this.#options = options;
    this.#resolve = resolve;
    if (options.signal.aborted) this.fail('ABORTED');
    else options.signal.addEventListener('abort', this.#onAbort);
  }

  /** Called on the socket's turn, before the first byte is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) return controller.abort(new Error('given up before it was sent'));
    this.#controller = controller;
    this.#timer = setTimeout(() => this.fail('TIMEOUT'), this.#options.timeoutMs);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MAX_ANSWER) this.fail('TOO_LARGE');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const value = this.#headers['retry-after'];
    this.#settle({
      kind: 'answer',
      status: this.#status,
      retryAfter: Array.isArray(value) ? value[0] : value,
      body: this.#body(),
      headers: this.#headers,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(codeOf(error));
  }

  /** Ends the exchange; bytes that were written stay written. */
  fail(code: string): void {
    const controller = this.#controller;
    const partly =
      this.#status === 0 || this.#settled
        ? undefined
        : { status: this.#status, headers: this.#headers, body: this.#body() };
    const sent = controller !== undefined;
    if (!this.#settle({ kind: 'failed', code, sent, ...(partly && { partly }) })) return;
    controller?.abort(new Error(code));
  }

  #body(): string {
    const first = this.#chunks[0];
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    return bytes.toString('utf8');
  }

  #settle(result: HttpResult): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#resolve(result);
    return true;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'UNKNOWN';
}
