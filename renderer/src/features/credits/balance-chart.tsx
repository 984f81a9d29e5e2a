import '@mantine/charts/styles.css';
import { LineChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';

/** A balance at a moment, and what the ledger had left then (null: not comparable). */
export type BalancePoint = { at: number; balance: number; ledger: number | null };

/** The chart asks for labels of places where it has no point too. */
function momentOf(value: unknown, format: (moment: number) => string): string {
  return typeof value === 'number' && Number.isFinite(value) ? format(value) : '';
}

/** The balance over time, steps between readings. Its table is one click away. */
export function BalanceChart({
  points,
  height,
}: {
  points: readonly BalancePoint[];
  height: number;
}) {
  const { t } = useTranslation('credits');
  const format = useFormat();
  return (
    <div role="img" aria-label={t('balance.over')}>
      <LineChart
        h={height}
        dataKey="at"
        data={points.map(({ at, balance }) => ({ at, balance }))}
        series={[
          {
            name: 'balance',
            label: t('balance.column'),
            color: 'var(--mantine-primary-color-filled)',
          },
        ]}
        curveType="stepAfter"
        withDots={points.length < 40}
        tickLine="none"
        gridAxis="x"
        valueFormatter={(value) => format.number(value)}
        xAxisProps={{
          type: 'number',
          scale: 'time',
          domain: ['dataMin', 'dataMax'],
          tickFormatter: (value: unknown) => momentOf(value, (moment) => format.short(moment)),
          minTickGap: 48,
        }}
        yAxisProps={{ allowDecimals: false, width: 64 }}
        tooltipAnimationDuration={0}
        tooltipProps={{
          labelFormatter: (value) => momentOf(value, (moment) => format.short(moment)),
        }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false }}
      />
    </div>
  );
}
