import {
  keepPreviousData,
  useQueries,
  useQuery,
  useQueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

/** One page as the core answers it. */
export interface PageOfRows<Row> {
  total: number;
  rows: Row[];
}

/** What a VirtualTable needs of a long list. */
export interface PagedRows<Row> {
  /** Rows there are; 0 while that is not known. */
  total: number;
  /** Rows to draw: `total`, and a few empty ones until the first answer. */
  length: number;
  getRow: (index: number) => Row | undefined;
  onVisibleRange: (first: number, last: number) => void;
  /** True until the first answer ever: show a skeleton of the page. */
  isPending: boolean;
  error: unknown;
  /** Asks again for what is shown. */
  refetch: () => Promise<unknown>;
}

/** Rows drawn as skeletons before it is known how many there are. */
const FIRST_ROWS = 12;

/** Scrolling faster than this asks only for where it comes to rest. */
const SETTLE_MS = 70;

/**
 * The pages in view of a list that may have a million rows. `queryKey` names list and search, and must
 * begin with the oRPC key of the procedure so that events make it ask again. While another search is on
 * its way the old rows stay.
 */
export function usePagedRows<Row>({
  queryKey,
  fetchPage,
  pageSize = 100,
}: {
  queryKey: QueryKey;
  fetchPage: (offset: number, limit: number, signal: AbortSignal) => Promise<PageOfRows<Row>>;
  pageSize?: number;
}): PagedRows<Row> {
  const cache = useQueryClient();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const timer = useRef<number>(undefined);
  const keyOf = (page: number): QueryKey => [...queryKey, 'rows', pageSize, page];
  const optionsOf = (page: number) => ({
    queryKey: keyOf(page),
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * pageSize, pageSize, signal),
  });

  const head = useQuery({ ...optionsOf(0), placeholderData: keepPreviousData });
  const others = Array.from(
    { length: range.last - range.first + 1 },
    (_, offset) => range.first + offset,
  ).filter((page) => page > 0);
  const pages = useQueries({ queries: others.map(optionsOf) });
  // Reading `data` here is what makes a page that arrives draw itself: only read results are watched.
  const inView = new Map(others.map((page, at) => [page, pages[at]?.data]));

  const onVisibleRange = useCallback(
    (first: number, last: number) => {
      const next = { first: Math.floor(first / pageSize), last: Math.floor(last / pageSize) };
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
      }, SETTLE_MS);
    },
    [pageSize],
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const failed = [head, ...pages].find((page) => page.error !== null);
  const getRow = (index: number): Row | undefined => {
    const page = Math.floor(index / pageSize);
    if (page === 0) return head.data?.rows[index];
    const data = inView.get(page) ?? cache.getQueryData<PageOfRows<Row>>(keyOf(page));
    return data?.rows[index - page * pageSize];
  };
  const total = head.data?.total ?? 0;
  return {
    total,
    length: head.isPending ? FIRST_ROWS : total,
    getRow,
    onVisibleRange,
    isPending: head.isPending,
    error: failed?.error ?? null,
    refetch: () => cache.invalidateQueries({ queryKey }),
  };
}
