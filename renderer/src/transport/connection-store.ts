import { create } from 'zustand';

/**
 * How the page stands to the core.
 * - connecting: the first connection is being made
 * - open: calls go through
 * - lost: it was open and broke; Siar tries again by itself
 * - signed-out: the host is there but no longer knows this page; a new link is needed
 */
export type ConnectionStatus = 'connecting' | 'open' | 'lost' | 'signed-out';

/** Connection status for the banner, and for the query cache that waits while there is none. */
export const useConnectionStore = create<{ status: ConnectionStatus }>(() => ({
  status: 'connecting',
}));

/** Called by the transports only. */
export function setConnectionStatus(status: ConnectionStatus): void {
  if (useConnectionStore.getState().status !== status) useConnectionStore.setState({ status });
}
