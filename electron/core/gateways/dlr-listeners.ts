import { SiarError } from '#shared/contract/errors.ts';
import type { Logger } from '#core/ports.ts';
import { isLoopback, parseHostPort } from '#core/gateways/addresses.ts';
import type { CallbackRoute } from '#core/gateways/callbacks.ts';
import { createDlrListener, type DlrListener } from '#core/gateways/dlr-listener.ts';
import type {
  DeliveryReport,
  IncomingMessage,
  LookUpAnswer,
  TemplateAnswer,
} from '#core/gateways/gateway-driver.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { kindOf } from '#core/gateways/registry.ts';

/** All sockets on which gateways report deliveries; gateways may share one. */
export type DlrListeners = {
  /**
   * Opens, keeps and closes sockets so that they fit the gateways. An address that cannot be had
   * is logged and left out: sending goes on without reports, and `problem` says why.
   */
  sync(gateways: readonly StoredGateway[], onReport: ReportSink): Promise<void>;
  isListening(gateway: StoredGateway): boolean;
  /** Why a gateway's reports cannot be received here although they should be; null: nothing is wrong. */
  problem(gateway: StoredGateway): ListenerProblem | null;
  /** Address given to the gateway for its reports, or null where it gives none. */
  callback(gateway: StoredGateway): string | null;
  close(): Promise<void>;
};

/** Takes a report; ends once it is committed. */
export type ReportSink = (gatewayId: number, report: DeliveryReport) => Promise<void> | void;

/** Take what gateways hand over besides reports; they end once it is committed, or throw. */
export type AnswerSinks = {
  onIncoming: (gatewayId: number, message: IncomingMessage) => void;
  onLookUp: (gatewayId: number, answer: LookUpAnswer) => void;
  onTemplate: (gatewayId: number, answer: TemplateAnswer) => void;
};

/** Why a socket could not be opened: the code and the sentence of the SiarError. */
export type ListenerProblem = { code: string; message: string };

/** How a gateway's callbacks are read and recorded, or undefined where its kind has none. */
export function callbackRoute(
  { id, driver, profile }: StoredGateway,
  onReport: ReportSink,
  { onIncoming, onLookUp, onTemplate }: AnswerSinks,
): CallbackRoute | undefined {
  const { readCallback } = kindOf({ driver, profile });
  return (
    readCallback && {
      gatewayId: id,
      profile,
      read: readCallback,
      onReport: (report) => onReport(id, report),
      onIncoming: (message) => onIncoming(id, message),
      onLookUp: (answer) => onLookUp(id, answer),
      onTemplate: (answer) => onTemplate(id, answer),
    }
  );
}

/** Practice gateways on this computer share one socket on whatever port is free. */
const AUTOMATIC = '127.0.0.1:0';

/** See DlrListeners. */
export function createDlrListeners({
  logger,
  answers,
}: {
  logger: Logger;
  answers: AnswerSinks;
}): DlrListeners {
  const open = new Map<string, DlrListener>();
  const problems = new Map<string, ListenerProblem>();

  function automaticUrl(): string | null {
    const listener = open.get(AUTOMATIC);
    return listener ? `http://127.0.0.1:${listener.port}` : null;
  }

  async function openListener(address: string): Promise<DlrListener | undefined> {
    try {
      const { host, port } =
        address === AUTOMATIC ? { host: '127.0.0.1', port: 0 } : parseHostPort(address);
      const listener = await createDlrListener({ host, port, logger });
      problems.delete(address);
      return listener;
    } catch (error) {
      const message = error instanceof SiarError ? error.message : String(error);
      const code = error instanceof SiarError ? error.code : 'cannot-listen';
      problems.set(address, { code, message });
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
      for (const address of problems.keys()) if (!wanted.has(address)) problems.delete(address);
      for (const [address, group] of wanted) {
        if (address === null) continue;
        const listener = open.get(address) ?? (await openListener(address));
        if (!listener) continue;
        open.set(address, listener);
        listener.setRoutes(
          group.flatMap((gateway) => {
            const route = callbackRoute(gateway, onReport, answers);
            return route ? [{ ...route, token: gateway.dlrToken }] : [];
          }),
        );
      }
    },
    isListening(gateway) {
      const address = addressOf(gateway);
      return address !== null && open.has(address);
    },
    problem(gateway) {
      const address = addressOf(gateway);
      return (address === null ? undefined : problems.get(address)) ?? null;
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
  if (kindOf(gateway).readCallback === undefined) return null;
  if (gateway.dlrListen !== null) return gateway.dlrListen;
  if (gateway.driver !== 'practice') return null;
  const host = gateway.url === null ? undefined : URL.parse(gateway.url)?.hostname;
  return host === undefined || isLoopback(host) ? AUTOMATIC : null;
}
