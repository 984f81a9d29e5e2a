import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionBanner, PracticeBanner } from '#renderer/app/banners.tsx';
import { LockedBanner } from '#renderer/app/locked-banner.tsx';
import { Rail } from '#renderer/app/rail.tsx';
import { SidePanelHost } from '#renderer/components/side-panel.tsx';
import { focusPage } from '#renderer/lib/focus-page.ts';
import classes from '#renderer/app/layout.module.css';

const Palette = lazy(async () => ({
  default: (await import('#renderer/app/palette.tsx')).Palette,
}));

/** The shell: banners on top, rail at the left, the page, and its side panel at the right. */
export function Layout() {
  const { t } = useTranslation('common');
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation !== undefined) focusPage();
      }),
    [router],
  );
  return (
    <div className={classes.shell}>
      <a
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('skip')}
      </a>
      <header className={classes.banners}>
        <ConnectionBanner />
        <LockedBanner />
        <PracticeBanner />
      </header>
      <Rail />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <div className={classes.panel}>
        <SidePanelHost />
      </div>
      <Suspense>
        <Palette />
      </Suspense>
    </div>
  );
}
