import '@mantine/dates/styles.css';
import 'dayjs/locale/ms';
import 'dayjs/locale/zh-cn';
import { Box, Group } from '@mantine/core';
import { DatePickerInput, DatesProvider } from '@mantine/dates';
import { IconCalendar, IconHistory } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { MessageFilter, type MessageChoice } from '#renderer/components/message-filter.tsx';
import { MessagePanel } from '#renderer/components/message-panel.tsx';
import { MessageTable } from '#renderer/components/message-table.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { TableExport } from '#renderer/components/table-export.tsx';
import { dayRange, type Days } from '#renderer/features/history/day-range.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { Message } from '#shared/contract/messages.ts';

/** Every message ever frozen, searchable by text, name and number without any gateway. */
export function HistoryPage() {
  const { t, i18n } = useTranslation(['history', 'common']);
  const format = useFormat();
  const [search, setSearch] = useState('');
  const { state } = useSearch({ from: '/history' });
  const [choice, setChoice] = useState<MessageChoice>(state ? { state } : {});
  const [days, setDays] = useState<Days>([null, null]);
  const [selected, setSelected] = useState<Message | null>(null);
  const filter = { ...choice, ...dayRange(days), search: search === '' ? undefined : search };
  const messages = usePagedRows<Message>({
    queryKey: [...orpc.history.page.key(), filter],
    fetchPage: (offset, limit, signal) =>
      client.history.page({ ...filter, offset, limit }, { signal }),
  });
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const isEmpty = !messages.isPending && messages.error === null && messages.total === 0;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      {isEmpty && !isFiltered ? (
        <EmptyState icon={IconHistory} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <>
          <Group gap="xs">
            <Box flex="1 1 12rem" maw={320}>
              <SearchInput value={search} onChange={setSearch} label={t('search')} />
            </Box>
            <MessageFilter value={choice} onChange={setChoice} />
            <DatesProvider settings={{ locale: i18n.language === 'zh' ? 'zh-cn' : i18n.language }}>
              <DatePickerInput
                type="range"
                w={208}
                aria-label={t('days')}
                placeholder={t('days')}
                leftSection={<IconCalendar size={16} aria-hidden />}
                valueFormatter={({ date }) =>
                  Array.isArray(date)
                    ? date
                        .filter((day) => day !== null)
                        .map((day) => format.date(new Date(day).getTime()))
                        .join(' – ')
                    : ''
                }
                allowSingleDateInRange
                clearable
                previousLabel={t('common:calendar.previous')}
                nextLabel={t('common:calendar.next')}
                value={days}
                onChange={setDays}
              />
            </DatesProvider>
            <Can permission="history.export">
              <TableExport
                disabled={messages.total === 0}
                start={(kind) =>
                  client.history.export({ ...filter, format: kind, target: { download: true } })
                }
              />
            </Can>
          </Group>
          <PagedList
            rows={messages}
            empty={<NoMatch title={t('noMatch.title')} text={t('noMatch.text')} />}
          >
            <MessageTable
              messages={messages}
              selectedId={selected?.id ?? null}
              onSelect={setSelected}
              resetKey={JSON.stringify(filter)}
              withCampaign
            />
          </PagedList>
        </>
      )}
      <MessagePanel message={selected} onClose={() => setSelected(null)} withCampaign />
    </Page>
  );
}
