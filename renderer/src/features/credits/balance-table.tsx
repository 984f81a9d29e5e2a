import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BalancePoint } from '#renderer/features/credits/balance-chart.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';

/** More rows than a screen shows would bury the rest of the page. */
const ROWS = 50;

/** The readings of a balance, newest first. */
export function BalanceTable({ points }: { points: readonly BalancePoint[] }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  return (
    <Table.ScrollContainer
      minWidth={320}
      maxHeight={240}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table stickyHeader className="tabular" aria-label={t('balance.over')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.time')}</Table.Th>
            <Table.Th ta="right">{t('balance.column')}</Table.Th>
            <Table.Th ta="right">{t('balance.ledger')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points
            .slice(-ROWS)
            .toReversed()
            .map(({ at, balance, ledger }) => (
              <Table.Tr key={at}>
                <Table.Td>{format.dateTime(at)}</Table.Td>
                <Table.Td ta="right">{format.number(balance)}</Table.Td>
                <Table.Td ta="right">{ledger === null ? '–' : format.number(ledger)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
