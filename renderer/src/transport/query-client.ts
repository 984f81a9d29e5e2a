import { onlineManager, QueryClient } from '@tanstack/react-query';
import { toFailure } from '#renderer/lib/failure.ts';
import { CONNECTION_LOST } from '#renderer/transport/connection.ts';
import { useConnectionStore } from '#renderer/transport/connection-store.ts';

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
  return new QueryClient({
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
}
