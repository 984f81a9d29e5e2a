import { useMutation } from '@tanstack/react-query';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** The three changes a list can have; every failure is told in the corner and changes nothing. */
export function useListChanges() {
  const refresh = useContactsRefresh();
  const ends = { onSuccess: refresh, onError: notifyFailure };
  return {
    create: useMutation(orpc.lists.create.mutationOptions(ends)),
    rename: useMutation(orpc.lists.rename.mutationOptions(ends)),
    remove: useMutation(orpc.lists.remove.mutationOptions(ends)),
  };
}
