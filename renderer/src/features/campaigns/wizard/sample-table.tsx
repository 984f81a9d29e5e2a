import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberCell, ReviewTable } from '#renderer/features/campaigns/wizard/review-table.tsx';
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
    <ReviewTable
      title={t('review.samples', { count: samples.length })}
      label={t('review.samplesLabel')}
      words={[t('review.to'), t('review.text')]}
      numbers={[t('review.parts'), t('review.rate')]}
      minWidth={560}
      maxHeight={320}
    >
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
          <NumberCell>
            {format.number(sample.parts)}
            {sample.encoding === 'ucs2' && (
              <Text size="sm" c="dimmed">
                Unicode
              </Text>
            )}
          </NumberCell>
          <NumberCell>{format.rate(sample.rate)}</NumberCell>
        </Table.Tr>
      ))}
    </ReviewTable>
  );
}
