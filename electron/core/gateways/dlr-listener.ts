import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from '#core/ports.ts';
import { takeCallback, type CallbackAnswer, type CallbackRoute } from '#core/gateways/callbacks.ts';
import { listen } from '#core/gateways/http/listen.ts';

/** One gateway's way in. Reports are not signed, so knowing the path is the only proof of who sends them. */
type DlrRoute = CallbackRoute & { token: string };

/** A socket on which gateways report deliveries. */
export type DlrListener = {
  readonly port: number;
  setRoutes(routes: readonly DlrRoute[]): void;
  close(): Promise<void>;
};

const PATH = /^\/dlr\/([\w-]{1,100})(?:\/([\w./-]{0,200}))?$/;
const MAX_BODY = 64 * 1024;
const NOT_FOUND: CallbackAnswer = { status: 404, text: 'Not found' };

/**
 * Receives callbacks at `/dlr/<token>`, by GET or POST, and hands each to its gateway's reader. Any 2xx
 * means "received" (eSMS delivery-report page 2017; anything else is repeated up to ten times), so 200
 * is said only after the report is committed; 503 when it could not be. Throws SiarError `port-in-use`.
 */
export async function createDlrListener(options: {
  host: string;
  port: number;
  logger: Logger;
}): Promise<DlrListener> {
  const { host, logger } = options;
  let routes: readonly DlrRoute[] = [];
  const server = createServer(
    { maxHeaderSize: 8_192, headersTimeout: 10_000, requestTimeout: 10_000 },
    (request, response) => {
      void receive(request, routes, logger).then((answer) => tell(response, answer));
    },
  );
  // Anyone may connect where the listener is public; that must not cost the process its sockets.
  server.maxConnections = 256;
  const port = await listen(server, host, options.port);
  return {
    port,
    setRoutes(next) {
      routes = next;
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function tell(response: ServerResponse, { status, text }: CallbackAnswer): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function receive(
  request: IncomingMessage,
  routes: readonly DlrRoute[],
  logger: Logger,
): Promise<CallbackAnswer> {
  const url = URL.parse(request.url ?? '', 'http://listener.invalid');
  const match = url ? PATH.exec(url.pathname) : null;
  const route = match?.[1] === undefined ? undefined : findRoute(routes, match[1]);
  const { method } = request;
  if (!url || !route || (method !== 'GET' && method !== 'POST')) {
    request.resume();
    return NOT_FOUND;
  }
  const body = await readBody(request);
  if (body === undefined) return { status: 413, text: 'Too large' };
  const contentType = request.headers['content-type'] ?? '';
  const rest = match?.[2] ?? '';
  return takeCallback(route, { method, rest, query: url.searchParams, contentType, body }, logger);
}

/** The body as text, or undefined where it is too large or breaks off. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
    });
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
    request.on('end', () =>
      resolve(size > MAX_BODY ? undefined : Buffer.concat(chunks).toString('utf8')),
    );
  });
}

function findRoute(routes: readonly DlrRoute[], token: string): DlrRoute | undefined {
  const given = Buffer.from(token);
  return routes.find((route) => {
    const known = Buffer.from(route.token);
    return known.length === given.length && timingSafeEqual(known, given);
  });
}
