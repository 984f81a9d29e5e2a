import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Core } from '#core/create-core.ts';
import type { CallContext } from '#core/ports.ts';
import { SiarError, refused } from '#shared/contract/errors.ts';
import {
  LINK_PAGE,
  NOT_BUILT_PAGE,
  NOT_FOUND_PAGE,
  sendPage,
  signInPage,
} from '#headless/plain-pages.ts';
import { createRequestGuard, type RequestGuard } from '#headless/request-guard.ts';
import type { Sessions } from '#headless/session.ts';
import { serveStatic } from '#headless/static-files.ts';
import { receiveUpload, sendDownload, sendJson } from '#headless/transfer-routes.ts';
import type { Permission } from '#shared/users/permissions.ts';
import { runAs } from '#core/users/caller.ts';

/** The web pages and their calls, as long as it listens. */
export type WebServer = { readonly port: number; close(): Promise<void> };

/** What the web server is made of. */
export type WebServerOptions = {
  core: Core;
  sessions: Sessions;
  /** Bind address; port 0 takes any free one. */
  host: string;
  port: number;
  /** The built renderer. */
  rendererFolder: string;
};

const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const MAX_FORM_BYTES = 4 * 1024;
const PING_EVERY_MS = 30_000;

/** Listens. Rejects with the system's error (EADDRINUSE, EACCES, EADDRNOTAVAIL …) where it cannot. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { core, sessions } = options;
  const server = createServer();
  const port = await listen(server, options.host, options.port);
  const guard = createRequestGuard({ host: options.host, port });
  const site: Site = { ...options, guard };

  server.on('request', (request, response) => {
    route(site, request, response).catch((error: unknown) => {
      core.deps.logger.warn({ err: error }, 'a web request failed');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const handler = new RPCHandler<CallContext>(core.router, {
    clientInterceptors: [core.errorMapper],
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const objection = guard.objection(request);
    if (objection !== null || pathOf(request).pathname !== '/rpc') {
      core.deps.logger.warn({ objection }, 'a connection was refused');
      return refuse(socket, '403 Forbidden');
    }
    const cookie = guard.sessionOf(request);
    const session = sessions.callsOf(cookie, () => core.deps.sessions.open('browser'));
    if (!session) return refuse(socket, '401 Unauthorized');
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', (error) => core.deps.logger.warn({ err: error }, 'a page sent too much'));
      keepAlive(client, () => sessions.touch(cookie));
      void handler.upgrade(client, { context: { trust: 'session', session } });
    });
  });

  return {
    port,
    async close() {
      for (const client of sockets.clients) client.close(1001, 'Siar is closing');
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Site = WebServerOptions & { guard: RequestGuard };

async function route(site: Site, request: IncomingMessage, response: ServerResponse) {
  const { guard, sessions, core } = site;
  harden(request, response);
  const objection = guard.objection(request);
  if (objection !== null) {
    core.deps.logger.warn({ objection }, 'a web request was refused');
    response.writeHead(403).end();
    return;
  }
  const { pathname, searchParams } = pathOf(request);
  const token = searchParams.get('token');
  if (pathname === '/' && token !== null && request.method === 'GET') {
    const session = sessions.redeem(token);
    if (session !== null) return welcome(site, session, response);
    return sendPage(response, 401, LINK_PAGE);
  }
  if (pathname === '/sign-in' && request.method === 'POST' && sessions.hasPassword) {
    return signIn(site, request, response);
  }
  if (!sessions.touch(guard.sessionOf(request))) {
    return sendPage(response, 401, sessions.hasPassword ? signInPage(false) : LINK_PAGE);
  }
  if (pathname === '/files' && request.method === 'POST') {
    return inNameOf(site, request, response, 'contacts.write', () =>
      receiveUpload(core.deps.files, request, response),
    );
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  if (pathname.startsWith('/files/')) {
    const id = pathname.slice('/files/'.length);
    return inNameOf(site, request, response, 'app.use', () =>
      sendDownload(core.deps.files, id, request, response),
    );
  }
  if (await serveStatic(site.rendererFolder, pathname, request, response)) return;
  if (pathname === '/') sendPage(response, 503, NOT_BUILT_PAGE);
  else sendPage(response, 404, NOT_FOUND_PAGE);
}

/**
 * Moves a file in the name of whoever is signed in at this browser; answers 403 with the sentence
 * where nobody is, where the page is locked or where the role may not.
 */
async function inNameOf(
  { core, guard, sessions }: Site,
  request: IncomingMessage,
  response: ServerResponse,
  permission: Permission,
  work: () => Promise<void>,
): Promise<void> {
  const open = () => core.deps.sessions.open('browser');
  const session = sessions.callsOf(guard.sessionOf(request), open);
  try {
    if (!session) throw refused('sign-in-needed', 'This session is over. Nothing was moved.');
    await runAs(core.deps.sessions.actorWith(session, permission), work);
  } catch (error) {
    if (!(error instanceof SiarError) || response.headersSent) throw error;
    const { code, kind, message, details = {} } = error;
    request.resume();
    response.setHeader('connection', 'close');
    sendJson(response, 403, { error: { code, kind, message, details } });
  }
}

function welcome({ guard }: Site, session: string, response: ServerResponse): void {
  response.writeHead(303, {
    location: '/',
    'set-cookie': guard.cookieFor(session),
    'cache-control': 'no-store',
  });
  response.end();
}

async function signIn(site: Site, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_FORM_BYTES) return sendPage(response, 413, signInPage(true));
    chunks.push(bytes);
  }
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  const session = await site.sessions.signIn(form.get('password') ?? '');
  if (session !== null) return welcome(site, session, response);
  return sendPage(response, 401, signInPage(true));
}

/** Mantine writes inline style attributes; scripts come from this server only. */
function harden(request: IncomingMessage, response: ServerResponse): void {
  const host = /^[\w.:[\]-]+$/.test(request.headers.host ?? '') ? request.headers.host : '';
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
      `connect-src 'self' ws://${host} wss://${host}; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}

function pathOf(request: IncomingMessage): URL {
  const raw = request.url ?? '/';
  // `//host/path` would be read as another host; the path is what counts.
  return new URL(`http://localhost/${raw.replace(/^\/+/, '')}`);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** A page that went away without a word is noticed within a minute; an open page keeps its session. */
function keepAlive(client: WebSocket, touch: () => void): void {
  let answered = true;
  client.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return client.terminate();
    answered = false;
    touch();
    client.ping();
  }, PING_EVERY_MS);
  timer.unref();
  client.on('close', () => clearInterval(timer));
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}
