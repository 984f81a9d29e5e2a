import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { failed } from '#shared/contract/errors.ts';
import type { Clock } from '#core/ports.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import { readFacts } from '#core/reports/campaign/facts-queries.ts';
import type { Fact, FactsRequest } from '#core/reports/campaign/facts.ts';
import type { Db } from '#core/store/db.ts';

/** Facts, and the moment they are true of. */
export type DatedFacts = { facts: Fact[]; asOf: number };

/** Reads the facts of campaigns and remembers them while nothing changes. */
export type FactsReader = {
  /** `messages`: how many the campaign has; few are read at once, many in a thread. */
  read(request: FactsRequest, messages: number): Promise<DatedFacts>;
};

/** Up to here reading takes some twenty milliseconds: not worth a thread. */
const FEW = 20_000;
const REMEMBERED = 20;
/** While a campaign moves, facts are good for this many times as long as reading them took. */
const REST_FACTOR = 10;

type Known = {
  campaignId: number;
  dated: Promise<DatedFacts>;
  isStale: boolean;
  goodUntil: number;
};

/** See FactsReader. */
export function createFactsReader(deps: { db: Db; clock: Clock; bus: EventBus }): FactsReader {
  const { db, clock, bus } = deps;
  const known = new Map<string, Known>();
  bus.subscribe((event) => {
    if (event.type !== 'campaigns.changed') return;
    for (const entry of known.values()) {
      if (event.campaignIds.includes(entry.campaignId)) entry.isStale = true;
    }
  });

  function start(request: FactsRequest, messages: number): Known {
    const asOf = clock.now();
    const began = clock.monotonic();
    const facts =
      messages <= FEW ? Promise.resolve(readFacts(db, request)) : readInThread(db.name, request);
    const entry: Known = {
      campaignId: request.campaignId,
      dated: facts.then((rows) => {
        const now = clock.monotonic();
        entry.goodUntil = now + (now - began) * REST_FACTOR;
        return { facts: rows, asOf };
      }),
      isStale: false,
      goodUntil: Number.POSITIVE_INFINITY,
    };
    return entry;
  }

  return {
    read(request, messages) {
      const key = JSON.stringify(request);
      let entry = known.get(key);
      if (!entry || (entry.isStale && clock.monotonic() >= entry.goodUntil)) {
        entry = start(request, messages);
        known.delete(key);
        known.set(key, entry);
        for (const oldest of [...known.keys()].slice(0, known.size - REMEMBERED)) {
          known.delete(oldest);
        }
        entry.dated.catch(() => known.delete(key));
      }
      return entry.dated;
    },
  };
}

function readInThread(path: string, request: FactsRequest): Promise<Fact[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerEntry(), { workerData: { path, request } });
    worker.once('message', (facts: Fact[]) => resolve(facts));
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(
        failed(
          'report-stopped',
          'Reading the figures stopped unexpectedly. Nothing was changed; open the report again.',
        ),
      ),
    );
  });
}

/** As with workbooks: beside this module when run from source, else in the folder of the built program. */
function workerEntry(): URL {
  const places = ['./facts-worker.ts', './facts-worker.js', '../facts-worker.js'];
  const found = places
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(url));
  if (!found) throw new Error('the program that reads report figures (facts-worker) is missing');
  return found;
}
