import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Can } from '#renderer/components/can.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { ButtonLink } from '#renderer/components/links.tsx';
import { Page } from '#renderer/components/page.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { HomeBody } from '#renderer/features/home/home-body.tsx';
import { HomeSkeleton } from '#renderer/features/home/home-skeleton.tsx';
import { orpc } from '#renderer/transport/client.ts';

/** Asked anew while something is being sent, so that rate and time left stay true between events. */
const LIVE_MS = 2_000;

/** Home: what needs a person, what is running, what is due, how the week went; the guide for a newcomer. */
export function HomePage() {
  const { t } = useTranslation('home');
  const overview = useQuery(
    orpc.host.overview.queryOptions({
      refetchInterval: (query) => ((query.state.data?.running.length ?? 0) > 0 ? LIVE_MS : false),
    }),
  );
  const settings = useQuery(orpc.settings.get.queryOptions());
  const failed = overview.error ?? settings.error;
  const retry = () => Promise.all([overview.refetch(), settings.refetch()]);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={
          <Can permission="campaigns.write">
            <ButtonLink to="/campaigns/new">{t('newCampaign')}</ButtonLink>
          </Can>
        }
      />
      {failed !== null ? (
        <ErrorState error={failed} onRetry={retry} />
      ) : overview.data === undefined || settings.data === undefined ? (
        <HomeSkeleton />
      ) : (
        <HomeBody overview={overview.data} guideDismissed={settings.data.guideDismissed} />
      )}
    </Page>
  );
}
