import { Paper, Skeleton, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '#renderer/components/copy-text.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import classes from '#renderer/features/reports/reports.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import { orpc } from '#renderer/transport/client.ts';

/** The receipts that were written of a campaign, each with the seal to compare it with. */
export function ReceiptsSection({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const id = useId();
  const receipts = useQuery(orpc.reports.receipts.queryOptions({ input: { id: campaignId } }));
  return (
    <Paper p={16} component="section" aria-labelledby={id}>
      <Title order={2} id={id}>
        {t('receipt.title')}
      </Title>
      <Text size="sm" c="dimmed" mb={8}>
        {t('receipt.text')}
      </Text>
      {receipts.isPending && <Skeleton height={20} width={240} />}
      {receipts.isError && <ErrorState error={receipts.error} onRetry={() => receipts.refetch()} />}
      {receipts.data?.length === 0 && <Text size="sm">{t('receipt.none')}</Text>}
      {receipts.data !== undefined && receipts.data.length > 0 && (
        <Table aria-labelledby={id} horizontalSpacing="xs" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('receipt.made')}</Table.Th>
              <Table.Th>{t('receipt.format')}</Table.Th>
              <Table.Th className={classes.number}>{t('receipt.rows')}</Table.Th>
              <Table.Th>{t('receipt.seal')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {receipts.data.map((receipt) => (
              <Table.Tr key={`${receipt.madeAt} ${receipt.format}`}>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  {format.dateTime(receipt.madeAt)}
                </Table.Td>
                <Table.Td>.{receipt.format}</Table.Td>
                <Table.Td className={classes.number}>{format.number(receipt.rows)}</Table.Td>
                <Table.Td>
                  <CopyText text={receipt.seal} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
