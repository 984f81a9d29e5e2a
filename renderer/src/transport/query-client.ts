import { MutationCache, onlineManager, QueryCache, QueryClient } from '@tanstack/react-query';
import { toFailure } from '#renderer/lib/failure.ts';
import { orpc } from '#renderer/transport/client.ts';
import { CONNECTION_LOST } from '#renderer/transport/connection.ts';
import { useConnectionStore } from '#renderer/transport/connection-store.ts';

/** Nobody is signed in (any more), the page is locked, or a new password has to be chosen. */
const TURNED_AWAY = new Set(['sign-in-needed', 'locked', 'password-change-needed']);

/**
 * The cache of server data. "Online" means connected to the core, not to the internet: queries wait
 * while there is no connection and ask again when it is back. Changes never wait and are never
 * repeated: a person decides whether to do them again.
 */
export function createQueryClient(): QueryClient {
  onlineManager.setEventListener((setOnline) => {
    const tell = () => setOnline(useConnectionStore.getState().status === 'open');
    tell();
    return useConnectionStore.subscribe(tell);
  });
  onlineManager.setOnline(useConnectionStore.getState().status === 'open');
  // The core says who may: where it turns this page away, the page asks who is signed in.
  const onError = (error: unknown) => {
    if (!TURNED_AWAY.has(toFailure(error).code)) return;
    void queries.invalidateQueries({ queryKey: orpc.session.key() });
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: 'always',
        retry: (count, error) => count < 3 && toFailure(error).code === CONNECTION_LOST,
        retryDelay: 200,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return queries;
}
