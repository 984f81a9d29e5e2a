import { Paper, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/detail/detail.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';

/** Where several gateways send: what each has, and which of them waits. */
export function CampaignShares({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const { gateways } = campaign;
  if (gateways.length < 2) return null;
  return (
    <Paper p={16}>
      <Text size="sm" fw={500} component="h2" mb={4} id="campaign-shares">
        {t('shares.title')}
      </Text>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} aria-labelledby="campaign-shares">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('shares.gateway')}</Table.Th>
              <Table.Th className={classes.number}>{t('shares.messages')}</Table.Th>
              <Table.Th className={classes.number}>{t('word.success')}</Table.Th>
              <Table.Th className={classes.number}>{t('word.queue')}</Table.Th>
              <Table.Th className={classes.number}>{t('word.failure')}</Table.Th>
              <Table.Th className={classes.number}>{t('monitor.credits')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {gateways.map((share) => (
              <Table.Tr key={share.gatewayId}>
                <Table.Td>
                  {share.gatewayName}
                  {share.hold !== null && (
                    <Text size="sm" c="dimmed">
                      {t('shares.waits', { count: share.queued })}
                    </Text>
                  )}
                </Table.Td>
                {[
                  share.messages,
                  share.summary.success,
                  share.summary.queue,
                  share.summary.failure,
                ].map((value, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- one for each column
                  <Table.Td key={index} valign="top" className={classes.number}>
                    {format.number(value)}
                  </Table.Td>
                ))}
                <Table.Td valign="top" className={classes.number}>
                  {t('shares.charged', {
                    charged: format.number(share.credits.charged),
                    predicted: format.number(share.credits.predicted),
                  })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
