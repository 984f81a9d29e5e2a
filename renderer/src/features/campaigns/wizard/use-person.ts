import { templateValues } from '#shared/contacts/template-values.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '#shared/contract/contacts.ts';
import { orpc } from '#renderer/transport/client.ts';

/** One person of the audience, for previews. */
export type PreviewPerson = {
  contact: Contact | undefined;
  /** Place in the audience, from 0; null when the person was picked by search. */
  index: number | null;
  total: number;
  isPending: boolean;
  /** Why there is nobody to show; null where that is not the reason. */
  error: unknown;
  refetch: () => Promise<unknown>;
  move: (step: 1 | -1) => void;
  pick: (contact: Contact) => void;
};

/** Where the person at `index` is: in which list and at which place. */
function locate(counts: readonly { id: number; contacts: number }[], index: number) {
  let before = 0;
  for (const list of counts) {
    if (index < before + list.contacts) return { listId: list.id, offset: index - before };
    before += list.contacts;
  }
  return null;
}

/** Walks through the people of the chosen lists one at a time, or shows one that was searched for. */
export function usePerson(listIds: readonly number[]): PreviewPerson {
  const [wanted, setWanted] = useState(0);
  const [picked, setPicked] = useState<Contact | null>(null);
  const lists = useQuery(orpc.lists.all.queryOptions());
  const counts = (lists.data ?? []).filter((list) => listIds.includes(list.id));
  const total = counts.reduce((sum, list) => sum + list.contacts, 0);
  const index = Math.max(0, Math.min(wanted, total - 1));
  const place = locate(counts, index);
  const page = useQuery(
    orpc.contacts.page.queryOptions({
      input: { listId: place?.listId ?? 1, offset: place?.offset ?? 0, limit: 1 },
      enabled: place !== null,
      placeholderData: keepPreviousData,
    }),
  );
  return {
    contact: picked ?? (place === null ? undefined : page.data?.rows[0]),
    index: picked === null && total > 0 ? index : null,
    total,
    isPending: picked === null && place !== null && page.isPending,
    error: picked === null ? page.error : null,
    refetch: () => page.refetch(),
    move: (step) => {
      setWanted((index + step + total) % Math.max(1, total));
      setPicked(null);
    },
    pick: setPicked,
  };
}

/** What templates read of a contact: name and phone, and its own fields over them, as in the core. */
export function valuesOf(contact: Contact): Record<string, string> {
  return templateValues(contact);
}
