import { Badge, Table, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCountryName } from '#renderer/hooks/use-country-name.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { RateLine } from '#shared/contract/rates.ts';
import { OTHER_COUNTRIES } from '#shared/credits/rates.ts';
import classes from '#renderer/features/credits/rates.module.css';

type RateTableProps = {
  rates: readonly RateLine[];
  selected: RateLine | null;
  onSelect: (line: RateLine) => void;
};

/** One line for each country or prefix; a click opens it. */
export function RateTable({ rates, selected, onSelect }: RateTableProps) {
  const { t } = useTranslation('rates');
  const format = useFormat();
  const nameOf = useCountryName();
  const titleOf = ({ country }: RateLine) =>
    country === OTHER_COUNTRIES ? t('others') : nameOf(country);
  const isSelected = (line: RateLine) =>
    selected?.country === line.country && selected.prefix === line.prefix;
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table highlightOnHover className="tabular" aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.country')}</Table.Th>
            <Table.Th>{t('column.prefix')}</Table.Th>
            <Table.Th ta="right">{t('column.rate')}</Table.Th>
            <Table.Th>{t('column.confirmed')}</Table.Th>
            <Table.Th>{t('column.clock')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rates.map((line) => (
            <Table.Tr
              key={`${line.country} ${line.prefix}`}
              className={classes.row}
              data-selected={isSelected(line) || undefined}
              onClick={() => onSelect(line)}
            >
              <Table.Td>
                <UnstyledButton
                  className={classes.name}
                  aria-label={t('open', { name: `${titleOf(line)} ${line.prefix}`.trim() })}
                >
                  {titleOf(line)}
                </UnstyledButton>
                {line.country !== OTHER_COUNTRIES && (
                  <Text span c="dimmed">
                    {' '}
                    {line.country}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{line.prefix === '' ? '' : `+${line.prefix}…`}</Table.Td>
              <Table.Td ta="right">
                {line.rate === null ? (
                  <Text span c="dimmed">
                    {t('usual', { rate: format.rate(line.effective) })}
                  </Text>
                ) : (
                  format.rate(line.rate)
                )}
              </Table.Td>
              <Table.Td>
                {line.confirmed ? (
                  <Badge
                    className={classes.source}
                    color="siar"
                    variant="light"
                    leftSection={<IconCheck size={12} aria-hidden />}
                  >
                    {t('confirmed')}
                  </Badge>
                ) : (
                  <Badge
                    className={classes.source}
                    color="yellow"
                    variant="light"
                    leftSection={<IconHelp size={12} aria-hidden />}
                  >
                    {t('unconfirmed')}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{line.zones.join(', ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
