import { buildConnector } from 'undici';
import { createConnections } from '#core/gateways/http/connections.ts';
import { exchange, type Exchange, type HttpResult } from '#core/gateways/http/exchange.ts';

/** How long to wait; tests wait less. */
export type HttpTimeouts = { connectMs?: number; answerMs?: number };

/** What an HTTP driver may be told besides its account. */
export type HttpDriverSettings = {
  timeouts?: HttpTimeouts;
  maxConnections?: number;
  /** Makes the requests; over the network unless somebody wants to look at them. */
  exchange?: Exchange | undefined;
};

/** One request to a gateway. */
export type HttpCall = {
  method: 'GET' | 'POST' | 'PUT';
  /** Path and query below the origin of the gateway's address. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
};

/** The connections to one gateway address. */
export type HttpClient = {
  /** Path below the gateway's address, for example `sms/send`. */
  pathOf(relative: string): string;
  /** Asks once; always resolves. */
  call(call: HttpCall, signal: AbortSignal): Promise<HttpResult>;
  /**
   * Asks again once where a kept connection turned out to be closed: only for what sends nothing and
   * costs nothing.
   */
  ask(call: HttpCall, signal: AbortSignal): Promise<HttpResult>;
  /** Lets calls in flight end. */
  close(): Promise<void>;
};

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
/** Requests on the wire at once; more wait here for their turn. */
const MAX_CONNECTIONS = 50;
/**
 * Idle connections are dropped soon: a request on one that the gateway has just closed ends in
 * doubt, and doubt costs more than a new connection.
 */
const KEEP_ALIVE_MS = 3_000;

/** See HttpClient. https certificates are always verified; redirects are never followed. */
export function createHttpClient(baseUrl: string, settings: HttpDriverSettings = {}): HttpClient {
  const { timeouts = {}, maxConnections = MAX_CONNECTIONS } = settings;
  const makeRequest = settings.exchange ?? exchange;
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const connections = createConnections(base.origin, maxConnections, {
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // The exchange has its own deadline, which covers the whole answer.
    headersTimeout: 0,
    bodyTimeout: 0,
    // One for all connections: a TLS session of one is taken up by the others.
    connect: buildConnector({
      timeout: timeouts.connectMs ?? CONNECT_MS,
      // Said outright, so that no environment variable can switch the check off.
      rejectUnauthorized: true,
    }),
  });
  const timeoutMs = timeouts.answerMs ?? ANSWER_MS;
  const call: HttpClient['call'] = async ({ method, path, headers = {}, body }, signal) => {
    const connection = connections.take() ?? (await connections.next());
    try {
      return await makeRequest({
        dispatcher: connection,
        origin: base.origin,
        path,
        method,
        headers,
        body: body ?? null,
        timeoutMs,
        signal,
      });
    } finally {
      connections.giveBack(connection);
    }
  };
  return {
    pathOf: (relative) => new URL(relative, base).pathname,
    call,
    async ask(request, signal) {
      const result = await call(request, signal);
      return isBrokenConnection(result) ? call(request, signal) : result;
    },
    close: () => connections.close(),
  };
}

function isBrokenConnection(result: HttpResult): boolean {
  return (
    result.kind === 'failed' &&
    result.sent &&
    !['TIMEOUT', 'ABORTED', 'TOO_LARGE'].includes(result.code)
  );
}
