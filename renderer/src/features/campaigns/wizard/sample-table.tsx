import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';
import { formatMsisdn } from '#shared/phone/format.ts';

/** The first messages exactly as they would be sent. */
export function SampleTable({ samples }: { samples: Preview['samples'] }) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const nameOf = useCountryName();
  const isShared = new Set(samples.map(({ gatewayName }) => gatewayName)).size > 1;
  return (
    <Stack gap={8}>
      <Text size="sm" fw={500} component="h3">
        {t('review.samples', { count: samples.length })}
      </Text>
      <Table.ScrollContainer
        minWidth={560}
        maxHeight={320}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table stickyHeader verticalSpacing={8} aria-label={t('review.samplesLabel')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('review.to')}</Table.Th>
              <Table.Th>{t('review.text')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.parts')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.rate')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {samples.map((sample) => (
              <Table.Tr key={sample.contactId}>
                <Table.Td valign="top">
                  <Text size="sm">{sample.name}</Text>
                  <Text size="sm" c="dimmed" className="tabular">
                    {formatMsisdn(sample.to)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {nameOf(sample.country)} · {sample.zones.join(', ')}
                    {isShared && ` · ${t('shares.by', { gateway: sample.gatewayName })}`}
                  </Text>
                </Table.Td>
                <Table.Td valign="top" className={classes.sample}>
                  {sample.text}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(sample.parts)}
                  {sample.encoding === 'ucs2' && (
                    <Text size="sm" c="dimmed">
                      Unicode
                    </Text>
                  )}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.rate(sample.rate)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
