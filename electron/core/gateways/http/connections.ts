import { Client } from 'undici';

/** Connections to one address, one request on each at a time; further requests wait here for their turn. */
export type Connections = {
  /** A connection for one request; undefined: all are in use, wait for `next`. */
  take(): Client | undefined;
  /** The next that comes back, in the order of asking. */
  next(): Promise<Client>;
  /** Back from its request, whatever became of that. */
  giveBack(client: Client): void;
  /** Serves all who wait, then closes. */
  close(): Promise<void>;
};

/**
 * See Connections. A pool of undici's own makes a resource of its own for each request that waits, and looks through
 * its connections for each: 4 % of what it costs to send a message (tests/bench). The last that was used is used
 * next, so that no more are open than are needed.
 */
export function createConnections(
  origin: string,
  most: number,
  options: Client.Options,
): Connections {
  const all: Client[] = [];
  const free: Client[] = [];
  const waiting: ((client: Client) => void)[] = [];
  let onIdle: (() => void) | undefined;
  return {
    take() {
      const client = free.pop();
      if (client !== undefined || all.length === most) return client;
      const opened = new Client(origin, options);
      all.push(opened);
      return opened;
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    giveBack(client) {
      const first = waiting.shift();
      if (first) return first(client);
      free.push(client);
      if (free.length === all.length) onIdle?.();
    },
    async close() {
      if (free.length < all.length) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      await Promise.all(all.map((client) => client.close()));
    },
  };
}
