import { randomUUID } from 'node:crypto';
import { SiarError, invalid } from '#shared/contract/errors.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Clock, Logger } from '#core/ports.ts';
import type { EventBus } from '#core/rpc/event-bus.ts';
import { callerOf } from '#core/users/caller.ts';
import { callerMaySeeWorkOf } from '#core/users/scope.ts';

/** What running work is given: it reports progress, obeys the signal and may tell its total late. */
export type JobHandle = {
  readonly signal: AbortSignal;
  progress(done: number, total?: number | null): void;
};

/**
 * Long work in the background. `run` throws a SiarError to fail with a sentence; when the signal
 * fires it stops at a safe point and returns what it did (the job then ends `cancelled`). A job
 * belongs to whose call started it; others find it only where they may see all work.
 */
export type JobRunner = {
  start(kind: Job['kind'], label: string, run: (handle: JobHandle) => Promise<unknown>): Job;
  get(id: string): Job;
  list(): Job[];
  cancel(id: string): void;
  /** Whose a job is; null: the house's, or not known any more. */
  userOf(id: string): number | null;
  /** Ends when the job is over; yields a snapshot at each change, at most five times a second. */
  watch(id: string, signal?: AbortSignal): AsyncGenerator<Job>;
  /** Cancels everything and waits for the safe points. */
  stop(): Promise<void>;
};

type Running = { job: Job; userId: number | null; abort: AbortController; ended: Promise<void> };

/** Finished jobs that are remembered, so that a page opened late still sees the result. */
const KEEP_FINISHED = 50;
const PROGRESS_EVERY_MS = 200;

/** See JobRunner. Jobs are published on the bus as they change. */
export function createJobRunner(deps: { clock: Clock; logger: Logger; bus: EventBus }): JobRunner {
  const jobs = new Map<string, Running>();

  const find = (id: string): Running => {
    const running = jobs.get(id);
    if (!running || !callerMaySeeWorkOf(running.userId))
      throw invalid('no-such-job', 'That task is no longer known; its effects are kept.');
    return running;
  };

  return {
    start(kind, label, run) {
      const abort = new AbortController();
      const job: Job = {
        id: randomUUID(),
        kind,
        label,
        state: 'running',
        done: 0,
        total: null,
        startedAt: deps.clock.now(),
        finishedAt: null,
        result: null,
        error: null,
      };
      let publishedAt = 0;
      const publish = () => {
        publishedAt = deps.clock.monotonic();
        deps.bus.publish({ type: 'jobs.changed', job: { ...job } });
      };
      const handle: JobHandle = {
        signal: abort.signal,
        progress(done, total) {
          job.done = done;
          if (total !== undefined) job.total = total;
          if (deps.clock.monotonic() - publishedAt >= PROGRESS_EVERY_MS) publish();
        },
      };
      const work = async () => {
        try {
          job.result = await run(handle);
          job.state = abort.signal.aborted ? 'cancelled' : 'done';
        } catch (error) {
          job.state = abort.signal.aborted ? 'cancelled' : 'failed';
          job.error = toJobError(error, deps.logger);
        }
        job.finishedAt = deps.clock.now();
        publish();
        forgetOldest(jobs);
      };
      jobs.set(job.id, { job, userId: callerOf()?.userId ?? null, abort, ended: work() });
      publish();
      return { ...job };
    },
    get: (id) => ({ ...find(id).job }),
    list: () =>
      [...jobs.values()]
        .filter(({ userId }) => callerMaySeeWorkOf(userId))
        .map(({ job }) => ({ ...job }))
        .toReversed(),
    userOf: (id) => jobs.get(id)?.userId ?? null,
    cancel: (id) => find(id).abort.abort(),
    watch: (id, signal) => watchJob(find(id), deps.bus, signal),
    async stop() {
      for (const { abort } of jobs.values()) abort.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

async function* watchJob(
  running: Running,
  bus: EventBus,
  signal: AbortSignal | undefined,
): AsyncGenerator<Job> {
  let wake: (() => void) | undefined;
  const off = bus.subscribe((event) => {
    if (event.type === 'jobs.changed' && event.job.id === running.job.id) wake?.();
  });
  const onAbort = () => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const snapshot = { ...running.job };
      yield snapshot;
      if (snapshot.state !== 'running') return;
      if (running.job.state === 'running') await changed;
    }
  } finally {
    off();
    signal?.removeEventListener('abort', onAbort);
  }
}

function toJobError(error: unknown, logger: Logger): Job['error'] {
  if (error instanceof SiarError) {
    return { code: error.code, kind: error.kind, details: error.details, message: error.message };
  }
  logger.error({ err: error }, 'a task failed unexpectedly');
  return {
    code: 'internal',
    kind: 'failed',
    message: 'Something went wrong inside Siar. What was already recorded is safe; see the log.',
  };
}

function forgetOldest(jobs: Map<string, Running>): void {
  const finished = [...jobs.values()].filter(({ job }) => job.state !== 'running');
  for (const { job } of finished.slice(0, Math.max(0, finished.length - KEEP_FINISHED))) {
    jobs.delete(job.id);
  }
}
