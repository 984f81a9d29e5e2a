import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberCell, ReviewTable } from '#renderer/features/campaigns/wizard/review-table.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** Where routing rules divide a campaign: what each gateway would send, and what its books have for it. */
export function GatewayShares({ gateways }: { gateways: Preview['gateways'] }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  return (
    <ReviewTable
      title={t('shares.title')}
      words={[t('shares.gateway')]}
      numbers={[
        t('review.recipients'),
        t('review.parts'),
        t('review.credits'),
        t('shares.available'),
      ]}
      minWidth={480}
    >
      {gateways.map((row) => (
        <Table.Tr key={row.gatewayId}>
          <Table.Td>
            {row.gatewayName}
            <Text size="sm" c="dimmed">
              {t(row.own ? 'shares.own' : 'shares.ruled')}
            </Text>
          </Table.Td>
          <NumberCell>{format.number(row.recipients)}</NumberCell>
          <NumberCell>{format.number(row.parts)}</NumberCell>
          <NumberCell>{format.number(row.credits)}</NumberCell>
          <NumberCell>
            {row.available === null
              ? t('shares.unknown')
              : format.number(Math.max(0, row.available))}
          </NumberCell>
        </Table.Tr>
      ))}
    </ReviewTable>
  );
}
