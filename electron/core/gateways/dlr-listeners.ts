import { SiarError } from '#shared/contract/errors.ts';
import type { Logger } from '#core/ports.ts';
import { isLoopback, parseHostPort } from '#core/gateways/addresses.ts';
import { createDlrListener, type DlrListener } from '#core/gateways/dlr-listener.ts';
import type { DeliveryReport } from '#core/gateways/gateway-driver.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';

/** All sockets on which gateways report deliveries; gateways may share one. */
export type DlrListeners = {
  /**
   * Opens, keeps and closes sockets so that they fit the gateways. An address that cannot be had
   * is logged and left out: sending goes on without reports.
   */
  sync(
    gateways: readonly StoredGateway[],
    onReport: (gatewayId: number, report: DeliveryReport) => Promise<void> | void,
  ): Promise<void>;
  isListening(gateway: StoredGateway): boolean;
  /** Address given to the gateway for its reports, or null where it gives none. */
  callback(gateway: StoredGateway): string | null;
  close(): Promise<void>;
};

/** Practice gateways on this computer share one socket on whatever port is free. */
const AUTOMATIC = '127.0.0.1:0';

/** See DlrListeners. */
export function createDlrListeners({ logger }: { logger: Logger }): DlrListeners {
  const open = new Map<string, DlrListener>();

  function automaticUrl(): string | null {
    const listener = open.get(AUTOMATIC);
    return listener ? `http://127.0.0.1:${listener.port}` : null;
  }

  async function openListener(address: string): Promise<DlrListener | undefined> {
    try {
      const { host, port } =
        address === AUTOMATIC ? { host: '127.0.0.1', port: 0 } : parseHostPort(address);
      return await createDlrListener({ host, port, logger });
    } catch (error) {
      const message = error instanceof SiarError ? error.message : String(error);
      logger.error({ err: error, address }, `delivery reports are not received: ${message}`);
      return undefined;
    }
  }

  return {
    async sync(gateways, onReport) {
      const wanted = Map.groupBy(gateways, addressOf);
      for (const [address, listener] of open) {
        if (wanted.has(address)) continue;
        open.delete(address);
        await listener.close();
      }
      for (const [address, group] of wanted) {
        if (address === null) continue;
        const listener = open.get(address) ?? (await openListener(address));
        if (!listener) continue;
        open.set(address, listener);
        listener.setRoutes(
          group.map(({ id, dlrToken, profile }) => ({
            gatewayId: id,
            token: dlrToken,
            reports: profile.reports,
            onReport: (report) => onReport(id, report),
          })),
        );
      }
    },
    isListening(gateway) {
      const address = addressOf(gateway);
      return address !== null && open.has(address);
    },
    callback(gateway) {
      const base =
        gateway.dlrUrl ??
        (gateway.dlrListen === null ? undefined : `http://${gateway.dlrListen}`) ??
        (addressOf(gateway) === AUTOMATIC ? automaticUrl() : null);
      return base === null ? null : `${base}/dlr/${gateway.dlrToken}`;
    },
    async close() {
      const all = [...open.values()];
      open.clear();
      await Promise.all(all.map((listener) => listener.close()));
    },
  };
}

/** Where a gateway's reports are received: HOST:PORT, the shared automatic socket, or nowhere. */
function addressOf(gateway: StoredGateway): string | null {
  if (gateway.dlrListen !== null) return gateway.dlrListen;
  if (gateway.driver !== 'practice') return null;
  const host = gateway.url === null ? undefined : URL.parse(gateway.url)?.hostname;
  return host === undefined || isLoopback(host) ? AUTOMATIC : null;
}
