import { SiarError } from '#shared/contract/errors.ts';
import { say } from '#shared/said/say.ts';
import type { DeliveryReport, PollOutcome } from '#core/gateways/gateway-driver.ts';
import type { GatewayPool } from '#core/gateways/gateway-pool.ts';
import type { PollNote } from '#core/gateways/poll-board.ts';
import type { Clock, Logger } from '#core/ports.ts';
import {
  deletePoll,
  listDuePolls,
  listPollGateways,
  postponePoll,
  type DuePoll,
} from '#core/delivery/poll-queries.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** Asks gateways for the delivery reports that they do not send by themselves. */
export type ReportPoller = {
  /** Looks for what is due; one request (of several messages) per gateway at a time. */
  tick(): void;
  /** Lets the questions on their way end; nothing is asked afterwards. */
  stop(): Promise<void>;
};

/** A phone that is on has its message within seconds. */
export const FIRST_POLL_MS = 10_000;

/** Time until the next question after so many in vain, ms: a phone that is off may be so for days. */
const BACKOFF_MS = [15_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

/** About three days: then the operators have given up too, and the message stays as it is. */
const MAX_TRIES = 76;

const PATIENCE_MS = 30_000;
const MAX_HOLD_MS = 15 * 60_000;

/**
 * See ReportPoller. What is asked for and when is in the database, so that a restart goes on where the
 * last one ended; a report that comes twice counts once, like every other.
 */
export function createReportPoller(deps: {
  db: Db;
  clock: Clock;
  logger: Logger;
  gateways: GatewayPool;
  /** Resolves once the report is committed. */
  take: (gatewayId: number, report: DeliveryReport) => Promise<void>;
  /** Told after each question how it went. */
  note: (gatewayId: number, note: PollNote) => void;
}): ReportPoller {
  const { db, clock, logger, gateways } = deps;
  const asking = new Map<number, Promise<void>>();
  /** Per gateway: not before this moment (monotonic), after so many problems in a row. */
  const holds = new Map<number, { until: number; problems: number }>();
  const abort = new AbortController();

  async function ask(gatewayId: number): Promise<void> {
    const { driver } = await gateways.open(gatewayId);
    if (driver.poll === undefined || abort.signal.aborted) return;
    const due = listDuePolls(db, gatewayId, clock.now(), driver.pollBatch ?? 1);
    const ids = due.map(({ gatewayMessageId }) => gatewayMessageId);
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const outcome = await driver.poll(ids, signal);
    // First the reports, then the end of asking for them: a crash in between asks once more.
    await Promise.all(outcome.reports.map((report) => deps.take(gatewayId, report)));
    settle(due, outcome);
    hold(gatewayId, outcome.problem);
  }

  function settle(due: readonly DuePoll[], { reports, unknown, problem }: PollOutcome): void {
    const over = new Set([...reports.map(({ gatewayMessageId }) => gatewayMessageId), ...unknown]);
    const now = clock.now();
    transaction(db, () => {
      for (const poll of due) {
        if (over.has(poll.gatewayMessageId) || poll.tries >= MAX_TRIES) deletePoll(db, poll);
        else if (problem === null) postponePoll(db, poll, now + backoff(poll.tries));
      }
    });
  }

  function hold(gatewayId: number, problem: PollOutcome['problem']): void {
    const at = clock.now();
    if (problem === null) {
      holds.delete(gatewayId);
      deps.note(gatewayId, { at, problem });
      return;
    }
    const problems = (holds.get(gatewayId)?.problems ?? 0) + 1;
    const wait = Math.min(MAX_HOLD_MS, problem.retryAfterMs * 2 ** Math.min(problems - 1, 10));
    holds.set(gatewayId, { until: clock.monotonic() + wait, problems });
    const { code, reason: message } = problem;
    deps.note(gatewayId, { at, problem: { code, message, nextAt: at + wait } });
    logger.warn({ gatewayId, code, waitMs: wait }, 'reports could not be asked for');
  }

  async function askSafely(gatewayId: number): Promise<void> {
    try {
      await ask(gatewayId);
    } catch (error) {
      logger.warn({ err: error, gatewayId }, 'delivery reports could not be asked for');
      // What Siar itself is missing (credentials) is said in its own words.
      const isPlain = error instanceof SiarError;
      const code = isPlain ? error.code : 'internal';
      const reason = isPlain ? error.message : say('reports-not-asked');
      hold(gatewayId, { code, reason, retryAfterMs: 30_000 });
    }
  }

  return {
    tick() {
      if (abort.signal.aborted) return;
      const mono = clock.monotonic();
      for (const id of listPollGateways(db, clock.now())) {
        if (asking.has(id) || (holds.get(id)?.until ?? 0) > mono) continue;
        asking.set(
          id,
          askSafely(id).finally(() => asking.delete(id)),
        );
      }
    },
    async stop() {
      abort.abort();
      await Promise.all(asking.values());
    },
  };
}

function backoff(tries: number): number {
  return BACKOFF_MS[Math.min(tries, BACKOFF_MS.length - 1)] ?? 0;
}
