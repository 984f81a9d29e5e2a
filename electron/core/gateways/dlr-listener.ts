import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import type { Logger } from '#core/ports.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import { listen } from '#core/gateways/http/listen.ts';

/** One gateway's way in. */
type DlrRoute = {
  gatewayId: number;
  /** Unguessable: reports are not signed, so knowing the path is the only proof of who sends them. */
  token: string;
  reports: GatewayProfile['reports'];
  /** Ends once the report is committed; throws or rejects when it could not be. */
  onReport: (report: DeliveryReport) => Promise<void> | void;
};

/** A socket on which gateways report deliveries. */
export type DlrListener = {
  readonly port: number;
  setRoutes(routes: readonly DlrRoute[]): void;
  close(): Promise<void>;
};

type Answer = { status: number; text: string };

const PATH = /^\/dlr\/([\w-]{1,100})$/;
const MAX_ID = 200;
const MAX_WORD = 40;
const GMT8_MS = 8 * 3_600_000;
const NOT_FOUND: Answer = { status: 404, text: 'Not found' };
const RECEIVED: Answer = { status: 200, text: 'OK' };

/**
 * Receives `GET /dlr/<token>?msgId=…&s=…&t=…` (eSMS delivery-report page 2017: any 2xx means
 * "received", anything else is repeated up to ten times). 200 is said only after the report is
 * committed; 503 when it could not be. Throws SiarError `port-in-use`.
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
      request.resume();
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

function tell(response: ServerResponse, { status, text }: Answer): void {
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
): Promise<Answer> {
  const url = URL.parse(request.url ?? '', 'http://listener.invalid');
  const token = url ? PATH.exec(url.pathname)?.[1] : undefined;
  const route = token === undefined ? undefined : findRoute(routes, token);
  if (!url || !route || request.method !== 'GET') return NOT_FOUND;
  const id = url.searchParams.get('msgId') ?? '';
  const word = url.searchParams.get('s') ?? '';
  const { gatewayId } = route;
  if (id === '' || id.length > MAX_ID || word === '' || word.length > MAX_WORD) {
    logger.warn({ gatewayId }, 'a delivery report without a usable msgId or s was turned away');
    return { status: 400, text: 'msgId and s are needed' };
  }
  const report = Object.hasOwn(route.reports, word) ? route.reports[word] : undefined;
  if (report === undefined || report === 'ignored') {
    if (report === undefined) logger.warn({ gatewayId, word }, 'unknown delivery-report word');
    return RECEIVED;
  }
  const reportedAt = parseReportTime(url.searchParams.get('t') ?? '');
  try {
    await route.onReport({ gatewayMessageId: id, report, reportedAt });
  } catch (error) {
    logger.error({ err: error, gatewayId }, 'a delivery report could not be recorded');
    return { status: 503, text: 'Try again later' };
  }
  return RECEIVED;
}

function findRoute(routes: readonly DlrRoute[], token: string): DlrRoute | undefined {
  const given = Buffer.from(token);
  return routes.find((route) => {
    const known = Buffer.from(route.token);
    return known.length === given.length && timingSafeEqual(known, given);
  });
}

/** `yyyyMMddHHmmss` in GMT+8 as ms since 1970, or null where it is missing or no moment. */
export function parseReportTime(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse takes 30 February for 2 March.
  const again = Number.isNaN(local) ? '' : new Date(local).toISOString().replace(/\D/g, '');
  return again.startsWith(text) ? local - GMT8_MS : null;
}
