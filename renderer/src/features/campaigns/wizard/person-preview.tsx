import { ActionIcon, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { RenderedPreview } from '#renderer/components/rendered-preview.tsx';
import { useDraftStore } from '#renderer/features/campaigns/wizard/draft-store.ts';
import { valuesOf, type PreviewPerson } from '#renderer/features/campaigns/wizard/use-person.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Contact } from '#shared/contract/contacts.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

type PersonPreviewProps = { person: PreviewPerson; text: string; profile: GatewayProfile };

/** The message as one person of the audience will read it, with a way to walk through the people. */
export function PersonPreview({ person, text, profile }: PersonPreviewProps) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { contact, index, total } = person;
  return (
    <Stack gap={8}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500}>
          {t('wizard.previewTitle')}
        </Text>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="default"
            aria-label={t('wizard.previous')}
            disabled={total < 2}
            onClick={() => person.move(-1)}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <Text size="sm" c="dimmed" className="tabular" miw={80} ta="center">
            {index === null
              ? t('wizard.chosenPerson')
              : t('wizard.place', { index: format.number(index + 1), total: format.number(total) })}
          </Text>
          <ActionIcon
            variant="default"
            aria-label={t('wizard.next')}
            disabled={total < 2}
            onClick={() => person.move(1)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Group>
      <PersonPicker onPick={person.pick} />
      {person.isPending && <Skeleton height={160} />}
      {contact ? (
        <RenderedPreview
          text={text}
          values={valuesOf(contact)}
          country={contact.country}
          profile={profile}
          caption={[contact.name, formatMsisdn(contact.msisdn)].filter(Boolean).join(' · ')}
        />
      ) : person.error !== null ? (
        <ErrorState error={person.error} onRetry={person.refetch} />
      ) : (
        !person.isPending && (
          <Text size="sm" c="dimmed">
            {t('wizard.nobody')}
          </Text>
        )
      )}
    </Stack>
  );
}

/** Finds one person of the first chosen lists by name or number. */
function PersonPicker({ onPick }: { onPick: (contact: Contact) => void }) {
  const { t } = useTranslation('campaigns');
  const listIds = useDraftStore((state) => state.draft.listIds);
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 150);
  // With several lists the search runs over all contacts: a preview may show anybody.
  const listId = listIds.length === 1 ? listIds[0] : undefined;
  const found = useQuery(
    orpc.contacts.page.queryOptions({
      input: { listId, search: settled === '' ? undefined : settled, limit: 20 },
      placeholderData: keepPreviousData,
    }),
  );
  const rows = found.data?.rows ?? [];
  return (
    <Select
      aria-label={t('wizard.findPerson')}
      placeholder={t('wizard.findPerson')}
      data={rows.map((contact) => ({
        value: String(contact.id),
        label: [contact.name, formatMsisdn(contact.msisdn)].filter(Boolean).join(' · '),
      }))}
      value={null}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The core has searched already, in all fields.
      filter={({ options }) => options}
      nothingFoundMessage={
        found.error === null ? t('wizard.nothingFound') : failureText(found.error)
      }
      onChange={(value) => {
        const contact = rows.find((row) => String(row.id) === value);
        if (contact) onPick(contact);
        setSearch('');
      }}
    />
  );
}
