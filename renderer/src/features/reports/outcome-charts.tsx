import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/hooks/use-format.ts';
import classes from '#renderer/features/reports/reports.module.css';

const WORDS = ['success', 'queue', 'failure'] as const;

/** Something with its messages by the three words. */
export type WordsRow = { label: string; success: number; queue: number; failure: number };

const QUIET = {
  tickLine: 'none',
  tooltipAnimationDuration: 0,
  barProps: { isAnimationActive: false },
  barChartProps: { accessibilityLayer: false },
} as const;

/** Stacked bars of success, queue and failure: upright, or lying for things with names. */
export function OutcomeBars({
  rows,
  label,
  lying = false,
}: {
  rows: readonly WordsRow[];
  /** What the chart shows, for those who cannot see it. */
  label: string;
  lying?: boolean;
}) {
  const { t: common } = useTranslation('common');
  const format = useFormat();
  const height = lying ? Math.max(96, rows.length * 28 + 40) : 240;
  return (
    <>
      <div role="img" aria-label={label}>
        <BarChart
          h={height}
          type="stacked"
          orientation={lying ? 'vertical' : 'horizontal'}
          dataKey="label"
          data={[...rows]}
          series={WORDS.map((word) => ({
            name: word,
            label: common(`summary.${word}`),
            color: `var(--siar-${word})`,
          }))}
          maxBarWidth={lying ? 18 : 24}
          gridAxis={lying ? 'y' : 'x'}
          valueFormatter={(value) => format.number(value)}
          {...(lying
            ? { yAxisProps: { width: 120, interval: 0 }, xAxisProps: { allowDecimals: false } }
            : { yAxisProps: { allowDecimals: false, width: 56 } })}
          {...QUIET}
        />
      </div>
      <ul className={classes.legend}>
        {WORDS.map((word) => (
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
  );
}

/** Plain bars, one for each thing with a name: messages, or predicted beside charged. */
export function PlainBars({
  rows,
  series,
  label,
}: {
  rows: readonly Record<string, string | number>[];
  series: readonly { name: string; label: string; color: string }[];
  label: string;
}) {
  const format = useFormat();
  const each = series.length > 1 ? 40 : 28;
  return (
    <>
      <div role="img" aria-label={label}>
        <BarChart
          h={Math.max(96, rows.length * each + 40)}
          orientation="vertical"
          dataKey="label"
          data={[...rows]}
          series={[...series]}
          maxBarWidth={18}
          gridAxis="y"
          valueFormatter={(value) => format.number(value)}
          yAxisProps={{ width: 120, interval: 0 }}
          xAxisProps={{ allowDecimals: false }}
          {...QUIET}
        />
      </div>
      {series.length > 1 && (
        <ul className={classes.legend}>
          {series.map(({ name, label: words, color }) => (
            <li key={name}>
              <span
                className={classes.swatch}
                style={{
                  background: color.startsWith('var(')
                    ? color
                    : `var(--mantine-color-${color.replace('.', '-')})`,
                }}
                aria-hidden
              />
              {words}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
