import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import type { Overview } from '#shared/contract/host.ts';
import { useFormat } from '#renderer/hooks/use-format.ts';

/** One stacked bar a day. Its table is one click away and carries the same figures. */
export function WeekChart({ days, height }: { days: Overview['lastSevenDays']; height: number }) {
  const { t } = useTranslation('home');
  const { t: common } = useTranslation('common');
  const format = useFormat();
  return (
    <div role="img" aria-label={t('week.chartLabel')}>
      <BarChart
        h={height}
        type="stacked"
        dataKey="label"
        data={days.map((day) => ({ ...day, label: format.day(day.day) }))}
        series={[
          { name: 'success', label: common('summary.success'), color: 'var(--siar-success)' },
          { name: 'queue', label: common('summary.queue'), color: 'var(--siar-queue)' },
          { name: 'failure', label: common('summary.failure'), color: 'var(--siar-failure)' },
        ]}
        maxBarWidth={32}
        tickLine="none"
        gridAxis="x"
        valueFormatter={(value) => format.number(value)}
        yAxisProps={{ allowDecimals: false, width: 48 }}
        tooltipAnimationDuration={0}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
