import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sample } from '#renderer/features/templates/sample.ts';
import { failureText } from '#renderer/lib/failure-words.ts';
import { orpc } from '#renderer/transport/client.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

const OFFERED = 20;

/** Chooses whose message the preview shows: a search over all contacts. */
export function SampleContact({
  value,
  onChange,
}: {
  value: Sample;
  onChange: (sample: Sample) => void;
}) {
  const { t } = useTranslation('templates');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed === labelOf(value) ? '' : typed.trim(), 150);
  const found = useQuery({
    ...orpc.contacts.page.queryOptions({
      input: { limit: OFFERED, search: search === '' ? undefined : search },
    }),
    placeholderData: keepPreviousData,
  });
  const rows: Sample[] = found.data?.rows ?? [];
  // The choice must be among the options to be shown; found people come first, so that Enter takes them.
  const offered = rows.some((row) => row.id === value.id) ? rows : [...rows, value];
  const hidden = search !== '' && offered.length > rows.length ? String(value.id) : '';
  return (
    <Select
      label={t('sample.label')}
      placeholder={t('sample.placeholder')}
      data={offered.map((row) => ({ value: String(row.id), label: labelOf(row) }))}
      value={String(value.id)}
      onChange={(id) => {
        const picked = offered.find((row) => String(row.id) === id);
        if (picked) onChange(picked);
      }}
      searchable
      onSearchChange={setTyped}
      // The core has already searched, in fields too: nothing is filtered a second time.
      filter={({ options }) =>
        options.filter((option) => !('value' in option) || option.value !== hidden)
      }
      nothingFoundMessage={found.error === null ? t('sample.nobody') : failureText(found.error)}
      allowDeselect={false}
      selectFirstOptionOnChange
    />
  );
}

function labelOf(sample: Sample): string {
  return sample.name === ''
    ? formatMsisdn(sample.msisdn)
    : `${sample.name} · ${formatMsisdn(sample.msisdn)}`;
}
