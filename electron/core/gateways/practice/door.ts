import type { Server } from 'node:http';
import { listen } from '#core/gateways/http/listen.ts';

/** The listening socket of the practice gateway, which can be shut and opened again on its port. */
export type Door = {
  /** Throws SiarError `port-in-use`. Does nothing when it is open already. */
  open(port: number): Promise<void>;
  /** Connections are refused from now on, and open ones end. */
  shut(): Promise<void>;
  /** Shut for good. */
  close(): Promise<void>;
  port(): number;
  url(): string;
};

/** How long a `setInterval` may sleep; it only keeps the process alive while nothing listens. */
const LONGEST_MS = 2_147_483_647;

/** See Door. */
export function createDoor(server: Server, host: string): Door {
  let port = 0;
  let keepAlive: NodeJS.Timeout | undefined;

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  return {
    async open(wanted) {
      clearInterval(keepAlive);
      if (!server.listening) port = await listen(server, host, wanted);
    },
    async shut() {
      clearInterval(keepAlive);
      keepAlive = setInterval(() => {}, LONGEST_MS);
      await stopListening();
    },
    async close() {
      clearInterval(keepAlive);
      await stopListening();
    },
    port: () => port,
    url: () => `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
  };
}
