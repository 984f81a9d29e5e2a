import { useQuery } from '@tanstack/react-query';
import { useCan } from '#renderer/hooks/use-session.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** Whether there is something unsent, another gateway for it, and a person who may send. */
export function useCanSwitch({ state, counts }: Campaign): boolean {
  const gateways = useQuery(orpc.gateways.all.queryOptions());
  const maySend = useCan('campaigns.send');
  const isOpen = state === 'paused' || state === 'running';
  return maySend && isOpen && counts.queued > 0 && (gateways.data?.length ?? 0) > 1;
}
