import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import { APP_ORIGIN, APP_SCHEME, isAppUrl } from '#desktop/app-origin.ts';
import type { FileTraffic } from '#desktop/file-traffic.ts';

/**
 * No code but our own, no connection but our own origin. Styles may be inline because Mantine sets
 * style attributes; scripts may not.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const COMMON_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
};

/** Declares the scheme as a secure origin of its own. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

/** Serves the built pages and the file traffic under `app://siar/` in one session. */
export function serveApp(session: Session, rendererFolder: string, files: FileTraffic): void {
  session.protocol.handle(APP_SCHEME, (request) => answer(request, rendererFolder, files));
}

/**
 * One request of the window. `GET /…` a built file, `POST /files` an upload, `GET /files/ID` a
 * download. Everything else, and everything another origin asked for, is refused.
 */
async function answer(
  request: Request & { initiatorOrigin?: string | null },
  rendererFolder: string,
  files: FileTraffic,
): Promise<Response> {
  const url = URL.parse(request.url);
  if (!url || !isAppUrl(request.url)) return refuse(404);
  // Chromium names who asked and no page can forge it; absent means that main itself navigated.
  const initiator = request.initiatorOrigin;
  if (initiator !== undefined && initiator !== APP_ORIGIN) return refuse(403);

  if (url.pathname === '/files') {
    return request.method === 'POST' ? files.upload(request, url) : refuse(405);
  }
  if (request.method !== 'GET') return refuse(405);
  if (url.pathname.startsWith('/files/')) return files.download(url.pathname.slice(7));
  return serveFile(rendererFolder, url.pathname);
}

async function serveFile(folder: string, pathname: string): Promise<Response> {
  const path = resolveInside(folder, pathname === '/' ? '/index.html' : pathname);
  const found = path ? await stat(path).catch(() => undefined) : undefined;
  if (!path || !found?.isFile()) return refuse(404);
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      ...COMMON_HEADERS,
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': String(found.size),
      'cache-control': 'no-cache',
    },
  });
}

/** The path of a file inside the folder, or undefined where the URL points outside it. */
export function resolveInside(folder: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const path = join(folder, decoded);
  const inside = relative(folder, path);
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOutside || inside === '' ? undefined : path;
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: COMMON_HEADERS });
}
