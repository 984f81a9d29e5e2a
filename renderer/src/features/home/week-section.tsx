import { SegmentedControl, Skeleton, Table } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '#shared/contract/host.ts';
import { Count } from '#renderer/components/count.tsx';
import { Section } from '#renderer/features/home/section.tsx';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/home/home.module.css';

const CHART_PX = 220;

/** The chart library is larger than the rest of Home: it comes after the page can be used. */
const WeekChart = lazy(async () => ({
  default: (await import('#renderer/features/home/week-chart.tsx')).WeekChart,
}));

/** Messages of the last seven days, as bars or as their table. */
export function WeekSection({ days }: { days: Overview['lastSevenDays'] }) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation('common');
  const [shown, setShown] = useState('chart');
  return (
    <Section
      title={t('week.title')}
      aside={
        <SegmentedControl
          size="xs"
          value={shown}
          onChange={setShown}
          aria-label={t('week.shown')}
          transitionDuration={100}
          data={[
            { value: 'chart', label: t('week.chart') },
            { value: 'table', label: t('week.table') },
          ]}
        />
      }
    >
      <div className={classes.card}>
        {shown === 'table' ? (
          <WeekTable days={days} />
        ) : (
          <>
            <Suspense fallback={<Skeleton height={CHART_PX} />}>
              <WeekChart days={days} height={CHART_PX} />
            </Suspense>
            <ul className={classes.legend}>
              {(['success', 'queue', 'failure'] as const).map((word) => (
                <li key={word}>
                  <span
                    className={classes.swatch}
                    style={{ background: `var(--siar-${word})` }}
                    aria-hidden
                  />
                  {common(`summary.${word}`)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Section>
  );
}

function WeekTable({ days }: { days: Overview['lastSevenDays'] }) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  return (
    <Table horizontalSpacing="xs" verticalSpacing={4} className="tabular">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('week.day')}</Table.Th>
          <Table.Th ta="right">{common('summary.success')}</Table.Th>
          <Table.Th ta="right">{common('summary.queue')}</Table.Th>
          <Table.Th ta="right">{common('summary.failure')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.map((day) => (
          <Table.Tr key={day.day}>
            <Table.Td>{format.day(day.day)}</Table.Td>
            <Table.Td ta="right">
              <Count value={day.success} />
            </Table.Td>
            <Table.Td ta="right">
              <Count value={day.queue} />
            </Table.Td>
            <Table.Td ta="right">
              <Count value={day.failure} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
