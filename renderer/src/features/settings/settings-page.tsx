import { Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/host.ts';
import { ErrorState } from '#renderer/components/error-state.tsx';
import { Page } from '#renderer/components/page.tsx';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { AboutSection } from '#renderer/features/settings/about-section.tsx';
import { LookSection } from '#renderer/features/settings/look-section.tsx';
import { SendingSection } from '#renderer/features/settings/sending-section.tsx';
import { ShopSection } from '#renderer/features/settings/shop-section.tsx';
import { ShortcutsSection } from '#renderer/features/settings/shortcuts-section.tsx';
import { UsersSection } from '#renderer/features/settings/users-section.tsx';
import { useChangeLook } from '#renderer/hooks/use-change-look.ts';
import { useCan, useSession } from '#renderer/hooks/use-session.ts';
import { notifyFailure } from '#renderer/lib/notify.ts';
import { orpc } from '#renderer/transport/client.ts';

/** Settings: each change is kept at once; there is nothing to save. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const cache = useQueryClient();
  const key = orpc.settings.get.queryKey();
  const settings = useQuery(orpc.settings.get.queryOptions());
  const update = useMutation(
    orpc.settings.update.mutationOptions({
      onSuccess: (saved) => cache.setQueryData(key, saved),
      onError: notifyFailure,
    }),
  );
  const changeLook = useChangeLook();
  const mayWrite = useCan('settings.write');
  const signInOn = useSession()?.signInOn === true;
  const change = (part: Partial<Settings>) => update.mutate(part);
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      {settings.isPending ? (
        <Skeleton height={220} maw="52rem" />
      ) : settings.isError ? (
        <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
      ) : (
        <>
          <LookSection settings={settings.data} onChange={changeLook} />
          {mayWrite && (
            <>
              <SendingSection settings={settings.data} onChange={change} />
              <ShopSection settings={settings.data} onChange={change} />
              {signInOn && <UsersSection settings={settings.data} onChange={change} />}
            </>
          )}
        </>
      )}
      <AboutSection
        guideDismissed={mayWrite ? (settings.data?.guideDismissed ?? false) : null}
        onOpenGuide={() => change({ guideDismissed: false })}
      />
      <ShortcutsSection />
    </Page>
  );
}
