import { Agent } from 'undici';
import type { Clock, Logger, SecretStore } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import type { CallbackAnswer } from '#core/gateways/callbacks.ts';
import type { CallbackRequest } from '#core/gateways/gateway-driver.ts';
import { fetchCallbacks } from '#core/relay/fetch-callbacks.ts';
import { MAX_WAIT_SECONDS, type RelayCallback } from '#core/relay/protocol.ts';
import { findGatewayByToken, saveCursor, type StoredRelay } from '#core/relay/queries.ts';
import { relaySecretKey } from '#core/relay/secret-key.ts';

/** How it goes with one relay. */
export type RelayState = {
  /** Off: nothing fetches now (Siar only looks, or has just begun). */
  state: 'off' | 'connected' | 'failing';
  problem: { code: string; message: string } | null;
  /** When it last answered (wall time, ms). */
  answeredAt: number | null;
  /** Callbacks that still waited there then. */
  left: number;
};

/** Fetches from one relay until it is closed. */
export type RelayClient = { state(): RelayState; close(): Promise<void> };

type Options = {
  db: Db;
  relay: StoredRelay;
  secrets: SecretStore;
  clock: Clock;
  logger: Logger;
  take: (gatewayId: number, request: CallbackRequest) => Promise<CallbackAnswer>;
  changed: () => void;
  /** Waits after the 1st, 2nd, … failure in a row, ms; the last is repeated. */
  backoffMs?: readonly number[];
};

const BACKOFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000, 60_000];

/**
 * Fetches, records, remembers how far, and only with the next question tells the relay to forget. A
 * crash between any two of these fetches a callback again, and a report that is known changes nothing.
 */
export function createRelayClient(options: Options): RelayClient {
  const { db, relay, logger, clock } = options;
  const agent = new Agent({
    connections: 1,
    connect: { timeout: 10_000, rejectUnauthorized: true },
  });
  const stop = new AbortController();
  let { epoch, cursor } = relay;
  let now: RelayState = { state: 'off', problem: null, answeredAt: null, left: 0 };

  function tell(next: RelayState): void {
    const isNews = next.state !== now.state || next.problem?.code !== now.problem?.code;
    now = next;
    if (isNews) options.changed();
  }

  function fail(code: string, message: string): void {
    if (now.problem?.code !== code) logger.warn({ relay: relay.url, code }, message);
    tell({ ...now, state: 'failing', problem: { code, message } });
  }

  /** One question and all it brings; false when it is better to wait before the next. */
  async function turn(key: string): Promise<boolean> {
    const waitSeconds = now.state === 'connected' ? MAX_WAIT_SECONDS : 0;
    const { signal } = stop;
    const asked = { agent, url: relay.url, key, epoch, after: cursor, waitSeconds, signal };
    const result = await fetchCallbacks(asked);
    if (signal.aborted) return false;
    if (!result.ok) {
      fail(result.code, result.message);
      return false;
    }
    const { answer } = result;
    const done = await recordAll(answer.items);
    if (answer.epoch !== epoch || done.length > 0) {
      const reached = done.at(-1)?.id ?? (answer.epoch === epoch ? cursor : 0);
      saveCursor(db, relay.id, answer.epoch, reached);
      [epoch, cursor] = [answer.epoch, reached];
    }
    const left = answer.left + answer.items.length - done.length;
    tell({ state: 'connected', problem: null, answeredAt: clock.now(), left });
    return done.length === answer.items.length;
  }

  /** Those that need not be fetched again: in order, up to the first that could not be recorded. */
  async function recordAll(items: readonly RelayCallback[]): Promise<RelayCallback[]> {
    const answers = await Promise.all(items.map((item) => recordOne(options, item)));
    const failed = answers.findIndex(({ status }) => status === 503);
    return failed === -1 ? [...items] : items.slice(0, failed);
  }

  async function run(): Promise<void> {
    const waits = options.backoffMs ?? BACKOFF_MS;
    const key = await options.secrets.get(relaySecretKey(relay.id)).catch(() => undefined);
    if (key?.['key'] === undefined) {
      fail('relay-key', `The key of the relay ${relay.url} is missing on this computer.`);
      return;
    }
    for (let failures = 0; !stop.signal.aborted;) {
      let isWell = false;
      try {
        isWell = await turn(key['key']);
      } catch (error) {
        logger.error(
          { err: error, relay: relay.url },
          'what a relay brought could not be recorded',
        );
      }
      failures = isWell ? 0 : failures + 1;
      if (!isWell) await pause(waits[Math.min(failures, waits.length) - 1] ?? 0, stop.signal);
    }
  }

  const running = run();
  return {
    state: () => now,
    async close() {
      stop.abort();
      await running;
      await agent.destroy();
    },
  };
}

/** Hands a callback to the gateway that its token belongs to. */
function recordOne(
  { db, relay, logger, take }: Options,
  item: RelayCallback,
): Promise<CallbackAnswer> {
  const [token = '', ...rest] = item.path.split('/');
  const gatewayId = findGatewayByToken(db, token);
  if (gatewayId === undefined) {
    logger.warn({ relay: relay.url }, 'a callback for no gateway of this folder was let go');
    return Promise.resolve({ status: 404, text: '' });
  }
  return take(gatewayId, {
    method: item.method,
    rest: rest.join('/'),
    query: new URLSearchParams(item.query),
    contentType: item.contentType,
    body: item.body,
  });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
