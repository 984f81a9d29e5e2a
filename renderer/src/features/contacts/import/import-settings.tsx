import { Autocomplete, Radio, Select, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCountryOptions } from '#renderer/hooks/use-country-options.ts';
import type { ImportDraft } from '#renderer/features/contacts/import/import-draft.ts';
import { orpc } from '#renderer/transport/client.ts';
import type { Inspection } from '#shared/contract/imports.ts';

type ImportSettingsProps = {
  inspection: Inspection;
  draft: ImportDraft;
  onChange: (change: Partial<ImportDraft>) => void;
};

/** Which sheet, whose numbers, which list, and what happens to contacts that are there already. */
export function ImportSettings({ inspection, draft, onChange }: ImportSettingsProps) {
  const { t } = useTranslation('contacts');
  const countries = useCountryOptions(draft.country);
  const hasHeader = draft.hasHeader ?? inspection.hasHeader;
  return (
    <Stack gap={16}>
      <SimpleGrid
        cols={inspection.sheets.length > 1 ? { base: 2, lg: 4 } : { base: 2, md: 3 }}
        spacing={16}
      >
        <ListName draft={draft} onChange={onChange} />
        <Select
          label={t('settings.country')}
          description={t('settings.countryWhy')}
          data={countries}
          value={draft.country}
          onChange={(country) => country !== null && onChange({ country })}
          searchable
          allowDeselect={false}
        />
        <Select
          label={t('settings.header')}
          description={t('settings.headerWhy')}
          data={[
            { value: 'yes', label: t('settings.headerYes') },
            { value: 'no', label: t('settings.headerNo') },
          ]}
          value={hasHeader ? 'yes' : 'no'}
          onChange={(value) => onChange({ hasHeader: value === 'yes', columns: {} })}
          allowDeselect={false}
        />
        {inspection.sheets.length > 1 && (
          <Select
            label={t('settings.sheet')}
            description={t('settings.sheetWhy')}
            data={inspection.sheets.map((sheet) => ({
              value: sheet.name,
              label:
                sheet.rows === null
                  ? sheet.name
                  : t('settings.sheetRows', { name: sheet.name, count: sheet.rows }),
            }))}
            value={draft.sheet ?? inspection.sheet}
            onChange={(sheet) =>
              sheet !== null && onChange({ sheet, columns: {}, hasHeader: undefined })
            }
            allowDeselect={false}
          />
        )}
      </SimpleGrid>
      <Radio.Group
        label={t('settings.existing')}
        value={draft.onDuplicate}
        onChange={(value) => onChange({ onDuplicate: value === 'update' ? 'update' : 'skip' })}
      >
        <SimpleGrid cols={2} spacing={16} mt={8}>
          <Radio value="skip" label={t('settings.skip')} description={t('settings.skipWhy')} />
          <Radio
            value="update"
            label={t('settings.update')}
            description={t('settings.updateWhy')}
          />
        </SimpleGrid>
      </Radio.Group>
    </Stack>
  );
}

function ListName({ draft, onChange }: Pick<ImportSettingsProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation('contacts');
  const lists = useQuery(orpc.lists.all.queryOptions());
  const name = draft.listName.trim();
  const existing = lists.data?.find((list) => list.name === name);
  const description =
    existing === undefined
      ? t('settings.listNew')
      : t('settings.listExisting', { count: existing.contacts });
  return (
    <Autocomplete
      label={t('settings.list')}
      description={description}
      data={lists.data?.map((list) => list.name) ?? []}
      value={draft.listName}
      onChange={(listName) => onChange({ listName })}
      maxLength={200}
      error={name === '' ? t('columns.problems.no-list') : undefined}
      required
      withAsterisk={false}
    />
  );
}
