import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ContactForm, fieldsOf } from '#renderer/features/contacts/contact-form.tsx';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

/** One new contact by hand, in the list that is open. */
export function AddContact({
  listId,
  onAdded,
}: {
  listId: number | undefined;
  onAdded: (id: number) => void;
}) {
  const { t } = useTranslation('contacts');
  const refresh = useContactsRefresh();
  const create = useMutation(
    orpc.contacts.create.mutationOptions({
      onSuccess: async (contact) => {
        notifyDone(t('add.done', { name: contact.name || formatMsisdn(contact.msisdn) }));
        onAdded(contact.id);
        await refresh();
      },
    }),
  );
  return (
    <ContactForm
      initial={{
        name: '',
        phone: '',
        fields: [],
        listIds: listId === undefined ? [] : [listId],
      }}
      submitLabel={t('add.save')}
      saving={create.isPending}
      problem={create.error === null ? null : failureText(create.error)}
      onSubmit={(draft) =>
        create.mutate({
          phone: draft.phone,
          name: draft.name.trim(),
          fields: fieldsOf(draft),
          listIds: draft.listIds,
        })
      }
    />
  );
}
