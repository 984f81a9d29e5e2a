import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Core } from '#core/create-core.ts';
import { removeOwner, writeOwner, type OwnerKind } from '#core/control/owner-file.ts';
import type { CallContext } from '#core/ports.ts';

/** The door through which other processes on this computer use a data folder that this one owns. */
export type ControlEndpoint = {
  readonly port: number;
  /**
   * Resolves when no client is connected any more, then takes no new ones. A short command calls it
   * before it stops its core, so that nobody's work through it is cut off. `signal` ends the wait.
   */
  drain(signal?: AbortSignal): Promise<void>;
  /** Cuts the clients off and removes `owner.json`. Call it before the folder's lock is freed. */
  close(): Promise<void>;
};

/** Larger calls are a mistake: files never cross this door, only their paths. */
export const MAX_CALL_BYTES = 8 * 1024 * 1024;

/**
 * Opens the control endpoint of an owned folder: HTTP on 127.0.0.1 with a WebSocket at `/rpc` that
 * demands `Authorization: Bearer <token>`, announced in `<data>/owner.json`.
 * `/rpc?engine=1` also asks this process to send what is due for as long as the client stays.
 */
export async function openControlEndpoint(
  core: Core,
  options: { dataFolder: string; kind: OwnerKind; startEngine(): Promise<void> },
): Promise<ControlEndpoint> {
  const token = randomBytes(32).toString('base64url');
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CALL_BYTES,
    perMessageDeflate: false,
  });
  const handler = new RPCHandler<CallContext>(core.router, {
    clientInterceptors: [core.errorMapper],
  });
  const server = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  let draining: (() => void) | undefined;
  let pending = 0;
  const settle = () => {
    if (draining && pending === 0 && sockets.clients.size === 0) draining();
  };

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/rpc') return refuse(socket, '404 Not Found');
    if (!bears(request, token)) return refuse(socket, '401 Unauthorized');
    pending += 1;
    const ready =
      url.searchParams.get('engine') === '1' ? options.startEngine() : Promise.resolve();
    ready
      .then(
        () =>
          sockets.handleUpgrade(request, socket, head, (client) => {
            client.on('error', (error) =>
              core.deps.logger.warn({ err: error }, 'a local client sent what is not understood'),
            );
            client.on('close', settle);
            // Its own session: it comes in with nobody's identity but what it signs in with.
            const session = core.deps.sessions.open('command');
            void handler.upgrade(client, { context: { trust: 'local', session } });
          }),
        (error: unknown) => {
          core.deps.logger.error({ err: error }, 'sending could not be started');
          refuse(socket, '500 Internal Server Error');
        },
      )
      .finally(() => {
        pending -= 1;
        settle();
      });
  });

  const port = await listenOnLoopback(server);
  writeOwner(options.dataFolder, { pid: process.pid, port, token, host: options.kind });
  return {
    port,
    async drain(signal) {
      await new Promise<void>((resolve) => {
        draining = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
        if (signal?.aborted) resolve();
        settle();
      });
    },
    async close() {
      removeOwner(options.dataFolder);
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}

function bears(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
