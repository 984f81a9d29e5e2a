import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock, type Clock, type Logger } from '#core/ports.ts';
import { isIncomingPath } from '#core/gateways/callbacks.ts';
import { listen } from '#core/gateways/http/listen.ts';
import {
  digestOf,
  fits,
  inboxOf,
  INBOX_PATH,
  MAX_WAIT_SECONDS,
  POLL_PATH,
} from '#core/relay/protocol.ts';
import { openCallbackStore, type CallbackStore } from '#core/relay/server/callback-store.ts';
import { createTokenBucket } from '#core/relay/server/token-bucket.ts';

/** How to run a relay. */
export type RelayOptions = {
  folder: string;
  key: string;
  host: string;
  port: number;
  logger: Logger;
  clock?: Clock;
  keepMs?: number;
  maxCallbacks?: number;
};

/** A running relay. */
export type Relay = {
  readonly port: number;
  /** Callbacks that wait to be fetched. */
  waiting(): number;
  close(): Promise<void>;
};

type Answer = { status: number; text: string; type?: string };

const MAX_BODY = 64 * 1024;
const MAX_PATH = 300;
const DAY_MS = 86_400_000;
const KEEP_MS = 14 * DAY_MS;
const MAX_CALLBACKS = 500_000;
/** Gateways report in bursts; a million reports an hour pass. */
const CALLBACKS = { burst: 3_000, perSecond: 300 };
/** Whoever does not know the address or the key has nothing to ask here. */
const STRANGERS = { burst: 60, perSecond: 2 };

const NOT_FOUND: Answer = { status: 404, text: 'Not found' };
const BUSY: Answer = { status: 429, text: 'Too many requests' };

/**
 * Takes callbacks at `/in/<inbox>/…`, says "received" once one is on the disk, and hands them out on an
 * authenticated long poll until they are acknowledged by the next one: at least once, in order. Throws
 * SiarError `port-in-use` or `relay-folder`.
 */
export async function createRelay(options: RelayOptions): Promise<Relay> {
  const clock = options.clock ?? systemClock;
  const store = openCallbackStore({
    folder: options.folder,
    now: () => clock.now(),
    keepMs: options.keepMs ?? KEEP_MS,
    maxCallbacks: options.maxCallbacks ?? MAX_CALLBACKS,
  });
  const desk = new RelayDesk(store, options, clock);
  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 10_000 },
    (request, response) => void desk.serve(request, response),
  );
  server.maxConnections = 512;
  let port: number;
  try {
    port = await listen(server, options.host, options.port);
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    port,
    waiting: () => store.count(),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      desk.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

class RelayDesk {
  private readonly keyDigest: Buffer;
  private readonly inboxDigest: Buffer;
  private readonly callbacks = createTokenBucket(CALLBACKS.burst, CALLBACKS.perSecond);
  private readonly strangers = createTokenBucket(STRANGERS.burst, STRANGERS.perSecond);
  /** The poll that waits for something to come; a newer one ends it. */
  private waiter: (() => void) | undefined;

  private readonly store: CallbackStore;
  private readonly options: RelayOptions;
  private readonly clock: Clock;

  constructor(store: CallbackStore, options: RelayOptions, clock: Clock) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.keyDigest = digestOf(options.key);
    this.inboxDigest = digestOf(inboxOf(options.key));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    try {
      answer = await this.answer(request, response);
    } catch (error) {
      this.options.logger.error({ err: error }, 'the relay could not answer');
      answer = { status: 503, text: 'Try again later' };
    }
    if (response.destroyed) return;
    response.writeHead(answer.status, {
      'Content-Type': answer.type ?? 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(answer.text),
      'Cache-Control': 'no-store',
      ...(answer.status === 429 && { 'Retry-After': '1' }),
      // The rest of a body that was not read must not be taken for the next request.
      ...(answer.status === 413 && { Connection: 'close' }),
    });
    response.end(answer.text);
  }

  close(): void {
    this.waiter?.();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const url = URL.parse(request.url ?? '', 'http://relay.invalid');
    const inbox = url && new RegExp(`^${INBOX_PATH}([\\w-]{43})/(.+)$`).exec(url.pathname);
    if (url && inbox?.[1] !== undefined && fits(inbox[1], this.inboxDigest)) {
      return this.keep(request, inbox[2] ?? '', url.search.slice(1));
    }
    request.resume();
    if (url?.pathname === '/healthz') return { status: 200, text: 'ok' };
    if (url?.pathname === POLL_PATH && request.method === 'GET') {
      const key = /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1];
      if (key !== undefined && fits(key, this.keyDigest)) {
        return this.poll(url.searchParams, response);
      }
      return this.turnAway({ status: 401, text: 'Wrong key' });
    }
    return this.turnAway(NOT_FOUND);
  }

  private turnAway(answer: Answer): Answer {
    return this.strangers.take(this.clock.monotonic()) ? answer : BUSY;
  }

  private async keep(request: IncomingMessage, path: string, query: string): Promise<Answer> {
    const { method } = request;
    if ((method !== 'GET' && method !== 'POST') || path.length > MAX_PATH) {
      request.resume();
      return NOT_FOUND;
    }
    if (!this.callbacks.take(this.clock.monotonic())) {
      request.resume();
      return BUSY;
    }
    const body = await readBody(request);
    if (body === undefined) return { status: 413, text: 'Too large' };
    const contentType = (request.headers['content-type'] ?? '').slice(0, 200);
    try {
      await this.store.add({ method, path, query, contentType, body });
    } catch (error) {
      // Whoever called calls again; what is not on the disk was not received.
      this.options.logger.error({ err: error }, 'a callback could not be kept');
      return { status: 503, text: isIncomingPath(path) ? '' : 'Try again later' };
    }
    this.waiter?.();
    // What answers a message from a phone would be sent to it.
    return { status: 200, text: isIncomingPath(path) ? '' : 'OK' };
  }

  private async poll(query: URLSearchParams, response: ServerResponse): Promise<Answer> {
    const { epoch } = this.store;
    const given = Number(query.get('after'));
    const isKnown = query.get('epoch') === epoch && Number.isSafeInteger(given) && given > 0;
    const after = isKnown ? given : 0;
    const waitSeconds = Math.min(MAX_WAIT_SECONDS, Math.max(0, Number(query.get('wait')) || 0));
    let taken = this.store.take(after);
    if (taken.items.length === 0 && waitSeconds > 0) {
      await this.wait(waitSeconds * 1_000, response);
      taken = this.store.take(after);
    }
    const text = JSON.stringify({ epoch, ...taken });
    return { status: 200, text, type: 'application/json; charset=utf-8' };
  }

  /** Until something comes, the time is over, a newer poll takes the place, or the caller goes away. */
  private wait(ms: number, response: ServerResponse): Promise<void> {
    this.waiter?.();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        response.off('close', done);
        if (this.waiter === done) this.waiter = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      response.on('close', done);
      this.waiter = done;
    });
  }
}

/** The body as text, or undefined where it is too large or breaks off. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) resolve(undefined);
      else chunks.push(chunk);
    });
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
