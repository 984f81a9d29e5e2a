import { Paper } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Count } from '#renderer/components/count.tsx';
import { Figure } from '#renderer/components/figure.tsx';
import { MessageStateBadge } from '#renderer/components/state-badge.tsx';
import { ChartSection } from '#renderer/features/reports/chart-section.tsx';
import { FiguresTable } from '#renderer/features/reports/figures-table.tsx';
import { OutcomeBars, PlainBars } from '#renderer/features/reports/outcome-charts.tsx';
import { ByCountry, ByGateway, ByPrefix } from '#renderer/features/reports/outcome-tables.tsx';
import classes from '#renderer/features/reports/reports.module.css';
import { useFormat } from '#renderer/hooks/use-format.ts';
import type { CampaignReport } from '#shared/contract/campaign-report.ts';

const DAY_MS = 86_400_000;

/** The figures, charts and tables of a report. */
export function ReportBody({ report }: { report: CampaignReport }) {
  return (
    <>
      <Figures report={report} />
      <div className={classes.grid}>
        <OverTime report={report} />
        <ByState report={report} />
        <Credits report={report} />
        <ByGateway report={report} />
        <ByCountry report={report} />
        <ByPrefix report={report} />
      </div>
    </>
  );
}

function Figures({ report }: { report: CampaignReport }) {
  const { totals } = report;
  const { t } = useTranslation(['reports', 'common']);
  const format = useFormat();
  const share = (value: number) =>
    totals.messages === 0 ? '' : `${format.decimal((value / totals.messages) * 100)}%`;
  const difference = totals.charged - totals.predicted;
  const credits = format.number(Math.abs(difference));
  return (
    <Paper p={16} className={classes.figuresBox}>
      <div className={classes.figures}>
        <Figure
          label={t('figure.messages')}
          value={<Count value={totals.messages} />}
          note={t('figure.attempts', { count: totals.attempts })}
          big
        />
        {(['success', 'queue', 'failure'] as const).map((word) => (
          <Figure
            key={word}
            label={t(`common:summary.${word}`)}
            value={<Count value={totals[word]} />}
            note={share(totals[word])}
            big
          />
        ))}
        {totals.notSent > 0 && (
          <Figure
            label={t('figure.notSent')}
            value={<Count value={totals.notSent} />}
            note={<NotSentNote report={report} />}
          />
        )}
        <Figure
          label={t('figure.charged')}
          value={
            <Count
              value={totals.charged}
              unit={t('common:unit.credits', { count: totals.charged })}
            />
          }
          note={
            difference === 0
              ? t('figure.same')
              : t(difference > 0 ? 'figure.more' : 'figure.less', { credits })
          }
        />
        {totals.again > 0 && (
          <Figure
            label={t('figure.attempts', { count: totals.attempts })}
            value={t('figure.again', { count: totals.again })}
          />
        )}
      </div>
    </Paper>
  );
}

function OverTime({ report }: { report: CampaignReport }) {
  const { t } = useTranslation(['reports', 'common']);
  const format = useFormat();
  const { overTime, stepMs } = report;
  if (overTime.length === 0) return null;
  const spansDays = (overTime.at(-1)?.at ?? 0) - (overTime[0]?.at ?? 0) > DAY_MS;
  const when = (at: number) => {
    if (stepMs >= DAY_MS) return format.date(at);
    if (spansDays) return format.short(at);
    // A minute's clock cannot tell steps of seconds apart.
    return stepMs < 60_000 ? new Date(at).toTimeString().slice(0, 8) : format.time(at);
  };
  const rows = overTime.map((step) => ({ ...step, label: when(step.at) }));
  return (
    <ChartSection
      wide
      title={t('overTime.title')}
      note={t('overTime.note', { step: format.duration(stepMs / 1000) })}
      chart={<OutcomeBars rows={rows} label={t('overTime.label')} />}
      table={
        <FiguresTable
          label={t('overTime.label')}
          first={t('overTime.time')}
          columns={[
            t('common:summary.success'),
            t('common:summary.queue'),
            t('common:summary.failure'),
            t('figure.charged'),
          ]}
          rows={overTime
            .filter(({ success, queue, failure }) => success + queue + failure > 0)
            .map((step) => ({
              key: String(step.at),
              name: when(step.at),
              values: [step.success, step.queue, step.failure, step.charged],
            }))}
        />
      }
    />
  );
}

/** Why messages were not sent, and what leaving out dead numbers saved. */
function NotSentNote({ report }: { report: CampaignReport }) {
  const { t } = useTranslation('dead');
  const { leftOut, totals, campaign } = report;
  const reasons = leftOut.map(({ reason, messages: count }) =>
    t(`why.${reason}`, { count, defaultValue: t('why.other', { count, reason }) }),
  );
  const { cancelled } = totals.counts;
  const isSaving = leftOut.some(({ reason }) => reason === 'dead-number');
  return [
    ...reasons,
    ...(cancelled > 0 ? [t('cancelled', { count: cancelled })] : []),
    ...(isSaving && campaign.deadCredits > 0 ? [t('saved', { count: campaign.deadCredits })] : []),
  ].join(', ');
}

function ByState({ report: { byState, totals } }: { report: CampaignReport }) {
  const { t } = useTranslation(['reports', 'common']);
  return (
    <ChartSection
      title={t('byState.title')}
      chart={
        <PlainBars
          label={t('byState.label')}
          rows={byState.map(({ state, messages }) => ({
            label: t(`common:messageState.${state}`),
            messages,
          }))}
          series={[{ name: 'messages', label: t('figure.messages'), color: 'siar.6' }]}
        />
      }
      table={
        <FiguresTable
          label={t('byState.label')}
          first={t('byState.state')}
          columns={[
            t('figure.messages'),
            t('byState.parts'),
            t('figure.predicted'),
            t('figure.charged'),
          ]}
          rows={byState.map(({ state, messages, parts, predicted, charged }) => ({
            key: state,
            name: <MessageStateBadge state={state} />,
            values: [messages, parts, predicted, charged],
          }))}
          total={{
            name: t('total'),
            values: [totals.messages, totals.parts, totals.predicted, totals.charged],
          }}
        />
      }
    />
  );
}

function Credits({ report: { byState, totals } }: { report: CampaignReport }) {
  const { t } = useTranslation(['reports', 'common']);
  return (
    <ChartSection
      title={t('credits.title')}
      note={t('credits.note')}
      chart={
        <PlainBars
          label={t('credits.label')}
          rows={byState.map(({ state, predicted, charged }) => ({
            label: t(`common:messageState.${state}`),
            predicted,
            charged,
          }))}
          series={[
            { name: 'predicted', label: t('figure.predicted'), color: 'gray.5' },
            { name: 'charged', label: t('figure.charged'), color: 'siar.6' },
          ]}
        />
      }
      table={
        <FiguresTable
          label={t('credits.label')}
          first={t('byState.state')}
          columns={[t('figure.predicted'), t('figure.charged')]}
          rows={byState.map(({ state, predicted, charged }) => ({
            key: state,
            name: <MessageStateBadge state={state} />,
            values: [predicted, charged],
          }))}
          total={{ name: t('total'), values: [totals.predicted, totals.charged] }}
        />
      }
    />
  );
}
