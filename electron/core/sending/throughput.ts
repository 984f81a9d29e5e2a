/** Messages accepted per second over the last ten seconds. Times are monotonic ms. */
export type Throughput = { note(now: number): void; perSecond(now: number): number };

const SECONDS = 10;

/** See Throughput. One counter per second, so a million messages cost ten numbers. */
export function createThroughput(startedAt: number): Throughput {
  const counts = Array.from({ length: SECONDS + 1 }, () => 0);
  const seconds = Array.from({ length: SECONDS + 1 }, () => -1);
  return {
    note(now) {
      const second = Math.floor(now / 1000);
      const slot = second % counts.length;
      if (seconds[slot] !== second) {
        seconds[slot] = second;
        counts[slot] = 0;
      }
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    perSecond(now) {
      const current = Math.floor(now / 1000);
      let sum = 0;
      for (let slot = 0; slot < counts.length; slot += 1) {
        const second = seconds[slot] ?? -1;
        if (second >= 0 && current - second < SECONDS) sum += counts[slot] ?? 0;
      }
      const elapsed = Math.min(SECONDS, Math.max(1, (now - startedAt) / 1000));
      return sum / elapsed;
    },
  };
}
