import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NumberCell, ReviewTable } from '#renderer/features/campaigns/wizard/review-table.tsx';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { Preview } from '#shared/contract/campaign-preview.ts';

/** What goes to which country, on whose clock, at which price. */
export function CountryTable({ countries, gateways }: Pick<Preview, 'countries' | 'gateways'>) {
  const { t } = useTranslation('campaigns');
  const format = useFormat();
  const nameOf = useCountryName();
  const byId = new Map(gateways.map((one) => [one.gatewayId, one.gatewayName]));
  return (
    <ReviewTable
      title={t('review.countries')}
      words={[t('review.country'), t('review.clock')]}
      numbers={[t('review.recipients'), t('review.parts'), t('review.rate'), t('review.credits')]}
      minWidth={560}
    >
      {countries.map((row) => (
        <Table.Tr key={`${row.gatewayId} ${row.country} ${row.prefix}`}>
          <Table.Td valign="top">
            {nameOf(row.country)} {row.prefix !== '' && `+${row.prefix}…`}
            {gateways.length > 1 && (
              <Text size="sm" c="dimmed">
                {t('shares.by', { gateway: byId.get(row.gatewayId) })}
              </Text>
            )}
            {row.pricePrefix !== '' && (
              <Text size="sm" c="dimmed">
                {t('review.pricePrefix', { prefix: row.pricePrefix.trim() })}
              </Text>
            )}
          </Table.Td>
          <Table.Td valign="top">{row.zones.join(', ')}</Table.Td>
          <NumberCell>{format.number(row.recipients)}</NumberCell>
          <NumberCell>{format.number(row.parts)}</NumberCell>
          <NumberCell>
            {format.rate(row.rate)}
            {!row.confirmed && (
              <Text size="sm" c="dimmed">
                {t('review.unconfirmed')}
              </Text>
            )}
          </NumberCell>
          <NumberCell>{format.number(row.credits)}</NumberCell>
        </Table.Tr>
      ))}
    </ReviewTable>
  );
}
