import { windowState, type SendingWindow } from '#shared/schedule/window.ts';

/** When sending would begin and end. */
export type Estimate = { startsAt: number; finishesAt: number };

/** Enough nights for any campaign that still makes sense; a guard, not a rule. */
const MAX_TURNS = 1000;

/**
 * Estimates when a campaign begins and ends: `seconds` of pure sending from `from` (ms), only while
 * the window is open in `zone`. Null when the window never opens.
 */
export function estimateSending(
  from: number,
  seconds: number,
  window: SendingWindow,
  zone: string,
): Estimate | null {
  let at = from;
  let left = seconds * 1000;
  let startsAt: number | null = null;
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const { open, changesAtMs } = windowState(window, [zone], at);
    if (!open) {
      if (changesAtMs === null) return null;
      at = changesAtMs;
      continue;
    }
    startsAt ??= at;
    if (changesAtMs === null || at + left <= changesAtMs)
      return { startsAt, finishesAt: at + left };
    left -= changesAtMs - at;
    at = changesAtMs;
  }
  return null;
}
