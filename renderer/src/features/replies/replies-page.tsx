import { Box, Group, Select, Text } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { Count } from '#renderer/components/count.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { ReplyDetails, senderOf } from '#renderer/features/replies/reply-details.tsx';
import { ReplyOutcome } from '#renderer/features/replies/reply-outcome.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import { REPLY_FILTERS, type Reply } from '#shared/contract/replies.ts';

type Show = (typeof REPLY_FILTERS)[number];

/** Messages that phones sent back, the newest first, and what Siar did about each. */
export function RepliesPage() {
  const { t } = useTranslation('replies');
  const format = useFormat();
  const { search: given = '' } = useSearch({ from: '/replies' });
  const [search, setSearch] = useState(given);
  const [show, setShow] = useState<Show>('all');
  const [selected, setSelected] = useState<Reply | null>(null);
  const columns = useColumns();
  const filter = { show, search: search.trim() === '' ? undefined : search.trim() };
  const rows = usePagedRows<Reply>({
    queryKey: [...orpc.replies.page.key(), filter],
    fetchPage: (offset, limit, signal) =>
      client.replies.page({ ...filter, offset, limit }, { signal }),
  });
  const toCheck = useQuery(orpc.replies.page.queryOptions({ input: { show: 'check', limit: 1 } }))
    .data?.total;
  const isFiltered = show !== 'all' || filter.search !== undefined;
  const found = !rows.isPending && rows.error === null;
  const isEmpty = found && rows.total === 0;
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      {isEmpty && !isFiltered ? (
        <EmptyState
          icon={IconMessages}
          title={t('empty.title')}
          text={t('empty.text')}
          action={
            <Can permission="gateways.write">
              <ButtonLink to="/gateways">{t('empty.action')}</ButtonLink>
            </Can>
          }
        />
      ) : (
        <>
          <Group gap="xs">
            <Box w={260}>
              <SearchInput value={search} onChange={setSearch} label={t('search')} />
            </Box>
            <Select
              w={230}
              aria-label={t('filter.label')}
              allowDeselect={false}
              value={show}
              onChange={(value) => setShow(REPLY_FILTERS.find((one) => one === value) ?? 'all')}
              data={REPLY_FILTERS.map((value) => ({
                value,
                label:
                  value === 'check' && toCheck
                    ? `${t('filter.check')} (${format.number(toCheck)})`
                    : t(`filter.${value}`),
              }))}
            />
            <Text size="sm" c="dimmed" ml="auto" role="status">
              {found && <Count value={rows.total} unit={t('unit', { count: rows.total })} />}
            </Text>
          </Group>
          <PagedList
            rows={rows}
            empty={<NoMatch title={t('noMatch.title')} text={t('noMatch.text')} />}
          >
            <VirtualTable<Reply>
              columns={columns}
              total={rows.length}
              getRow={rows.getRow}
              onVisibleRange={rows.onVisibleRange}
              onRowClick={setSelected}
              selectedId={selected?.id ?? null}
              rowKey={(row) => row.id}
              label={t('title')}
              resetKey={JSON.stringify(filter)}
            />
          </PagedList>
        </>
      )}
      {selected !== null && (
        <ReplyDetails key={selected.id} reply={selected} onClose={() => setSelected(null)} />
      )}
    </Page>
  );
}

function useColumns(): VirtualColumn<Reply>[] {
  const { t } = useTranslation('replies');
  const format = useFormat();
  const text = (value: string, dimmed = false) => (
    <Text size="sm" c={dimmed ? 'dimmed' : undefined} truncate>
      {value}
    </Text>
  );
  return [
    {
      key: 'from',
      header: t('column.from'),
      width: 164,
      render: (row) =>
        row.contact?.name ? (
          text(row.contact.name)
        ) : (
          <span className="tabular">{senderOf(row)}</span>
        ),
    },
    {
      key: 'text',
      header: t('column.text'),
      width: 160,
      grow: 2,
      render: (row) => text(row.text === '' ? t('noText') : row.text),
    },
    {
      key: 'outcome',
      header: t('column.outcome'),
      width: 208,
      render: (row) => <ReplyOutcome reply={row} />,
    },
    {
      key: 'after',
      header: t('column.after'),
      width: 110,
      grow: 1,
      render: (row) => text(row.campaign?.name ?? '', true),
    },
    {
      key: 'time',
      header: t('column.time'),
      width: 140,
      align: 'right',
      render: (row) => format.when(row.receivedAt),
    },
  ];
}
