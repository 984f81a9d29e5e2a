import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { resultOf } from '#renderer/features/otp/otp-result.ts';
import { ResultBadge } from '#renderer/features/otp/result-badge.tsx';
import { useNow } from '#renderer/hooks/use-now.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { PagedRows } from '#renderer/hooks/use-paged-rows.ts';
import type { OtpEntry } from '#shared/contract/otp.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

/** Codes run out while somebody looks at the log. */
const RENEW_MS = 5_000;

type OtpTableProps = {
  entries: PagedRows<OtpEntry>;
  selectedId: number | null;
  onSelect: (entry: OtpEntry) => void;
  resetKey: string;
};

/** The log: to whom, for what, what became of it and what it cost. Never a code. */
export function OtpTable({ entries, selectedId, onSelect, resetKey }: OtpTableProps) {
  const { t } = useTranslation('otp');
  const format = useFormat();
  const now = useNow(RENEW_MS);
  const columns = useMemo<VirtualColumn<OtpEntry>[]>(
    () => [
      {
        key: 'to',
        header: t('column.to'),
        width: 156,
        render: (entry) => <span className="tabular">{formatMsisdn(entry.msisdn)}</span>,
      },
      {
        key: 'result',
        header: t('column.result'),
        width: 148,
        render: (entry) => <ResultBadge result={resultOf(entry, now)} />,
      },
      {
        key: 'content',
        header: t('column.content'),
        width: 100,
        grow: 1,
        render: (entry) => (
          <Text size="sm" truncate>
            {entry.brand ?? entry.template}
          </Text>
        ),
      },
      {
        key: 'language',
        header: t('column.language'),
        width: 92,
        render: (entry) =>
          entry.language === null ? t('ownText') : t(`language.${entry.language}`),
      },
      {
        key: 'app',
        header: t('column.app'),
        width: 76,
        align: 'right',
        render: (entry) => String(entry.appId),
      },
      {
        key: 'credits',
        header: t('column.credits'),
        width: 76,
        align: 'right',
        render: (entry) => (entry.credits === null ? '–' : format.number(entry.credits)),
      },
      {
        key: 'time',
        header: t('column.time'),
        width: 124,
        align: 'right',
        render: (entry) => format.short(entry.startedAt),
      },
    ],
    [t, format, now],
  );
  return (
    <VirtualTable<OtpEntry>
      label={t('column.entries')}
      columns={columns}
      total={entries.length}
      getRow={entries.getRow}
      onVisibleRange={entries.onVisibleRange}
      rowKey={(entry) => entry.id}
      selectedId={selectedId}
      onRowClick={onSelect}
      resetKey={resetKey}
    />
  );
}
