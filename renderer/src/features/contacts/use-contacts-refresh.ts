import { useQueryClient } from '@tanstack/react-query';
import { orpc } from '#renderer/transport/client.ts';

/** Asks again for everything that a change to contacts, lists or the do-not-contact list touches. */
export function useContactsRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all(
      [orpc.contacts.key(), orpc.lists.key(), orpc.suppressions.key(), orpc.host.key()].map(
        (queryKey) => queries.invalidateQueries({ queryKey }),
      ),
    );
  };
}
