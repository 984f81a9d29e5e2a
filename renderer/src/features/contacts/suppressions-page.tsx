import { Button, Group, Stack, Text } from '@mantine/core';
import { IconBan, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Can } from '#renderer/components/can.tsx';
import { confirmAction } from '#renderer/components/confirm.ts';
import { Count } from '#renderer/components/count.tsx';
import { EmptyState, NoMatch } from '#renderer/components/empty-state.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { PagedList } from '#renderer/components/paged-list.tsx';
import { Page } from '#renderer/components/page.tsx';
import { SearchInput } from '#renderer/components/search-input.tsx';
import { SidePanel } from '#renderer/components/side-panel.tsx';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import classes from '#renderer/features/contacts/contacts-page.module.css';
import { AddSuppressions } from '#renderer/features/contacts/add-suppressions.tsx';
import { useContactsRefresh } from '#renderer/features/contacts/use-contacts-refresh.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { usePagedRows } from '#renderer/hooks/use-paged-rows.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.ts';
import { client, orpc } from '#renderer/transport/client.ts';
import type { suppressionSchema } from '#shared/contract/contacts.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

type Suppression = z.infer<typeof suppressionSchema>;

/** Numbers that get no campaign messages: seen, added (typed, pasted, from a file) and removed. */
export function SuppressionsPage() {
  const { t } = useTranslation('contacts');
  const [search, setSearch] = useState('');
  const [panel, setPanel] = useState<'add' | Suppression | null>(null);
  const close = () => setPanel(null);
  return (
    <Page>
      <PageHeader
        title={t('suppressions.title')}
        description={t('suppressions.description')}
        back={{ to: '/contacts', label: t('title') }}
        action={
          <Can permission="contacts.write">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setPanel('add')}
            >
              {t('suppressions.add')}
            </Button>
          </Can>
        }
      />
      <SuppressionsTable
        search={search}
        onSearch={setSearch}
        selected={panel === null || panel === 'add' ? null : panel.msisdn}
        onOpen={setPanel}
        onAdd={() => setPanel('add')}
      />
      <SidePanel title={t('suppressions.add')} opened={panel === 'add'} onClose={close}>
        <AddSuppressions onDone={close} />
      </SidePanel>
      {panel !== null && panel !== 'add' && (
        <SidePanel key={panel.msisdn} title={formatMsisdn(panel.msisdn)} opened onClose={close}>
          <SuppressionDetails row={panel} onRemoved={close} />
        </SidePanel>
      )}
    </Page>
  );
}

type TableProps = {
  search: string;
  onSearch: (search: string) => void;
  selected: string | null;
  onOpen: (row: Suppression) => void;
  onAdd: () => void;
};

function SuppressionsTable({ search, onSearch, selected, onOpen, onAdd }: TableProps) {
  const { t } = useTranslation('contacts');
  const columns = useColumns();
  const wanted = search.trim() === '' ? undefined : search.trim();
  const rows = usePagedRows<Suppression>({
    queryKey: [...orpc.suppressions.page.key(), { search: wanted }],
    fetchPage: (offset, limit, signal) =>
      client.suppressions.page({ search: wanted, offset, limit }, { signal }),
  });
  const found = !rows.isPending && rows.error === null;
  if (found && rows.total === 0 && wanted === undefined) {
    return (
      <EmptyState
        icon={IconBan}
        title={t('suppressions.emptyTitle')}
        text={t('suppressions.emptyText')}
        action={
          <Can permission="contacts.write">
            <Button onClick={onAdd}>{t('suppressions.add')}</Button>
          </Can>
        }
      />
    );
  }
  return (
    <section className={classes.main} aria-label={t('suppressions.title')}>
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchInput value={search} onChange={onSearch} label={t('suppressions.search')} />
        </div>
        <Text size="sm" c="dimmed" ml="auto" role="status">
          {found && <Count value={rows.total} unit={t('numbersUnit', { count: rows.total })} />}
        </Text>
      </div>
      <PagedList
        rows={rows}
        empty={<NoMatch title={t('nothingFound.title')} text={t('suppressions.notThere')} />}
      >
        <VirtualTable<Suppression>
          columns={columns}
          total={rows.length}
          getRow={rows.getRow}
          onVisibleRange={rows.onVisibleRange}
          onRowClick={onOpen}
          selectedId={selected}
          rowKey={(row) => row.msisdn}
          label={t('suppressions.title')}
          resetKey={wanted ?? ''}
        />
      </PagedList>
    </section>
  );
}

function useColumns(): VirtualColumn<Suppression>[] {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return [
    {
      key: 'number',
      header: t('number'),
      width: 170,
      render: (row) => <span className="tabular">{formatMsisdn(row.msisdn)}</span>,
    },
    { key: 'reason', header: t('suppressions.reason'), grow: 1, render: (row) => row.reason },
    {
      key: 'source',
      header: t('suppressions.source'),
      width: 120,
      render: (row) => t(`suppressions.sources.${row.source}`),
    },
    {
      key: 'since',
      header: t('suppressions.since'),
      width: 144,
      render: (row) => <span className="tabular">{format.date(row.createdAt)}</span>,
    },
  ];
}

function SuppressionDetails({ row, onRemoved }: { row: Suppression; onRemoved: () => void }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const refresh = useContactsRefresh();
  const number = formatMsisdn(row.msisdn);
  const remove = useMutation(
    orpc.suppressions.remove.mutationOptions({
      onSuccess: async ({ total }) => {
        notifyDone(t('suppressions.removed', { number, count: total }));
        onRemoved();
        await refresh();
      },
      onError: notifyFailure,
    }),
  );
  const ask = async () => {
    const sure = await confirmAction({
      title: t('suppressions.removeTitle', { number }),
      text: t('suppressions.removeText'),
      confirmLabel: t('suppressions.remove'),
      danger: true,
    });
    if (sure) remove.mutate({ msisdns: [row.msisdn] });
  };
  return (
    <Stack gap={16}>
      <Text size="sm">{row.reason || t('suppressions.noReason')}</Text>
      <Text size="sm" c="dimmed">
        {t('suppressions.sinceBy', {
          moment: format.dateTime(row.createdAt),
          source: t(`suppressions.sources.${row.source}`),
        })}
      </Text>
      <Can permission="contacts.write">
        <Group>
          <Button variant="default" loading={remove.isPending} onClick={() => void ask()}>
            {t('suppressions.remove')}
          </Button>
        </Group>
      </Can>
    </Stack>
  );
}
