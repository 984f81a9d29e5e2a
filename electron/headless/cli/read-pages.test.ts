import { describe, expect, it } from 'vitest';
import { readPages } from '#headless/cli/read-pages.ts';

/** A list of so many rows, newest first; `grows` are added after every call. */
function aList(size: number, grows = 0) {
  let rows = Array.from({ length: size }, (_, index) => size - index);
  const asked: { offset: number; limit: number }[] = [];
  return {
    asked,
    fetch: async (page: { offset: number; limit: number }) => {
      asked.push(page);
      const found = rows.slice(page.offset, page.offset + page.limit);
      const total = rows.length;
      const newest = rows[0] ?? 0;
      rows = [...Array.from({ length: grows }, (_, index) => newest + grows - index), ...rows];
      return { total, rows: found };
    },
  };
}

const same = (row: number) => row;

describe('a list that comes in pages', () => {
  it('is read whole, in order', async () => {
    const list = aList(1_234);
    const { total, rows } = await readPages(list.fetch, same);
    expect(total).toBe(1_234);
    expect(rows).toEqual(Array.from({ length: 1_234 }, (_, index) => 1_234 - index));
    expect(list.asked).toHaveLength(3);
  });

  it('is read no further than wanted, and asks for no more', async () => {
    const list = aList(1_234);
    expect(await readPages(list.fetch, same, 7)).toEqual({
      total: 1_234,
      rows: [1_234, 1_233, 1_232, 1_231, 1_230, 1_229, 1_228],
    });
    expect(list.asked).toEqual([{ offset: 0, limit: 7 }]);
  });

  it('gives each row once although others are added above it', async () => {
    const { rows } = await readPages(aList(1_100, 3).fetch, same);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.slice(-1)).toEqual([1]);
    expect(rows.length).toBeGreaterThanOrEqual(1_100);
  });

  it('may be empty', async () => {
    expect(await readPages(aList(0).fetch, same)).toEqual({ total: 0, rows: [] });
  });
});
