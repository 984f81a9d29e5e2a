import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished } from 'vitest';
import type { SiarClient } from '#shared/contract/contract.ts';
import { createEventBus } from '#core/rpc/event-bus.ts';
import { systemClock, type Logger, type Secrets, type SecretStore } from '#core/ports.ts';
import { createErrorMapper } from '#core/rpc/errors.ts';
import { openFolder } from '#core/store/open-folder.ts';
import { createGatewaysHandlers } from '#core/gateways/handlers.ts';
import { createGatewayPool } from '#core/gateways/pool.ts';
import { createPracticeServer } from '#core/gateways/practice/server.ts';
import { HOUSE } from '#core/users/actor.ts';

/** Credentials that the practice server takes as those of an eSMS account. */
export const ESMS_SECRETS = { apiKey: 'key', apiSecret: 'secret' };

type Store = SecretStore & { kept: Map<string, Secrets>; broken: boolean };

function memoryStore(): Store {
  const store: Store = {
    kind: 'file',
    kept: new Map(),
    broken: false,
    async get(key) {
      if (store.broken) throw new Error('no keychain');
      return store.kept.get(key);
    },
    async set(key, secrets) {
      if (store.broken) throw new Error('no keychain');
      store.kept.set(key, secrets);
    },
    async delete(key) {
      if (store.broken) throw new Error('no keychain');
      store.kept.delete(key);
    },
  };
  return store;
}

/**
 * The gateways part of the core on a real folder, beside a practice server; all gone after the test.
 * `secrets.broken` makes the keychain fail, `errors` is what went to the log as an error.
 */
export async function openGateways() {
  const folder = await mkdtemp(join(tmpdir(), 'siar-gateways-'));
  const { db, lock } = await openFolder(folder);
  const errors: string[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_fields, message) => errors.push(message),
  };
  const secrets = memoryStore();
  const bus = createEventBus(() => {});
  const clock = systemClock;
  const pool = createGatewayPool({ db, secrets, logger, clock });
  const deps = { db, bus, secrets, clock, logger, gateways: pool, gatewayStatus: pool };
  const client: SiarClient['gateways'] = createRouterClient(createGatewaysHandlers(deps), {
    context: { trust: 'local', session: { actor: HOUSE } },
    interceptors: [createErrorMapper(logger)],
  });
  const server = await createPracticeServer({ script: { reportDelayMs: 0 } });
  onTestFinished(async () => {
    await pool.stop();
    db.close();
    lock.release();
    await rm(folder, { recursive: true });
    await server.close();
  });

  async function sendThrough(id: number, to = '60123456789') {
    const { driver } = await pool.open(id);
    return driver.send(
      { reference: 'r', msisdn: to, text: 'RM0.00 Hai', encoding: 'gsm7' },
      new AbortController().signal,
    );
  }
  return { db, secrets, pool, client, errors, server, sendThrough };
}

/** An error of the contract with this code, whatever it says. */
export function refusal(code: string) {
  return expect.objectContaining({ data: expect.objectContaining({ code }) });
}
