import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '#shared/contract/host.ts';
import { useSession } from '#renderer/hooks/use-session.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';

/** Changes language or theme: a user's own, or everybody's where nobody signs in. */
export function useChangeLook(): (look: Partial<Pick<Settings, 'language' | 'theme'>>) => void {
  const queries = useQueryClient();
  const isOwn = (useSession()?.user ?? null) !== null;
  const change = useMutation({
    mutationFn: async (look: Partial<Pick<Settings, 'language' | 'theme'>>) => {
      if (isOwn) await client.session.setLook(look);
      else await client.settings.update(look);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: orpc.settings.key() }),
    onError: notifyFailure,
  });
  return (look) => change.mutate(look);
}
