import { Agent } from 'undici';
import type { Clock } from '#core/ports.ts';

/** Sends delivery reports the way eSMS does: GET, repeated until someone says "received". */
export type ReportSender = {
  schedule(report: { to: string; msgId: string; word: string; delayMs: number }): void;
  counters(): { pending: number; delivered: number; givenUp: number };
  close(): Promise<void>;
};

type Pending = { url: URL; at: number; attempts: number };

/** eSMS delivery-report page 2017: at most 10 attempts. */
const MAX_ATTEMPTS = 10;
/** The interval is not documented; short, so that a trial does not take a day. */
const RETRY_MS = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000];
// Few, so that reports do not crowd out the messages they are about.
const MAX_IN_FLIGHT = 2;
const ANSWER_TIMEOUT_MS = 5_000;
const GMT8_MS = 8 * 3_600_000;

/** `yyyyMMddHHmmss` in GMT+8 (eSMS delivery-report page 2017). */
export function toReportTime(at: number): string {
  return new Date(at + GMT8_MS).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** See ReportSender. Never more than two reports are under way at once. */
export function createReportSender({ clock }: { clock: Clock }): ReportSender {
  const agent = new Agent({
    connections: MAX_IN_FLIGHT,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    keepAliveTimeout: 3_000,
  });
  // Mostly pushed in order of their time; retries are put where they belong.
  const queue: Pending[] = [];
  let head = 0;
  let inFlight = 0;
  let delivered = 0;
  let givenUp = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function push(entry: Pending): void {
    let at = queue.length;
    while (at > head && (queue[at - 1]?.at ?? 0) > entry.at) at--;
    if (at === queue.length) queue.push(entry);
    else queue.splice(at, 0, entry);
    pump();
  }

  function pump(): void {
    if (closed) return;
    clearTimeout(timer);
    const now = clock.monotonic();
    while (inFlight < MAX_IN_FLIGHT) {
      const entry = queue[head];
      if (!entry) return;
      if (entry.at > now) {
        timer = setTimeout(pump, Math.ceil(entry.at - now));
        timer.unref();
        return;
      }
      head++;
      if (head > 4_096) {
        queue.splice(0, head);
        head = 0;
      }
      inFlight++;
      void deliver(entry);
    }
  }

  async function deliver(entry: Pending): Promise<void> {
    const ok = await get(agent, entry.url);
    inFlight--;
    entry.attempts++;
    const retryMs = RETRY_MS[entry.attempts - 1];
    if (ok) delivered++;
    else if (entry.attempts >= MAX_ATTEMPTS || retryMs === undefined) givenUp++;
    else if (!closed) push({ ...entry, at: clock.monotonic() + retryMs });
    pump();
  }

  return {
    schedule({ to, msgId, word, delayMs }) {
      const url = URL.parse(to);
      if (closed || (url?.protocol !== 'http:' && url?.protocol !== 'https:')) return;
      url.searchParams.set('msgId', msgId);
      url.searchParams.set('s', word);
      url.searchParams.set('t', toReportTime(clock.now() + delayMs));
      push({ url, at: clock.monotonic() + delayMs, attempts: 0 });
    },
    counters: () => ({ pending: queue.length - head + inFlight, delivered, givenUp }),
    async close() {
      closed = true;
      clearTimeout(timer);
      await agent.destroy();
    },
  };
}

async function get(agent: Agent, url: URL): Promise<boolean> {
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
    });
    await answer.body.dump();
    return answer.statusCode >= 200 && answer.statusCode <= 299;
  } catch {
    return false;
  }
}
