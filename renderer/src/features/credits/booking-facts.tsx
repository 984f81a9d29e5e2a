import { Badge, Stack, Table, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '#renderer/components/links.tsx';
import { aboutOf, KIND_COLORS } from '#renderer/features/credits/booking.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { LedgerRow } from '#shared/contract/credits.ts';
import classes from '#renderer/features/credits/credits.module.css';

/** One booking whole: every entry, and who did it when and why. */
export function BookingFacts({ booking }: { booking: LedgerRow }) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  const { subject, reason } = booking;
  const about = aboutOf(booking, t);
  const facts: [string, ReactNode][] = [
    [t(booking.bookings > 1 ? 'booking.last' : 'column.time'), format.dateTime(booking.at)],
    ...(booking.bookings > 1
      ? [[t('booking.count'), format.number(booking.bookings)] as [string, string]]
      : []),
    [t('column.gateway'), booking.gatewayName],
    [
      t('column.about'),
      subject?.kind === 'campaign' ? (
        <AnchorLink key="campaign" to="/campaigns/$id" params={{ id: subject.id }}>
          {about}
        </AnchorLink>
      ) : (
        about
      ),
    ],
    ...(subject !== null && reason !== '' ? [[t('form.reason'), reason] as [string, string]] : []),
    [t('column.by'), booking.actorName ?? t('booking.siar')],
  ];
  return (
    <Stack gap="md">
      <div>
        <Badge variant="light" color={KIND_COLORS[booking.kind]}>
          {t(`kind.${booking.kind}`)}
        </Badge>
      </div>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Title order={3}>{t('booking.entries')}</Title>
      <Table className="tabular" aria-label={t('booking.entries')}>
        <Table.Tbody>
          {booking.entries.map(({ account, userId, userName, amount }) => (
            <Table.Tr key={`${account} ${userId ?? 0}`}>
              <Table.Td>
                {account === 'user' ? (userName ?? t('house')) : t(`account.${account}`)}
              </Table.Td>
              <Table.Td ta="right">
                {amount > 0 ? '+' : ''}
                {format.number(amount)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{t('booking.sum')}</Table.Th>
            <Table.Th ta="right">
              {format.number(booking.entries.reduce((sum, { amount }) => sum + amount, 0))}
            </Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Stack>
  );
}
