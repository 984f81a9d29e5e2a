import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import { useReason } from '#renderer/components/use-reason.ts';
import { VirtualTable, type VirtualColumn } from '#renderer/components/virtual-table.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { PagedRows } from '#renderer/hooks/use-paged-rows.ts';
import type { Message } from '#shared/contract/messages.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

type MessageTableProps = {
  messages: PagedRows<Message>;
  /** The message shown in the panel. */
  selectedId: number | null;
  onSelect: (message: Message) => void;
  /** Whether the messages are of several campaigns. */
  withCampaign?: boolean;
  height?: number;
  resetKey: string;
};

/** Messages with whom they went to, what became of them and what they cost. */
export function MessageTable(props: MessageTableProps) {
  const { messages, selectedId, onSelect, withCampaign = false, height, resetKey } = props;
  const { t } = useTranslation('history');
  const format = useFormat();
  const reasonOf = useReason();
  const columns = useMemo(() => {
    const text = (value: string, dimmed = false) => (
      <Text size="sm" c={dimmed ? 'dimmed' : undefined} truncate>
        {value}
      </Text>
    );
    const all: (VirtualColumn<Message> | null)[] = [
      { key: 'name', header: t('column.name'), width: 100, grow: 1, render: (m) => text(m.name) },
      {
        key: 'to',
        header: t('column.to'),
        width: 152,
        render: (m) => <span className="tabular">{formatMsisdn(m.msisdn)}</span>,
      },
      {
        key: 'state',
        header: t('column.state'),
        width: 142,
        render: (m) => <MessageStateBadge state={m.state} />,
      },
      withCampaign
        ? {
            key: 'campaign',
            header: t('column.campaign'),
            width: 84,
            grow: 1,
            render: (m) => text(m.campaignName, true),
          }
        : null,
      {
        key: 'text',
        header: t('column.text'),
        width: 98,
        grow: 2,
        render: (m) => text(m.text === '' ? reasonOf(m) : m.text, true),
      },
      {
        key: 'credits',
        header: t('column.credits'),
        width: 76,
        align: 'right',
        render: (m) => format.number(m.credits),
      },
      {
        key: 'time',
        header: t('column.time'),
        width: 124,
        align: 'right',
        render: (m) => {
          const moment = m.finalAt ?? m.sentAt ?? m.queuedAt;
          return <span title={format.dateTime(moment)}>{format.short(moment)}</span>;
        },
      },
    ];
    return all.filter((column) => column !== null);
  }, [t, format, withCampaign, reasonOf]);
  return (
    <VirtualTable<Message>
      label={t('column.messages')}
      columns={columns}
      total={messages.length}
      getRow={messages.getRow}
      onVisibleRange={messages.onVisibleRange}
      rowKey={(message) => message.id}
      selectedId={selectedId}
      onRowClick={onSelect}
      height={height}
      resetKey={resetKey}
    />
  );
}
