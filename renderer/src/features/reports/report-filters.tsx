import { Button, Group, Select } from '@mantine/core';
import { DatesProvider, DateTimePicker } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { MessageFilter } from '#renderer/components/message-filter.tsx';
import { prefixText } from '#renderer/features/reports/prefix-text.ts';
import type { CampaignReport, ReportFilter } from '#shared/contract/campaign-report.ts';

type FiltersProps = {
  filter: ReportFilter;
  onChange: (filter: ReportFilter) => void;
  choices: CampaignReport['choices'];
};

/** Which messages a report is about: state, country, prefix, list, time of sending. */
export function ReportFilters({ filter, onChange, choices }: FiltersProps) {
  const { t, i18n } = useTranslation('reports');
  const names = new Intl.DisplayNames([i18n.language, 'en'], { type: 'region' });
  const { state, summary, ...rest } = filter;
  const change = (part: Partial<ReportFilter>) => onChange({ ...filter, ...part });
  const country = (code: string) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
  return (
    <Group gap={8} align="flex-end">
      <MessageFilter
        value={{ state, summary }}
        onChange={(choice) => onChange({ ...rest, ...choice })}
      />
      {choices.countries.length > 1 && (
        <Select
          w={160}
          aria-label={t('filter.country')}
          placeholder={t('filter.allCountries')}
          data={choices.countries.map((code) => ({ value: code, label: country(code) }))}
          value={filter.country ?? null}
          onChange={(code) => change({ country: code ?? undefined, prefix: undefined })}
          searchable
          clearable
        />
      )}
      {choices.prefixes.length > 1 && (
        <Select
          w={140}
          aria-label={t('filter.prefix')}
          placeholder={t('filter.allPrefixes')}
          data={choices.prefixes.map((prefix) => ({
            value: prefix,
            label: prefixText({ country: prefix.startsWith('601') ? 'MY' : '', prefix }),
          }))}
          value={filter.prefix ?? null}
          onChange={(prefix) => change({ prefix: prefix ?? undefined })}
          searchable
          clearable
        />
      )}
      {choices.lists.length > 1 && (
        <Select
          w={180}
          aria-label={t('filter.list')}
          placeholder={t('filter.allLists')}
          data={choices.lists.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={filter.listId === undefined ? null : String(filter.listId)}
          onChange={(id) => change({ listId: id === null ? undefined : Number(id) })}
          clearable
        />
      )}
      <DatesProvider settings={{ locale: i18n.language }}>
        <Moment
          label={t('filter.from')}
          value={filter.from}
          onChange={(from) => change({ from })}
        />
        <Moment label={t('filter.to')} value={filter.to} onChange={(to) => change({ to })} />
      </DatesProvider>
      {Object.values(filter).some((value) => value !== undefined) && (
        <Button variant="subtle" onClick={() => onChange({})}>
          {t('filter.clear')}
        </Button>
      )}
    </Group>
  );
}

function Moment({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  const { t } = useTranslation('common');
  return (
    <DateTimePicker
      w={190}
      aria-label={label}
      placeholder={label}
      valueFormat="DD MMM YYYY, HH:mm"
      value={value === undefined ? null : new Date(value)}
      onChange={(text) => onChange(text === null ? undefined : new Date(text).getTime())}
      clearable
      previousLabel={t('calendar.previous')}
      nextLabel={t('calendar.next')}
    />
  );
}
