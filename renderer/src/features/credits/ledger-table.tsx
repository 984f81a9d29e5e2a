import { Badge, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { aboutOf, changeOf, KIND_COLORS } from '#renderer/features/credits/booking.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { PagedRows } from '#renderer/hooks/use-paged-rows.ts';
import type { LedgerRow } from '#shared/contract/credits.ts';

type LedgerTableProps = {
  bookings: PagedRows<LedgerRow>;
  selectedId: number | null;
  onSelect: (booking: LedgerRow) => void;
  resetKey: string;
  /** Columns that would say the same in every row are left out. */
  withGateway: boolean;
  withUser: boolean;
};

/** The ledger: when, what, whose, about what, and what it did to each kind of account. */
export function LedgerTable(props: LedgerTableProps) {
  const { bookings, selectedId, onSelect, resetKey, withGateway, withUser } = props;
  const { t } = useTranslation('credits');
  const format = useFormat();
  const columns = useMemo<VirtualColumn<LedgerRow>[]>(() => {
    const amount = (
      key: 'user' | 'reserved' | 'spent',
      header: string,
    ): VirtualColumn<LedgerRow> => ({
      key,
      header,
      width: 118,
      align: 'right',
      render: (row) => {
        const change = changeOf(row, key);
        if (change === null) return '';
        return `${change > 0 && row.kind !== 'transfer' ? '+' : ''}${format.number(change)}`;
      },
    });
    const text = (value: string) => (
      <Text size="sm" truncate>
        {value}
      </Text>
    );
    return [
      { key: 'time', header: t('column.time'), width: 124, render: (row) => format.short(row.at) },
      {
        key: 'kind',
        header: t('column.kind'),
        width: 124,
        render: (row) => (
          <Badge variant="light" color={KIND_COLORS[row.kind]}>
            {t(`kind.${row.kind}`)}
          </Badge>
        ),
      },
      {
        key: 'about',
        header: t('column.about'),
        width: 84,
        grow: 2,
        render: (row) => text(aboutOf(row, t)),
      },
      ...(withGateway
        ? [
            {
              key: 'gateway',
              header: t('column.gateway'),
              width: 88,
              grow: 1,
              render: (row: LedgerRow) => text(row.gatewayName),
            },
          ]
        : []),
      ...(withUser
        ? [
            {
              key: 'who',
              header: t('account.user'),
              width: 96,
              grow: 1,
              render: (row: LedgerRow) => text(row.userName ?? t('house')),
            },
          ]
        : []),
      amount('user', t('account.balance')),
      amount('reserved', t('account.reserved')),
      amount('spent', t('account.spent')),
    ];
  }, [t, format, withGateway, withUser]);
  return (
    <VirtualTable<LedgerRow>
      label={t('tab.ledger')}
      columns={columns}
      total={bookings.length}
      getRow={bookings.getRow}
      onVisibleRange={bookings.onVisibleRange}
      rowKey={(row) => row.id}
      selectedId={selectedId}
      onRowClick={onSelect}
      resetKey={resetKey}
    />
  );
}
