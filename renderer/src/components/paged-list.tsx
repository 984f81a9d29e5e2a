import type { ReactNode } from 'react';
import { ErrorState } from '#renderer/components/error-state.tsx';
import type { PagedRows } from '#renderer/hooks/use-paged-rows.ts';

/**
 * The place of a long list: its table while there are rows or they are on the way, `empty` where the
 * core said that there are none, and what went wrong above whatever is known.
 */
export function PagedList<Row>({
  rows,
  empty,
  children,
}: {
  rows: PagedRows<Row>;
  empty: ReactNode;
  children: ReactNode;
}) {
  const isAnswered = !rows.isPending && rows.error === null;
  return (
    <>
      {rows.error !== null && <ErrorState error={rows.error} onRetry={rows.refetch} />}
      {rows.length > 0 ? children : isAnswered && empty}
    </>
  );
}
