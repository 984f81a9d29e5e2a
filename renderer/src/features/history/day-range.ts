/** First and last day as `YYYY-MM-DD`, each null until chosen. */
export type Days = [string | null, string | null];

/** Midnight at the beginning of a local day, in ms. */
function startOf(day: string, plusDays = 0): number {
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  return new Date(year, month - 1, date + plusDays).getTime();
}

/**
 * The moments (ms) of whole local days: from the first one's midnight to just before the day after
 * the last one. A first day alone means that one day; nothing chosen means no limit.
 */
export function dayRange([first, last]: Days): { from?: number; to?: number } {
  if (first === null) return {};
  return { from: startOf(first), to: startOf(last ?? first, 1) - 1 };
}
