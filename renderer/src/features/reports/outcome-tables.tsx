import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChartSection } from '#renderer/features/reports/chart-section.tsx';
import { FiguresTable } from '#renderer/features/reports/figures-table.tsx';
import { OutcomeBars } from '#renderer/features/reports/outcome-charts.tsx';
import { prefixText } from '#renderer/features/reports/prefix-text.ts';
import type { CampaignReport, Outcome } from '#shared/contract/campaign-report.ts';

/** Bars of a chart at the most; its table has the rest. */
const MOST_BARS = 10;

function useOutcomeColumns() {
  const { t } = useTranslation(['reports', 'common']);
  return {
    columns: [
      t('figure.messages'),
      t('common:summary.success'),
      t('common:summary.queue'),
      t('common:summary.failure'),
      t('figure.predicted'),
      t('figure.charged'),
    ],
    valuesOf: (row: Outcome) => [
      row.messages,
      row.success,
      row.queue,
      row.failure,
      row.predicted,
      row.charged,
    ],
  };
}

function useCountryName() {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames([i18n.language, 'en'], { type: 'region' });
  return (code: string) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
}

/** Only where routing rules, or a switch, gave the campaign to several. */
/** What each gateway took, in a table and bars. */
export function ByGateway({ report: { byGateway } }: { report: CampaignReport }) {
  const { t } = useTranslation('reports');
  const { columns, valuesOf } = useOutcomeColumns();
  if (byGateway.length < 2) return null;
  const bars = byGateway.slice(0, MOST_BARS).map((row) => ({ ...row, label: row.gatewayName }));
  return (
    <ChartSection
      title={t('byGateway.title')}
      chart={<OutcomeBars lying rows={bars} label={t('byGateway.label')} />}
      table={
        <FiguresTable
          label={t('byGateway.label')}
          first={t('byGateway.gateway')}
          columns={columns}
          rows={byGateway.map((row) => ({
            key: String(row.gatewayId),
            name: row.gatewayName,
            values: valuesOf(row),
          }))}
        />
      }
    />
  );
}

/** The same by country, the largest in bars. */
export function ByCountry({ report: { byCountry } }: { report: CampaignReport }) {
  const { t } = useTranslation('reports');
  const { columns, valuesOf } = useOutcomeColumns();
  const nameOf = useCountryName();
  const bars = byCountry.slice(0, MOST_BARS).map((row) => ({ ...row, label: nameOf(row.country) }));
  return (
    <ChartSection
      title={t('byCountry.title')}
      chart={<OutcomeBars lying rows={bars} label={t('byCountry.label')} />}
      table={
        <FiguresTable
          label={t('byCountry.label')}
          first={t('byCountry.country')}
          columns={columns}
          rows={byCountry.map((row) => ({
            key: row.country,
            name: nameOf(row.country),
            values: valuesOf(row),
          }))}
        />
      }
    />
  );
}

/** The same by the beginning of the numbers. */
export function ByPrefix({ report: { byPrefix } }: { report: CampaignReport }) {
  const { t } = useTranslation('reports');
  const { columns, valuesOf } = useOutcomeColumns();
  const nameOf = useCountryName();
  const bars = byPrefix.slice(0, MOST_BARS).map((row) => ({ ...row, label: prefixText(row) }));
  return (
    <ChartSection
      title={t('byPrefix.title')}
      chart={
        <>
          <OutcomeBars lying rows={bars} label={t('byPrefix.label')} />
          <Text size="sm" c="dimmed" mt={8}>
            {t('byPrefix.note')}
          </Text>
        </>
      }
      table={
        <FiguresTable
          label={t('byPrefix.label')}
          first={t('byPrefix.prefix')}
          columns={columns}
          rows={byPrefix.map((row) => ({
            key: row.prefix,
            name: `${prefixText(row)} · ${nameOf(row.country)}`,
            values: valuesOf(row),
          }))}
        />
      }
    />
  );
}
