const WINDOW_MS = 60_000;
const MOST_RESTARTS = 3;

/** Counts crashes: a core that ends at once would otherwise be started for ever. */
export type RestartLimit = {
  /** Counts one crash; true while no more than three fell into the last minute. */
  allows(): boolean;
};

/** See RestartLimit. `now` is in milliseconds. */
export function createRestartLimit(now: () => number): RestartLimit {
  let crashes: number[] = [];
  return {
    allows() {
      crashes = [...crashes.filter((at) => now() - at < WINDOW_MS), now()];
      return crashes.length <= MOST_RESTARTS;
    },
  };
}
