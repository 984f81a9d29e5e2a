import { setTimeout as sleep } from 'node:timers/promises';
import { SiarError, refused } from '#shared/contract/errors.ts';
import type { SiarClient } from '#shared/contract/contract.ts';
import { createCore, type Core, type CoreOptions } from '#core/create-core.ts';
import { openControlEndpoint, type ControlEndpoint } from '#core/control/control-endpoint.ts';
import { connectToOwner } from '#core/control/connect.ts';
import { readOwner, type Owner, type OwnerKind } from '#core/control/owner-file.ts';

/** How to come to a data folder. */
export type OpenOptions = CoreOptions & {
  kind: OwnerKind;
  /** The caller needs messages to be sent while it waits, by this process or by the owner. */
  engine?: boolean;
  /** Owners that the caller cannot use; it waits for them to end instead. Default: every owner will do. */
  accepts?: (owner: Owner) => boolean;
  /** How long to try across the races of one process leaving and another starting. */
  patienceMs?: number;
};

/** A data folder in use: by this process (`core` is set) or through the one that owns it. */
export type OpenSiar = {
  readonly client: SiarClient;
  readonly core: Core | null;
  /** The other process, when there is one. */
  readonly owner: Owner | null;
  /** Aborted when the other process went away; never aborted where this process owns the folder. */
  readonly gone: AbortSignal;
  /**
   * Ends the use. Where this process owns the folder it first serves the calls of others to their
   * end; `hurry` cuts them off instead.
   */
  close(hurry?: AbortSignal): Promise<void>;
};

const PATIENCE_MS = 5_000;
/** Many short commands in a row may be waited for, but not without end. */
const MOST_OWNERS = 6;
const RETRY_EVERY_MS = 60;

/**
 * Opens the data folder, or connects to the process that has it open (invariant 5: one process
 * owns a data folder). Throws `folder-in-use` with the process id when that one does not answer,
 * and every error of createCore.
 */
export async function openOrConnect(options: OpenOptions): Promise<OpenSiar> {
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  const end = performance.now() + patienceMs * MOST_OWNERS;
  let until = performance.now() + patienceMs;
  let seen: number | undefined;
  for (;;) {
    const own = await tryToOwn(options);
    if (own) return own;
    const owner = readOwner(options.dataFolder);
    if (owner && (options.accepts?.(owner) ?? true)) {
      const connection = await connectToOwner(options.dataFolder, { engine: options.engine });
      if (connection) {
        return {
          client: connection.client,
          core: null,
          owner: connection.owner,
          gone: connection.gone,
          async close() {
            connection.close();
          },
        };
      }
    }
    if (owner && owner.pid !== seen) {
      // Short commands take turns: each new owner gets the whole patience.
      seen = owner.pid;
      until = Math.min(end, performance.now() + patienceMs);
    }
    if (performance.now() >= until) throw inUse(options.dataFolder, owner);
    await sleep(RETRY_EVERY_MS);
  }
}

async function tryToOwn(options: OpenOptions): Promise<OpenSiar | null> {
  let core: Core;
  try {
    core = await createCore(options);
  } catch (error) {
    if (error instanceof SiarError && error.code === 'folder-in-use') return null;
    throw error;
  }
  let control: ControlEndpoint;
  let started: Promise<void> | undefined;
  const owned: Core = {
    ...core,
    startEngine: () => (started ??= core.startEngine()),
  };
  try {
    control = await openControlEndpoint(owned, {
      dataFolder: options.dataFolder,
      kind: options.kind,
      startEngine: () => owned.startEngine(),
    });
  } catch (error) {
    await core.stop();
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    client: core.client,
    core: owned,
    owner: null,
    gone: new AbortController().signal,
    close: (hurry) =>
      (closed ??= (async () => {
        if (options.kind === 'command') await control.drain(hurry);
        await control.close();
        await core.stop();
      })()),
  };
}

function inUse(dataFolder: string, owner: Owner | null): SiarError {
  const who = owner
    ? `process ${owner.pid} (${owner.host})`
    : 'a process that does not say its name';
  return refused(
    'folder-in-use',
    `Another Siar, ${who}, works with ${dataFolder} and does not answer. Nothing was changed and nothing was sent. ` +
      'Wait for it or end it, then try again.',
    { dataFolder, pid: owner?.pid ?? null, host: owner?.host ?? null },
  );
}
