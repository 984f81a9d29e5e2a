import type { Clock, Logger, SecretStore } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import type { CallbackAnswer } from '#core/gateways/callbacks.ts';
import type { CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { listRelays } from '#core/relay/queries.ts';
import { createRelayClient, type RelayClient, type RelayState } from '#core/relay/relay-client.ts';

/** All relays that a data folder fetches from, while it listens for reports. */
export type RelayClients = {
  /** Begins, or fits what is fetched from to what is stored now; `again`: with its key read anew. */
  sync(again?: number): Promise<void>;
  state(relayId: number): RelayState;
  close(): Promise<void>;
};

const OFF: RelayState = { state: 'off', problem: null, answeredAt: null, left: 0 };

/** See RelayClients. `take` records one callback of a gateway. */
export function createRelayClients(options: {
  db: Db;
  secrets: SecretStore;
  clock: Clock;
  logger: Logger;
  take: (gatewayId: number, request: CallbackRequest) => Promise<CallbackAnswer>;
  changed: () => void;
}): RelayClients {
  const clients = new Map<number, RelayClient>();
  return {
    async sync(again) {
      const wanted = new Map(listRelays(options.db).map((relay) => [relay.id, relay]));
      for (const [id, client] of clients) {
        if (wanted.has(id) && id !== again) continue;
        clients.delete(id);
        await client.close();
      }
      for (const [id, { url }] of wanted) {
        if (clients.has(id)) continue;
        // Read again: closing the old client may have moved the cursor.
        const relay = listRelays(options.db).find((one) => one.id === id);
        if (relay) clients.set(id, createRelayClient({ ...options, relay }));
        else options.logger.debug({ url }, 'a relay went away');
      }
    },
    state: (relayId) => clients.get(relayId)?.state() ?? OFF,
    async close() {
      const all = [...clients.values()];
      clients.clear();
      await Promise.all(all.map((client) => client.close()));
    },
  };
}
