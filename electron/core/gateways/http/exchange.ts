import type { Dispatcher } from 'undici';

/** What became of one HTTP request, told so that a driver can say whether it may be repeated. */
export type HttpResult =
  | {
      kind: 'answer';
      status: number;
      /** Value of the Retry-After header, as sent. */
      retryAfter: string | undefined;
      body: string;
    }
  | {
      kind: 'failed';
      /** Error code of Node or undici, or `TIMEOUT`, `TOO_LARGE`, `ABORTED`. */
      code: string;
      /** False only when certainly no byte of the request left this computer. */
      sent: boolean;
    };

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
  return new Promise((resolve) => {
    const one = new Exchange(options, resolve);
    const { dispatcher, origin, path, method, headers, body } = options;
    try {
      // A GET can be a send too: `idempotent: false`, so that nothing thinks it may be repeated.
      dispatcher.dispatch({ origin, path, method, headers, body, idempotent: false }, one);
    } catch (error) {
      one.fail(codeOf(error));
    }
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (result: HttpResult) => void;
  readonly #onAbort = () => this.fail('ABORTED');
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #settled = false;
  #status = 0;
  #size = 0;
  #retryAfter: string | undefined;

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
    const value = headers['retry-after'];
    this.#retryAfter = Array.isArray(value) ? value[0] : value;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MAX_ANSWER) this.fail('TOO_LARGE');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const first = this.#chunks[0];
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#settle({
      kind: 'answer',
      status: this.#status,
      retryAfter: this.#retryAfter,
      body: bytes.toString('utf8'),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(codeOf(error));
  }

  /** Ends the exchange; bytes that were written stay written. */
  fail(code: string): void {
    const controller = this.#controller;
    if (!this.#settle({ kind: 'failed', code, sent: controller !== undefined })) return;
    controller?.abort(new Error(code));
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
