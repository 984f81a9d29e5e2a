import { number } from '#headless/cli/output.ts';

/** One line at the foot of the terminal: a bar, counts, rate and time left. Silent without a terminal. */
export type Progress = {
  /** `total` null: not known yet. `note` replaces the time left. */
  show(done: number, total: number | null, note?: string): void;
  /** Wipes the line, so that the result stands alone. */
  end(): void;
};

const BAR = 24;
const DRAW_EVERY_MS = 100;

/** See Progress. `unit` null: only the share is told, not what it is a share of. Draws on stderr, at most ten times a second. */
export function createProgress(
  label: string,
  options: { json: boolean; unit: string | null },
): Progress {
  if (options.json || !process.stderr.isTTY) return { show() {}, end() {} };
  const startedAt = performance.now();
  let drawnAt = -Infinity;
  return {
    show(done, total, note) {
      const now = performance.now();
      if (now - drawnAt < DRAW_EVERY_MS) return;
      drawnAt = now;
      const line = describe({ done, total, seconds: (now - startedAt) / 1000, unit: options.unit });
      const room = Math.max(20, (process.stderr.columns || 80) - 1);
      process.stderr.write(
        `\r\x1b[2K${`${label} ${line}${note ? `  ${note}` : ''}`.slice(0, room)}`,
      );
    },
    end() {
      if (drawnAt > -Infinity) process.stderr.write('\r\x1b[2K');
    },
  };
}

/** The bar, the counts, the mean rate and the time left, as far as they are known. */
export function describe(at: {
  done: number;
  total: number | null;
  seconds: number;
  unit: string | null;
}): string {
  const { done, total, seconds, unit } = at;
  const rate = seconds > 0.5 ? done / seconds : 0;
  const speed = unit !== null && rate > 0 ? `  ${number(Math.round(rate))} ${unit}/s` : '';
  if (total === null || total === 0) return unit === null ? '…' : `${number(done)} ${unit}${speed}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const left = rate > 0 && done < total ? `  ${duration((total - done) / rate)} left` : '';
  const counts = unit === null ? '' : `  ${number(done)}/${number(total)} ${unit}${speed}`;
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(share * 100)}%${counts}${left}`;
}

/** Seconds as people say them: 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
