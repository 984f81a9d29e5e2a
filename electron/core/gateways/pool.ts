import { invalid } from '#shared/contract/errors.ts';
import type { Clock, Logger, SecretStore } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { takeCallback } from '#core/gateways/callbacks.ts';
import {
  callbackRoute,
  createDlrListeners,
  type ListenerProblem,
  type ReportSink,
} from '#core/gateways/dlr-listeners.ts';
import { createDriverCache } from '#core/gateways/driver-cache.ts';
import type { GatewayPool } from '#core/gateways/gateway-pool.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { getGateway, listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { accountCapabilities } from '#core/gateways/registry.ts';

/** What the Gateways page shows of a pool at work. */
export type GatewayStatus = {
  /** Whether delivery reports of this gateway can arrive now. */
  isListening(gateway: StoredGateway): boolean;
  /** Why reports that should arrive cannot, or null. */
  reportsProblem(gateway: StoredGateway): ListenerProblem | null;
  /** Address for delivery reports with its secret part, or null. */
  callback(gateway: StoredGateway): string | null;
  /** Last messages of the built-in practice gateway, newest first. */
  practiceInbox(): AcceptedMessage[];
};

/** Throws `no-such-gateway` unless the gateway exists and was not removed. */
export function requireGateway(db: Db, id: number): StoredGateway {
  const gateway = getGateway(db, id);
  if (gateway) return gateway;
  throw invalid('no-such-gateway', `There is no gateway ${id} (any more). Nothing was changed.`, {
    id,
  });
}

/** The gateways of one data folder: opened drivers and delivery-report listeners. */
export function createGatewayPool(options: {
  db: Db;
  secrets: SecretStore;
  logger: Logger;
  clock: Clock;
}): GatewayPool & GatewayStatus {
  const { db, logger } = options;
  let onReport: ReportSink | undefined;
  const drivers = createDriverCache({
    ...options,
    async onReport(gatewayId, report) {
      // Not "received": the gateway keeps it until somebody records it.
      if (!onReport) throw new Error('nothing records delivery reports now');
      await onReport(gatewayId, report);
    },
  });
  const listeners = createDlrListeners({ logger });
  let last: Promise<void> = Promise.resolve();

  async function syncNow(): Promise<void> {
    if (!onReport) return;
    const gateways = listGateways(db);
    await listeners.sync(gateways, onReport);
    // A gateway opened before its listener had its port must ask for reports from now on.
    for (const gateway of gateways) {
      const given = drivers.callbackOf(gateway.id);
      if (given !== undefined && given !== listeners.callback(gateway)) drivers.retire(gateway.id);
      if (accountCapabilities(gateway).reports === 'session') await listenOn(gateway);
    }
  }

  /** Sessions bring reports also while nothing is sent. One that cannot open says why when it is used. */
  async function listenOn(gateway: StoredGateway): Promise<void> {
    try {
      const { driver } = await drivers.open(gateway, listeners.callback(gateway));
      driver.listen?.();
    } catch (error) {
      logger.warn({ err: error, gatewayId: gateway.id }, 'a gateway’s session could not be opened');
    }
  }

  /** One at a time: two runs could both open the same port. */
  function sync(): Promise<void> {
    const turn = last.then(syncNow);
    last = turn.catch(() => {});
    return turn;
  }

  return {
    async open(gatewayId) {
      const stored = requireGateway(db, gatewayId);
      return drivers.open(stored, listeners.callback(stored));
    },
    async invalidate(gatewayId) {
      drivers.retire(gatewayId);
      await sync();
    },
    async startListening(handler) {
      onReport = handler;
      await sync();
    },
    async takeCallback(gatewayId, request) {
      const stored = getGateway(db, gatewayId);
      const route = stored && onReport ? callbackRoute(stored, onReport) : undefined;
      if (route) return takeCallback(route, request, logger);
      return stored ? { status: 503, text: 'Try again later' } : { status: 404, text: 'Not found' };
    },
    async stop() {
      onReport = undefined;
      await last;
      await drivers.close();
      await listeners.close();
    },
    isListening: (gateway) => listeners.isListening(gateway),
    reportsProblem: (gateway) => listeners.problem(gateway),
    callback: (gateway) => listeners.callback(gateway),
    practiceInbox: () => drivers.practiceInbox(),
  };
}
