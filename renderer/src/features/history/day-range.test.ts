import { describe, expect, it } from 'vitest';
import { dayRange } from '#renderer/features/history/day-range.ts';

describe('the days of the history', () => {
  it('covers whole local days, both ends included', () => {
    const { from, to } = dayRange(['2026-11-30', '2026-12-01']);
    expect(new Date(from!).toString()).toBe(new Date(2026, 10, 30).toString());
    expect(new Date(to! + 1).toString()).toBe(new Date(2026, 11, 2).toString());
  });

  it('takes one day alone, and nothing as no limit', () => {
    const { from, to } = dayRange(['2026-11-30', null]);
    expect(to! - from! + 1).toBe(86_400_000);
    expect(dayRange([null, null])).toEqual({});
  });
});
