import { createRouterClient } from '@orpc/server';
import type { SiarClient } from '#shared/contract/contract.ts';
import { applyStagedRestore } from '#core/backup/apply-staged.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { doubtInterruptedApprovals } from '#core/approvals/queries.ts';
import { takeTemplateAnswer } from '#core/approvals/take-answer.ts';
import { createBalanceWatch } from '#core/credits/balance/watch.ts';
import { settleLookUps, settleOtps } from '#core/credits/booking.ts';
import { createFileShelf, type FileShelf } from '#core/files/file-shelf.ts';
import { createGatewayPool } from '#core/gateways/pool.ts';
import { getIdentity } from '#core/guard/queries.ts';
import { openSendingGuard, type SendingGuard } from '#core/guard/sending-guard.ts';
import { createJobRunner } from '#core/jobs/job-runner.ts';
import { doubtInterruptedLookUps } from '#core/look-ups/queries.ts';
import { takeLookUpAnswer } from '#core/look-ups/take-answer.ts';
import { doubtInterruptedOtps } from '#core/otp/queries.ts';
import {
  systemClock,
  type Clock,
  type HostPort,
  type Logger,
  type OpenSecretStore,
  type SecretStore,
} from '#core/ports.ts';
import { takeReply } from '#core/replies/take-reply.ts';
import { createErrorMapper, type ErrorMapper } from '#core/rpc/errors.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';
import { createBackupWatch } from '#core/safety/backup-watch.ts';
import { createRouter, type CoreRouter } from '#core/rpc/router.ts';
import { createEngine } from '#core/sending/engine.ts';
import { recover } from '#core/sending/recover.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';
import { createFlusher } from '#core/store/flusher.ts';
import { openFolder, type OpenFolder } from '#core/store/open-folder.ts';
import type { KeptSession } from '#core/users/kept-session.ts';
import { createSessionKeeper } from '#core/users/sessions.ts';

/** What a host gives to open a data folder. */
export type CoreOptions = {
  dataFolder: string;
  /** Outside the data folder: remembers how far each database has sent (see chooseStateFolder). */
  stateFolder: string;
  host: HostPort;
  /** A store, or what opens the one of this database once its id is known. */
  secrets: SecretStore | OpenSecretStore;
  logger: Logger;
  clock?: Clock;
};

/** An open data folder. Nothing is sent until the engine is started. */
export type Core = {
  readonly deps: CoreDeps;
  readonly router: CoreRouter;
  /** `clientInterceptors` of every oRPC handler over this router: what is thrown becomes a `SIAR` error. */
  readonly errorMapper: ErrorMapper;
  /** A client in this process, with the trust and a session of the command line. */
  readonly client: SiarClient;
  /** A client in this process for what its host does in the name of a session. */
  clientOf(session: KeptSession): SiarClient;
  /** Starts sending what is due, scheduling and receiving reports; `only`: just this campaign. */
  startEngine(options?: { only?: number }): Promise<void>;
  /** Lets calls in flight finish, then closes the database and frees the folder. */
  stop(): Promise<void>;
};

/** Opens a data folder and wires the core. Throws SiarError where the folder cannot be used. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const folder = await openFolder(options.dataFolder, () =>
    applyStagedRestore(options.dataFolder, (options.clock ?? systemClock).now()),
  );
  const { db, lock } = folder;
  let guard: SendingGuard | undefined;
  try {
    guard = openSendingGuard({ db, stateFolder: options.stateFolder, logger: options.logger });
    putInOrder(db, options);
    const files = await createFileShelf(options.dataFolder);
    return wire(options, { ...folder, guard, files });
  } catch (error) {
    // Whoever tries again, after freeing some space for example, must not find the folder taken.
    db.close();
    guard?.close();
    lock.release();
    throw error;
  }
}

function putInOrder(db: Db, { clock = systemClock, logger }: CoreOptions): void {
  const recovered = recover(db, clock.now());
  transaction(db, () => {
    doubtInterruptedOtps(db, clock.now());
    settleOtps(db, { at: clock.now() });
    doubtInterruptedLookUps(db, clock.now());
    settleLookUps(db, { at: clock.now() });
    doubtInterruptedApprovals(db);
  });
  if (recovered.uncertain + recovered.interrupted > 0) {
    logger.warn(recovered, 'the last Siar on this folder ended while it was sending');
  }
}

function openSecrets({ secrets }: CoreOptions, db: Db): SecretStore {
  return typeof secrets === 'function' ? secrets(getIdentity(db).databaseId) : secrets;
}

type Owned = OpenFolder & { guard: SendingGuard; files: FileShelf };

function wire(options: CoreOptions, { db, lock, guard, files }: Owned): Core {
  const { dataFolder, logger, host } = options;
  const secrets = openSecrets(options, db);
  const clock = options.clock ?? systemClock;
  const bus = createEventBus((error) => logger.error({ err: error }, 'an event listener failed'));
  const jobs = createJobRunner({ clock, logger, bus });
  const gateways = createGatewayPool({
    db,
    secrets,
    logger,
    clock,
    answers: {
      onIncoming: (id, message) => takeReply({ db, bus, logger }, id, message, clock.now()),
      onLookUp: (id, answer) => takeLookUpAnswer({ db, bus, logger }, id, answer, clock.now()),
      onTemplate: (id, answer) => takeTemplateAnswer({ db, bus, logger }, id, answer, clock.now()),
    },
    changed: () => bus.publish({ type: 'gateways.changed' }),
  });
  const sessions = createSessionKeeper({ db, clock, logger });
  const flusher = createFlusher(db);
  const engine = createEngine({ db, clock, logger, bus, gateways, guard, flusher });
  const deps: CoreDeps = {
    dataFolder,
    db,
    flusher,
    clock,
    logger,
    secrets,
    host,
    bus,
    jobs,
    files,
    guard,
    gateways,
    gatewayStatus: gateways,
    engine,
    sessions,
  };
  const balances = createBalanceWatch(deps);
  const backups = createBackupWatch(deps);
  const router = createRouter(deps);
  const errorMapper = createErrorMapper(logger);
  const clientOf = (session: KeptSession): SiarClient =>
    createRouterClient(router, {
      context: { trust: 'local', session },
      interceptors: [errorMapper],
    });
  return {
    deps,
    router,
    errorMapper,
    client: clientOf(sessions.open('command')),
    clientOf,
    async startEngine(engineOptions) {
      await engine.start(engineOptions);
      // Whoever sends one campaign and leaves has no time to look after balances.
      if (engineOptions?.only !== undefined) return;
      balances.start();
      backups.start();
    },
    async stop() {
      await balances.stop();
      await backups.stop();
      await engine.stop();
      await gateways.stop();
      await jobs.stop();
      flusher.close();
      db.close();
      guard.close();
      lock.release();
    },
  };
}
