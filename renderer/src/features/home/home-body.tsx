import { IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '#shared/contract/host.ts';
import { Can } from '#renderer/components/can.tsx';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { CreditSection } from '#renderer/features/home/credit-section.tsx';
import { Guide } from '#renderer/features/home/guide/guide.tsx';
import { DueSection } from '#renderer/features/home/due-section.tsx';
import { BackupProblem } from '#renderer/features/home/backup-problem.tsx';
import { NeedsYouSection } from '#renderer/features/home/needs-you-section.tsx';
import { ResultsSection } from '#renderer/features/home/results-section.tsx';
import { RunningSection } from '#renderer/features/home/running-section.tsx';
import { WeekSection } from '#renderer/features/home/week-section.tsx';
import classes from '#renderer/features/home/home.module.css';

function isQuiet({ running, due, paused, recent, uncertain }: Overview): boolean {
  return running.length + due.length + paused.length + recent.length === 0 && uncertain === 0;
}

/** What Home shows once it knows. */
export function HomeBody({
  overview,
  guideDismissed,
}: {
  overview: Overview;
  guideDismissed: boolean;
}) {
  const { t } = useTranslation('home');
  const quiet = isQuiet(overview);
  const week = overview.lastSevenDays.some((day) => day.success + day.queue + day.failure > 0);
  return (
    <>
      <BackupProblem />
      <NeedsYouSection paused={overview.paused} uncertain={overview.uncertain} />
      <CreditSection />
      <RunningSection running={overview.running} />
      {!guideDismissed && (
        <Can permission="gateways.write">
          <Guide overview={overview} />
        </Can>
      )}
      {guideDismissed && quiet && !week && (
        <EmptyState
          icon={IconSend}
          title={t('empty.title')}
          text={t('empty.text')}
          action={
            <Can permission="campaigns.write">
              <ButtonLink to="/campaigns/new">{t('newCampaign')}</ButtonLink>
            </Can>
          }
        />
      )}
      <DueSection due={overview.due} />
      {(week || overview.recent.length > 0) && (
        <div className={classes.columns}>
          <WeekSection days={overview.lastSevenDays} />
          <ResultsSection recent={overview.recent} />
        </div>
      )}
    </>
  );
}
