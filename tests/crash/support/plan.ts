import { createRandom } from '#tests/crash/support/random.ts';
import { KILL_POINTS, type KillPlan } from '#tests/crash/support/kill-points.ts';
import { EPOCH_FATES, type EpochFate } from '#tests/crash/support/power-cut.ts';
import { TEMPLATE_PEOPLE } from '#tests/crash/support/template.ts';
import type { Faults } from '#tests/crash/support/recording-gateway.ts';

/** Everything that a seed decides. */
export type Plan = {
  /** Else from a draft that is ready: see makeTemplate. */
  fromScratch: boolean;
  people: number;
  rate: number;
  faults: Faults;
  /** One process each. */
  kills: KillPlan[];
  /** After a kill, what was not synced is gone or garbled; null: the machine stays on. */
  powerCut: { epoch: EpochFate } | null;
  /** Pages of log after which SQLite copies it into the database and begins it again. */
  checkpointPages: number;
  /** The wall clock jumps by hours, in both directions, while it sends. */
  clockJumps: boolean;
  /** The folder as it was after the first kill comes back at the end, as from a backup. */
  copyBack: boolean;
  /** Decides the details while it runs. */
  random: () => number;
};

/** The plan of a seed; the same on every machine. */
export function planOf(seed: number): Plan {
  const random = createRandom(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const kill = (): KillPlan => {
    // A quarter at whatever instruction, as many inside a commit; the others right beside a commit, a
    // call or the guard.
    const where = random();
    if (where < 0.25) return { afterMs: random() * 160 };
    if (where < 0.5) {
      // Shorter than a commit takes, mostly: what is written and not yet synced is what a power cut loses.
      return { inCommit: whole(1, random() < 0.3 ? 6 : 40), afterMs: random() ** 2 * 4 };
    }
    const at = pick(KILL_POINTS);
    // Calls are many, commits few; an early one is in the opening, the freeze or the start.
    const isCall = at === 'before-send' || at === 'sent';
    return { at, nth: whole(1, isCall ? 100 : random() < 0.4 ? 12 : 40) };
  };
  const bad = random() < 0.4;
  const fromScratch = random() < 0.2;
  return {
    fromScratch,
    people: fromScratch ? whole(40, 120) : TEMPLATE_PEOPLE,
    rate: whole(200, 12_000),
    faults: {
      latencyMs: whole(0, 12),
      cutBefore: bad ? random() * 0.03 : 0,
      cutAfter: bad ? random() * 0.05 : 0,
      failAfter: bad ? random() * 0.03 : 0,
    },
    kills: Array.from({ length: random() < 0.25 ? 2 : 1 }, kill),
    powerCut: random() < 0.5 ? { epoch: random() < 0.5 ? 'kept' : pick(EPOCH_FATES) } : null,
    checkpointPages: random() < 0.5 ? 4_000 : whole(2, 120),
    clockJumps: random() < 0.25,
    copyBack: random() < 0.2,
    random,
  };
}
