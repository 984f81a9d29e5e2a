/** Rows per call. */
const PAGE = 500;

/** What people are shown of a long list when they say nothing; scripts get all of it. */
export const SHOWN = 50;

/** A page of a list, and how many rows the whole has. */
type PageOf<Row> = { total: number; rows: readonly Row[] };

/**
 * The first `most` rows of a list that comes in pages. What is added meanwhile moves rows to the
 * next page, so each is taken once, by its key.
 */
export async function readPages<Row>(
  fetchPage: (page: { offset: number; limit: number }) => Promise<PageOf<Row>>,
  keyOf: (row: Row) => number | string,
  most = Number.POSITIVE_INFINITY,
): Promise<{ total: number; rows: Row[] }> {
  const rows = new Map<number | string, Row>();
  let total = 0;
  for (let offset = 0; rows.size < most;) {
    const limit = Math.min(PAGE, most - rows.size);
    const page = await fetchPage({ offset, limit });
    ({ total } = page);
    for (const row of page.rows) rows.set(keyOf(row), row);
    offset += page.rows.length;
    if (page.rows.length < limit) break;
  }
  return { total, rows: [...rows.values()] };
}
