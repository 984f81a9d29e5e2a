import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/transport/client.ts';

/** Asked anew so often while the page is open: a queue moves on between events. */
const EVERY_MS = 5_000;

/** How far the credit of every gateway reaches, across everything that runs or is scheduled. */
export function useRunway() {
  return useQuery(
    orpc.balances.runway.queryOptions({
      input: {},
      refetchInterval: EVERY_MS,
      // What was true on another page may be long over.
      refetchOnMount: 'always',
    }),
  );
}
