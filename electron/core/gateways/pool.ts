import { invalid } from '#shared/contract/errors.ts';
import type { Clock, Logger, SecretStore } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { takeCallback, type CallbackAnswer } from '#core/gateways/callbacks.ts';
import {
  callbackRoute,
  createDlrListeners,
  type AnswerSinks,
  type ListenerProblem,
  type ReportSink,
} from '#core/gateways/dlr-listeners.ts';
import { practicePrice } from '#core/credits/rates/practice-price.ts';
import { createDriverCache } from '#core/gateways/driver-cache.ts';
import type { CallbackRequest } from '#core/gateways/gateway-driver.ts';
import type { GatewayPool, OpenGateway } from '#core/gateways/gateway-pool.ts';
import type { AcceptedMessage } from '#core/gateways/practice/accepted-log.ts';
import { createPollBoard, type PollBoard } from '#core/gateways/poll-board.ts';
import { getGateway, listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { relayCallback } from '#core/gateways/reports-arrive.ts';
import { createRelayClients, type RelayClients } from '#core/relay/relay-clients.ts';
import { accountCapabilities } from '#core/gateways/registry.ts';

/** What the Gateways page shows of a pool at work. */
export type GatewayStatus = {
  /** Whether delivery reports of this gateway can arrive now. */
  isListening(gateway: StoredGateway): boolean;
  /** Why reports that should arrive cannot, or null. */
  reportsProblem(gateway: StoredGateway): ListenerProblem | null;
  /** How it goes with asking for reports. */
  polling(gatewayId: number): ReturnType<PollBoard['of']>;
  /** Address for delivery reports with its secret part, or null. */
  callback(gateway: StoredGateway): string | null;
  /** The relays through which callbacks come. */
  readonly relays: Pick<RelayClients, 'sync' | 'state'>;
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

type PoolOptions = {
  db: Db;
  secrets: SecretStore;
  logger: Logger;
  clock: Clock;
  /** What gateways hand over besides reports; without, it is turned away to be handed over again. */
  answers?: AnswerSinks;
  /** Called when it goes better or worse with a relay, or with asking for reports. */
  changed?: () => void;
};

const NOBODY: AnswerSinks = {
  onIncoming() {
    throw new Error('nothing records messages from phones now');
  },
  onLookUp() {
    throw new Error('nothing records results of look-ups now');
  },
  onTemplate() {
    throw new Error('nothing records decisions on texts now');
  },
};

/** The gateways of one data folder: opened drivers and delivery-report listeners. */
export function createGatewayPool(options: PoolOptions): GatewayPool & GatewayStatus {
  const { db, logger } = options;
  const answers = options.answers ?? NOBODY;
  let onReport: ReportSink | undefined;
  const drivers = createDriverCache({
    ...options,
    practicePrice: (message) => practicePrice(db, message),
    async onReport(gatewayId, report) {
      // Not "received": the gateway keeps it until somebody records it.
      if (!onReport) throw new Error('nothing records delivery reports now');
      await onReport(gatewayId, report);
    },
    onIncoming: answers.onIncoming,
  });
  const listeners = createDlrListeners({ logger, answers });
  const relays = createRelayClients({
    ...options,
    take: (gatewayId, request) => takeOne(gatewayId, request),
    changed: () => options.changed?.(),
  });
  const polls = createPollBoard(() => options.changed?.());
  let last: Promise<void> = Promise.resolve();

  const callbackOf = (gateway: StoredGateway) =>
    relayCallback(db, gateway) ?? listeners.callback(gateway);

  const takeOne = (gatewayId: number, request: CallbackRequest) =>
    takeFor(getGateway(db, gatewayId), onReport, answers, request, logger);

  async function syncNow(): Promise<void> {
    if (!onReport) return;
    const gateways = listGateways(db);
    await listeners.sync(gateways, onReport);
    await relays.sync();
    // A gateway opened before its listener had its port must ask for reports from now on.
    for (const gateway of gateways) {
      const given = drivers.callbackOf(gateway.id);
      if (given !== undefined && given !== callbackOf(gateway)) drivers.retire(gateway.id);
      if (accountCapabilities(gateway).reports === 'session') {
        await listenOn(gateway, () => drivers.open(gateway, callbackOf(gateway)), logger);
      }
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
      return drivers.open(stored, callbackOf(stored));
    },
    openAside: (stored, exchange) => drivers.openAside(stored, callbackOf(stored), exchange),
    async invalidate(gatewayId) {
      drivers.retire(gatewayId);
      await sync();
    },
    async startListening(handler) {
      onReport = handler;
      await sync();
    },
    takeCallback: takeOne,
    async stop() {
      onReport = undefined;
      await last;
      await relays.close();
      await drivers.close();
      await listeners.close();
    },
    notePoll: (id, note) => polls.note(id, note),
    polling: (id) => polls.of(id),
    isListening: (gateway) => listeners.isListening(gateway),
    reportsProblem: (gateway) => listeners.problem(gateway),
    callback: callbackOf,
    relays: {
      state: (relayId) => relays.state(relayId),
      sync: (again) => (onReport ? relays.sync(again) : Promise.resolve()),
    },
    practiceInbox: () => drivers.practiceInbox(),
  };
}

/** Sessions bring reports also while nothing is sent. One that cannot open says why when it is used. */
async function listenOn(
  { id: gatewayId }: StoredGateway,
  open: () => Promise<OpenGateway>,
  logger: Logger,
): Promise<void> {
  try {
    const { driver } = await open();
    driver.listen?.();
  } catch (error) {
    logger.warn({ err: error, gatewayId }, 'a gateway’s session could not be opened');
  }
}

async function takeFor(
  stored: StoredGateway | undefined,
  onReport: ReportSink | undefined,
  answers: AnswerSinks,
  request: CallbackRequest,
  logger: Logger,
): Promise<CallbackAnswer> {
  const route = stored && onReport ? callbackRoute(stored, onReport, answers) : undefined;
  if (route) return takeCallback(route, request, logger);
  return stored ? { status: 503, text: 'Try again later' } : { status: 404, text: 'Not found' };
}
