import { Button, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import {
  ContactForm,
  fieldsOf,
  type ContactDraft,
} from '#renderer/features/contacts/contact-form.tsx';
import { ContactLookUp } from '#renderer/features/contacts/contact-look-up.tsx';
import { ContactReplies } from '#renderer/features/contacts/contact-replies.tsx';
import { ContactTimeline } from '#renderer/features/contacts/contact-timeline.tsx';
import { SuppressedMark } from '#renderer/features/contacts/suppressed-mark.tsx';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Contact } from '#shared/contract/contacts.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

type Details = Contact & { lists: { id: number; name: string }[] };

/** One person in the right-hand panel: details that can be changed, and every message sent so far. */
export function ContactDetails({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation('contacts');
  const query = useQuery(orpc.contacts.get.queryOptions({ input: { id } }));
  const contact = query.data;
  const title = contact ? contact.name || formatMsisdn(contact.msisdn) : t('details.title');
  return (
    <SidePanel title={title} opened onClose={onClose}>
      {query.error !== null && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && (
        <Stack gap={16}>
          {[0, 1, 2, 3].map((at) => (
            <Skeleton key={at} h={52} />
          ))}
        </Stack>
      )}
      {contact && (
        <Tabs defaultValue="details" keepMounted={false}>
          <Tabs.List mb={16}>
            <Tabs.Tab value="details">{t('details.tab')}</Tabs.Tab>
            <Tabs.Tab value="messages">{t('timeline.tab')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="details">
            <DetailsTab contact={contact} onRemoved={onClose} />
          </Tabs.Panel>
          <Tabs.Panel value="messages">
            <ContactReplies msisdn={contact.msisdn} />
            <ContactTimeline id={id} />
          </Tabs.Panel>
        </Tabs>
      )}
    </SidePanel>
  );
}

function DetailsTab({ contact, onRemoved }: { contact: Details; onRemoved: () => void }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const changes = useContactChanges(contact, onRemoved);
  return (
    <Stack gap={16}>
      {contact.suppressed && (
        <Group gap={8}>
          <SuppressedMark />
          <Text size="sm">{t('details.suppressedText')}</Text>
        </Group>
      )}
      {contact.confidence === 'possible' && (
        <Text size="sm" c="dimmed">
          {t('details.possible')}
        </Text>
      )}
      <ContactForm
        key={contact.updatedAt}
        initial={draftOf(contact)}
        submitLabel={t('details.save')}
        saving={changes.saving}
        problem={changes.problem}
        onSubmit={changes.save}
      />
      <ContactLookUp key={contact.msisdn} msisdn={contact.msisdn} />
      <Can permission="contacts.write">
        <Group gap={8} justify="space-between">
          <Button
            variant="default"
            px={12}
            loading={changes.suppressing}
            leftSection={
              contact.suppressed ? (
                <IconCircleCheck size={16} aria-hidden />
              ) : (
                <IconBan size={16} aria-hidden />
              )
            }
            onClick={changes.toggleSuppressed}
          >
            {contact.suppressed ? t('details.allow') : t('details.suppress')}
          </Button>
          <Button
            variant="subtle"
            color="red"
            px={12}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void changes.remove()}
          >
            {t('details.delete')}
          </Button>
        </Group>
      </Can>
      <Text size="sm" c="dimmed">
        {t('details.since', {
          added: format.date(contact.createdAt),
          changed: format.date(contact.updatedAt),
        })}
      </Text>
    </Stack>
  );
}

function draftOf(contact: Details): ContactDraft {
  return {
    name: contact.name,
    phone: formatMsisdn(contact.msisdn),
    fields: Object.entries(contact.fields).map(([key, value]) => ({ key, value })),
    listIds: contact.lists.map((list) => list.id),
  };
}

/** What can be done to one contact; every failure is told in the corner and changes nothing. */
function useContactChanges(contact: Details, onRemoved: () => void) {
  const { t } = useTranslation('contacts');
  const refresh = useContactsRefresh();
  const who = contact.name || formatMsisdn(contact.msisdn);
  const onError = notifyFailure;
  const update = useMutation(orpc.contacts.update.mutationOptions());
  const suppress = useMutation(orpc.suppressions.add.mutationOptions({ onError }));
  const allow = useMutation(orpc.suppressions.remove.mutationOptions({ onError }));
  const remove = useMutation(orpc.contacts.remove.mutationOptions({ onError }));
  const done = (text: string) => async () => {
    notifyDone(text);
    await refresh();
  };
  return {
    saving: update.isPending,
    problem: update.error === null ? null : failureText(update.error),
    suppressing: suppress.isPending || allow.isPending,
    save: (draft: ContactDraft) =>
      update.mutate(
        {
          id: contact.id,
          // An untouched number is not sent: how it is written for people must not change it.
          phone: draft.phone === formatMsisdn(contact.msisdn) ? undefined : draft.phone,
          name: draft.name.trim(),
          fields: fieldsOf(draft),
          listIds: draft.listIds,
        },
        { onSuccess: done(t('details.saved', { name: draft.name || who })) },
      ),
    toggleSuppressed: () => {
      if (contact.suppressed) {
        allow.mutate(
          { msisdns: [contact.msisdn] },
          { onSuccess: done(t('details.allowed', { name: who })) },
        );
      } else {
        suppress.mutate(
          { phones: [`+${contact.msisdn}`] },
          { onSuccess: done(t('details.nowSuppressed', { name: who })) },
        );
      }
    },
    remove: async () => {
      const sure = await confirmAction({
        title: t('details.deleteTitle', { name: who }),
        text: t('details.deleteText'),
        confirmLabel: t('details.delete'),
        danger: true,
      });
      if (!sure) return;
      remove.mutate(
        { ids: [contact.id] },
        {
          onSuccess: async () => {
            onRemoved();
            await done(t('details.deleted', { name: who }))();
          },
        },
      );
    },
  };
}
