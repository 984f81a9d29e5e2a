import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Core } from '#core/create-core.ts';

/** When this process ends itself. */
export type KillPlan =
  /** The nth time that a point of this kind is passed: before or after every commit and every call. */
  | { at: KillPoint; nth: number }
  /** So many ms after the nth commit began: in the middle of writing or syncing the log. */
  | { inCommit: number; afterMs: number }
  /** So many ms after sending began, whatever it is doing then. */
  | { afterMs: number };

/** Every place where what is on the disk, outside it or on the wire has just changed or is about to. */
export const KILL_POINTS = [
  'begin',
  'before-commit',
  'committed',
  'before-guard',
  'guarded',
  'before-send',
  'sent',
] as const;
/** See KILL_POINTS. */
export type KillPoint = (typeof KILL_POINTS)[number];

/** Not a byte more: SIGKILL is not to be caught, and kill() of oneself does not return. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Counts the points that this process passes and ends it at the planned one. Every transaction of the
 * core goes through better-sqlite3's `transaction`, so every commit is a point, whoever makes it. Call
 * before a core is opened: opening recovers and migrates, which can be killed too.
 */
export function armKill(plan: KillPlan | null): { point: (kind: KillPoint) => void } {
  const { at, left: nth, end } = targetOf(plan);
  let left = nth;
  const point = (kind: KillPoint) => {
    if (kind !== at) return;
    left -= 1;
    if (left === 0) end();
  };
  const { transaction } = Database.prototype;
  Database.prototype.transaction = function instrumented(
    this: Database.Database,
    work: (...args: unknown[]) => unknown,
  ) {
    const real = transaction.call(this, (...args: unknown[]) => {
      const result = work(...args);
      point('before-commit');
      return result;
    });
    const immediate = (...args: unknown[]) => {
      point('begin');
      const result = real.immediate(...args);
      point('committed');
      return result;
    };
    return Object.assign(immediate, { immediate });
  } as typeof transaction;
  return { point };
}

function targetOf(plan: KillPlan | null): {
  at: KillPoint | null;
  left: number;
  end: () => void;
} {
  if (plan === null) return { at: null, left: Infinity, end: die };
  if ('at' in plan) return { at: plan.at, left: plan.nth, end: die };
  if (!('inCommit' in plan)) return { at: null, left: Infinity, end: die };
  return { at: 'before-commit', left: plan.inCommit, end: killAfter(plan.afterMs, 'told') };
}

/** The guard and the driver are points too: the moments between a commit and its bytes. */
export function armCore(core: Core, point: (kind: KillPoint) => void): void {
  const { guard, gateways } = core.deps;
  const raise = guard.raise.bind(guard);
  guard.raise = (attemptId) => {
    point('before-guard');
    raise(attemptId);
    point('guarded');
  };
  const open = gateways.open.bind(gateways);
  const wrapped = new WeakSet<object>();
  gateways.open = async (id) => {
    const gateway = await open(id);
    if (wrapped.has(gateway.driver)) return gateway;
    wrapped.add(gateway.driver);
    const send = gateway.driver.send.bind(gateway.driver);
    gateway.driver.send = (request, signal) => {
      point('before-send');
      const outcome = send(request, signal);
      point('sent');
      return outcome;
    };
    return gateway;
  };
}

/**
 * Ends the process from a thread of its own, so many ms from now or from when it is told: in the middle
 * of whatever instruction it is at.
 */
export function killAfter(ms: number, from: 'now' | 'told' = 'now'): () => void {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    `const { flag, ms } = require('node:worker_threads').workerData;
     Atomics.wait(flag, 0, 0);
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
     process.kill(process.pid, 'SIGKILL');`,
    { eval: true, workerData: { flag, ms } },
  );
  worker.unref();
  const tell = () => {
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
  if (from === 'now') tell();
  return tell;
}

/** Prints a line that is out before the next instruction. */
export function sayNow(at: string): void {
  writeSync(1, `${JSON.stringify({ at })}\n`);
}
