import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ConnectionBanner } from '#renderer/app/banners.tsx';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { PageSkeleton } from '#renderer/components/page-skeleton.tsx';
import { SessionPage } from '#renderer/features/session/session-page.tsx';
import { orpc } from '#renderer/transport/client.ts';
import shell from '#renderer/app/layout.module.css';
import rail from '#renderer/app/rail.module.css';

/** Until the core has said who is here: the shape of a page, or why there is no answer. */
export function Starting() {
  const { t } = useTranslation('common');
  const session = useQuery(orpc.session.get.queryOptions({ staleTime: Infinity }));
  if (session.isError) {
    return (
      <SessionPage title={t('starting.failed')}>
        <ErrorState error={session.error} onRetry={() => session.refetch()} />
      </SessionPage>
    );
  }
  return (
    <div className={shell.shell}>
      <header className={shell.banners}>
        <ConnectionBanner />
      </header>
      <div className={rail.rail}>
        <div className={rail.brand}>
          <img src="./siar.svg" width={22} height={22} alt="" />
          Siar
        </div>
      </div>
      <main className={shell.main}>
        <PageSkeleton />
      </main>
    </div>
  );
}
