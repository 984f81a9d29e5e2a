import type { CoreEvent } from '#shared/contract/host.ts';
import { refused } from '#shared/contract/errors.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { assertLocal } from '#core/files/handlers.ts';
import { createEventFilter, type EventFilter } from '#core/home/event-filter.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import { api } from '#core/rpc/implement.ts';

/**
 * The host and its events. `overview` is its own module (electron/core/home/overview.ts); the router
 * puts the two together.
 */
export function createHostHandlers(
  deps: Pick<
    CoreDeps,
    'host' | 'dataFolder' | 'secrets' | 'bus' | 'clock' | 'db' | 'jobs' | 'sessions'
  >,
) {
  const { host, bus } = deps;
  return {
    info: api.host.info.handler(() => ({
      version: host.version,
      host: host.host,
      dataFolder: deps.dataFolder,
      secretsIn: deps.secrets.kind,
    })),
    events: api.host.events.handler(({ signal, context }) =>
      followEvents(bus, signal, createEventFilter(deps, context)),
    ),
    now: api.host.now.handler(() => ({ now: deps.clock.now() })),
    signInLink: api.host.signInLink.handler(({ context }) => {
      assertLocal(context, 'A link to the web pages');
      if (!host.signInLink) {
        throw refused(
          'no-web-pages',
          'This data folder is open in the Siar desktop app, which shows no web pages. Use its window, or close it and try again.',
          { host: host.host, pid: process.pid },
        );
      }
      return { ...host.signInLink(), pid: process.pid };
    }),
    quit: api.host.quit.handler(({ context }) => {
      assertLocal(context, 'Closing Siar');
      if (!host.quit) {
        throw refused(
          'cannot-quit',
          'The Siar that owns this data folder ends by itself when its command is done.',
          { pid: process.pid },
        );
      }
      // The answer leaves first: the caller would otherwise see a broken connection.
      setImmediate(() => host.quit?.());
      return { ok: true as const };
    }),
  };
}

/** Events waiting for one slow reader; past this the same news is not kept twice. */
const MAX_WAITING = 200;

/**
 * The bus as a stream that ends with `signal`. What waits is coalesced by subject, so a reader that
 * sleeps misses no news and costs no memory: only the last progress of a job, one `changed` per feature.
 */
export async function* followEvents(
  bus: EventBus,
  signal: AbortSignal | undefined,
  filter: EventFilter = (event) => event,
): AsyncGenerator<CoreEvent> {
  const waiting = new Map<string, CoreEvent>();
  let wake: (() => void) | undefined;
  const off = bus.subscribe((published) => {
    const event = filter(published);
    if (!event) return;
    add(waiting, event);
    wake?.();
  });
  const onAbort = () => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      const [next] = waiting;
      if (next) {
        waiting.delete(next[0]);
        yield next[1];
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    off();
    signal?.removeEventListener('abort', onAbort);
  }
}

function add(waiting: Map<string, CoreEvent>, event: CoreEvent): void {
  const key = subjectOf(event);
  const before = waiting.get(key);
  if (event.type === 'campaigns.changed' && before?.type === 'campaigns.changed') {
    const campaignIds = [...new Set([...before.campaignIds, ...event.campaignIds])];
    waiting.set(key, { type: event.type, campaignIds });
    return;
  }
  waiting.set(key, event);
  if (waiting.size <= MAX_WAITING) return;
  const [oldest] = waiting.keys();
  if (oldest !== undefined) waiting.delete(oldest);
}

function subjectOf(event: CoreEvent): string {
  if (event.type === 'jobs.changed') return `${event.type} ${event.job.id}`;
  if (event.type === 'replies.stopped') return `${event.type} ${event.name}`;
  if (event.type === 'balance.low') return `${event.type} ${event.gatewayId}`;
  if (event.type === 'campaigns.finished' || event.type === 'campaigns.paused') {
    return `${event.type} ${event.campaignId}`;
  }
  return event.type;
}
