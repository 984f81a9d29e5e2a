import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '#shared/contract/campaigns.ts';
import { Count } from '#renderer/components/count.tsx';
import { AnchorLink } from '#renderer/components/links.tsx';
import { CampaignName } from '#renderer/features/home/campaign-name.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/home/home.module.css';

/** The latest campaigns that are over, in the user guide's three words. */
export function ResultsSection({ recent }: { recent: Campaign[] }) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  return (
    <Section
      title={t('results.title')}
      aside={<AnchorLink to="/campaigns">{t('results.all')}</AnchorLink>}
    >
      <div className={classes.card}>
        {recent.length === 0 ? (
          <Text c="dimmed">{t('results.none')}</Text>
        ) : (
          <Table horizontalSpacing="xs" className="tabular">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('results.campaign')}</Table.Th>
                <Table.Th ta="right">{common('summary.success')}</Table.Th>
                <Table.Th ta="right">{common('summary.queue')}</Table.Th>
                <Table.Th ta="right">{common('summary.failure')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {recent.map((campaign) => (
                <Table.Tr key={campaign.id}>
                  <Table.Td maw={200}>
                    <CampaignName campaign={campaign} />
                    <Text size="xs" c="dimmed">
                      {campaign.finishedAt === null ? '' : format.dateTime(campaign.finishedAt)}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right">
                    <Count value={campaign.summary.success} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Count value={campaign.summary.queue} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Count value={campaign.summary.failure} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </div>
    </Section>
  );
}
