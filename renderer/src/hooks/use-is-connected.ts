import { useConnectionStore } from '#renderer/transport/connection-store.ts';

/** False once the page has lost its core: what was last heard says nothing about now. */
export function useIsConnected(): boolean {
  return useConnectionStore(({ status }) => status === 'open' || status === 'connecting');
}
