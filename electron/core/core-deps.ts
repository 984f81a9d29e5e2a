import type { Clock, HostPort, Logger, SecretStore } from '#core/ports.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import type { Db } from '#core/store/db.ts';
import type { Flusher } from '#core/store/flusher.ts';
import type { GatewayPool } from '#core/gateways/gateway-pool.ts';
import type { GatewayStatus } from '#core/gateways/pool.ts';
import type { SendingGuard } from '#core/guard/sending-guard.ts';
import type { Engine } from '#core/sending/engine-port.ts';
import type { JobRunner } from '#core/jobs/job-runner.ts';
import type { FileShelf } from '#core/files/file-shelf.ts';
import type { SessionKeeper } from '#core/users/session-keeper.ts';

/** What every feature of the core is built from. Features take the parts they use. */
export type CoreDeps = {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  readonly db: Db;
  readonly flusher: Flusher;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: SecretStore;
  readonly host: HostPort;
  readonly bus: EventBus;
  readonly jobs: JobRunner;
  readonly files: FileShelf;
  readonly guard: SendingGuard;
  readonly gateways: GatewayPool;
  readonly gatewayStatus: GatewayStatus;
  readonly engine: Engine;
  readonly sessions: SessionKeeper;
};
