import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListChanges } from '#renderer/features/contacts/use-list-changes.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { notifyDone } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { ContactList } from '#shared/contract/contacts.ts';

type RemoveListProps = { list: ContactList; onClose: () => void; onRemoved: () => void };

/** Asks before a list goes: the list alone, or also the people who are in no other list. */
export function RemoveList({ list, onClose, onRemoved }: RemoveListProps) {
  const { t } = useTranslation('contacts');
  const [people, setPeople] = useState('keep');
  const { remove } = useListChanges();
  const onlyHere = useQuery(orpc.lists.onlyHere.queryOptions({ input: { id: list.id } }));
  const alone = onlyHere.data?.contacts;
  const confirm = () => {
    if (remove.isPending) return;
    remove.mutate(
      { id: list.id, contacts: people === 'remove' },
      {
        onSuccess: ({ removedContacts }) => {
          notifyDone(
            people === 'remove'
              ? t('lists.removedWith', { name: list.name, count: removedContacts })
              : t('lists.removed', { name: list.name }),
          );
          onRemoved();
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} centered title={t('lists.removeTitle', { name: list.name })}>
      <Stack gap={16}>
        <Text size="sm">{t('lists.removeText', { count: list.contacts })}</Text>
        {list.contacts > 0 && (
          <Radio.Group
            value={people}
            onChange={setPeople}
            aria-label={t('lists.removeTitle', { name: list.name })}
          >
            <Stack gap={8}>
              <Radio value="keep" label={t('lists.keepContacts')} />
              <Radio
                value="remove"
                label={t('lists.removeContacts')}
                // The exact number is asked for first: this cannot be undone.
                description={
                  onlyHere.isError
                    ? failureText(onlyHere.error)
                    : alone === undefined
                      ? '…'
                      : t('lists.removeContactsWhy', { count: alone })
                }
                disabled={alone === undefined || alone === 0}
              />
            </Stack>
          </Radio.Group>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button color="red.8" loading={remove.isPending} onClick={confirm}>
            {t('lists.remove')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
