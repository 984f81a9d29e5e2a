import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/campaigns/wizard/wizard.module.css';
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
    <Stack gap={8}>
      <Text size="sm" fw={500} component="h3">
        {t('review.countries')}
      </Text>
      <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing={6} aria-label={t('review.countries')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('review.country')}</Table.Th>
              <Table.Th>{t('review.clock')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.recipients')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.parts')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.rate')}</Table.Th>
              <Table.Th className={classes.numbers}>{t('review.credits')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
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
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.recipients)}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.parts)}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.rate(row.rate)}
                  {!row.confirmed && (
                    <Text size="sm" c="dimmed">
                      {t('review.unconfirmed')}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td valign="top" className={classes.numbers}>
                  {format.number(row.credits)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
