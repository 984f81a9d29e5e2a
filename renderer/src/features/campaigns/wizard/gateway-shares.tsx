import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** Where routing rules divide a campaign: what each gateway would send, and what its books have for it. */
export function GatewayShares({ gateways }: { gateways: Preview['gateways'] }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  return (
    <Stack gap={8}>
      <Text size="sm" fw={500} component="h3">
        {t('shares.title')}
      </Text>
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} aria-label={t('shares.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('shares.gateway')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.recipients')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.parts')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.credits')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('shares.available')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {gateways.map((row) => (
              <Table.Tr key={row.gatewayId}>
                <Table.Td>
                  {row.gatewayName}
                  <Text size="sm" c="dimmed">
                    {t(row.own ? 'shares.own' : 'shares.ruled')}
                  </Text>
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.recipients)}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.parts)}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.credits)}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {row.available === null
                    ? t('shares.unknown')
                    : format.number(Math.max(0, row.available))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
