import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { TopUpBadge } from '#renderer/features/top-ups/top-up-badge.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { PagedRows } from '#renderer/hooks/use-paged-rows.ts';
import type { TopUp } from '#shared/contract/top-ups.ts';
import { formatRinggit } from '#shared/credits/money.ts';

type TopUpsTableProps = {
  topUps: PagedRows<TopUp>;
  selectedId: number | null;
  onSelect: (topUp: TopUp) => void;
  resetKey: string;
};

/** Payments, newest first. */
export function TopUpsTable({ topUps, selectedId, onSelect, resetKey }: TopUpsTableProps) {
  const { t } = useTranslation('topups');
  const format = useFormat();
  const columns = useMemo<VirtualColumn<TopUp>[]>(
    () => [
      {
        key: 'state',
        header: t('column.state'),
        width: 124,
        render: ({ state }) => <TopUpBadge state={state} />,
      },
      {
        key: 'from',
        header: t('column.from'),
        width: 120,
        grow: 1,
        render: ({ accountHolder }) => accountHolder,
      },
      {
        key: 'amount',
        header: t('column.amount'),
        width: 124,
        align: 'right',
        render: ({ amountSen }) => formatRinggit(amountSen),
      },
      {
        key: 'credits',
        header: t('column.credits'),
        width: 84,
        align: 'right',
        render: ({ credits }) => format.number(credits),
      },
      {
        key: 'for',
        header: t('column.for'),
        width: 110,
        render: ({ user }) => user?.name ?? t('house'),
      },
      {
        key: 'method',
        header: t('column.method'),
        width: 150,
        render: ({ method }) => t(`method.${method}`),
      },
      {
        key: 'receipt',
        header: t('column.receipt'),
        width: 124,
        render: ({ receiptNumber }) => <span className="tabular">{receiptNumber ?? '–'}</span>,
      },
      {
        key: 'time',
        header: t('column.time'),
        width: 124,
        align: 'right',
        render: ({ createdAt }) => format.short(createdAt),
      },
    ],
    [t, format],
  );
  return (
    <VirtualTable<TopUp>
      label={t('column.topUps')}
      columns={columns}
      total={topUps.length}
      getRow={topUps.getRow}
      onVisibleRange={topUps.onVisibleRange}
      rowKey={(topUp) => topUp.id}
      selectedId={selectedId}
      onRowClick={onSelect}
      resetKey={resetKey}
    />
  );
}
