import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

/** Decides which requests come from our own pages: by Host, by Origin, by cookie. */
export type RequestGuard = {
  /** Null where the request may go on, else why not (for the log; the caller is told only 403). */
  objection(request: IncomingMessage): string | null;
  /** The session id that the browser sent. */
  sessionOf(request: IncomingMessage): string | undefined;
  /** The Set-Cookie value that starts a session. */
  cookieFor(sessionId: string): string;
};

/** Whether a bind address is reachable from this computer only. */
export function isLoopback(host: string): boolean {
  const bare = bareHost(host);
  return bare === 'localhost' || bare === '::1' || /^127(\.\d{1,3}){3}$/.test(bare);
}

/**
 * See RequestGuard. Host must name the bound address and port (a foreign name means DNS rebinding);
 * Origin must be the same, and must be there for anything that writes and for WebSockets.
 * The cookie carries the port, because browsers share cookies between ports.
 */
export function createRequestGuard(bound: { host: string; port: number }): RequestGuard {
  const hosts = new Set(namesOf(bound.host).map((name) => `${name}:${bound.port}`));
  if (bound.port === 80) for (const name of namesOf(bound.host)) hosts.add(name);
  const cookieName = `siar_${bound.port}`;
  return {
    objection(request) {
      const host = request.headers.host?.toLowerCase() ?? '';
      if (!hosts.has(host)) return `foreign host ${host}`;
      const { origin } = request.headers;
      const mustHaveOrigin =
        request.headers.upgrade !== undefined ||
        (request.method !== 'GET' && request.method !== 'HEAD');
      if (origin === undefined) return mustHaveOrigin ? 'no origin' : null;
      return originHost(origin) === host ? null : `foreign origin ${origin}`;
    },
    sessionOf(request) {
      for (const pair of (request.headers.cookie ?? '').split(';')) {
        const [name, value] = pair.trim().split('=', 2);
        if (name === cookieName) return value;
      }
      return undefined;
    },
    cookieFor: (sessionId) => `${cookieName}=${sessionId}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

function namesOf(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost', '[::1]'];
  const bare = bareHost(host);
  if (isLoopback(host)) return [...new Set([...loopback, bracketed(bare)])];
  if (bare !== '0.0.0.0' && bare !== '::') return [...loopback, bracketed(bare)];
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [...loopback, ...own.map(({ address }) => bracketed(address.toLowerCase()))];
}

function bareHost(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
