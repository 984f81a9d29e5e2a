import { bringForward } from '#tests/crash/support/bring-forward.ts';
import {
  armCore,
  armKill,
  killAfter,
  sayNow,
  type KillPlan,
} from '#tests/crash/support/kill-points.ts';
import { useRecordingGateway } from '#tests/crash/support/recording-driver.ts';
import { armSyncedMark } from '#tests/crash/support/synced-mark.ts';
import { systemClock, type Clock } from '#core/ports.ts';
import { openCore } from '#tests/support/test-core.ts';

/** What a sender is told on its command line, as JSON. */
export type SenderOrder = {
  dataFolder: string;
  stateFolder: string;
  url: string;
  dedupe: boolean;
  people: number;
  rate: number;
  /** The wall clock jumps by hours while it sends. */
  clockJumps: boolean;
  kill: KillPlan | null;
  /** Where it notes how much of the log is synced (armSyncedMark). */
  markPath: string | null;
  /** Pages of log after which it is copied into the database; null: as Siar has it. */
  checkpointPages: number | null;
};

/** Somebody sets the clock again and again, up to a day forth and back. */
function jumpingClock(): Clock {
  let offset = 0;
  let looks = 0;
  return {
    now() {
      looks += 1;
      if (looks % 7 === 0) offset = ((looks * 7_919) % 49) * 3_600_000 - 86_400_000;
      return Date.now() + offset;
    },
    monotonic: () => performance.now(),
  };
}

/**
 * Siar with one campaign, made to be killed. Whatever it finds in the folder it brings forward. Prints
 * `{"at":"open"}`, and `{"at":"over"}` before it ends by itself; `{"at":"refused"}` where another owns
 * the folder.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as SenderOrder;
const { dataFolder, stateFolder, dedupe, kill } = order;
useRecordingGateway(dedupe);
if (order.markPath !== null) armSyncedMark(order.markPath);
const { point } = armKill(kill);
try {
  const clock = order.clockJumps ? jumpingClock() : systemClock;
  const core = await openCore({ dataFolder, stateFolder, clock });
  if (core.deps.db.pragma('synchronous', { simple: true }) !== 2) throw new Error('not FULL');
  if (order.checkpointPages !== null) {
    core.deps.db.pragma(`wal_autocheckpoint = ${order.checkpointPages}`);
  }
  armCore(core, point);
  await core.startEngine();
  sayNow('open');
  if (kill !== null && !('at' in kill) && !('inCommit' in kill)) killAfter(kill.afterMs);
  await bringForward(core, order, () => false);
  await core.stop();
  sayNow('over');
} catch (error) {
  const data = error as { code?: string };
  if (data.code !== 'folder-in-use') throw error;
  sayNow('refused');
}
