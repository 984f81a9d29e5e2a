import { Tabs } from '@mantine/core';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/components/page-header.tsx';
import { Page } from '#renderer/components/page.tsx';
import { CREDITS_TABS } from '#renderer/features/credits/credits-tabs.ts';
import classes from '#renderer/features/credits/credits.module.css';

/** Credits: the frame around its tabs, each of which has its own address. */
export function CreditsPage() {
  const { t } = useTranslation('credits');
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const current = CREDITS_TABS.find(({ to }) => to === pathname) ?? CREDITS_TABS[0];
  return (
    <Page>
      <PageHeader title={t('title')} description={t('description')} />
      <Tabs
        className={classes.tabs}
        value={current.to}
        onChange={(value) => {
          const tab = CREDITS_TABS.find(({ to }) => to === value);
          if (tab) void navigate({ to: tab.to });
        }}
      >
        <Tabs.List>
          {CREDITS_TABS.map(({ to, name }) => (
            <Tabs.Tab key={to} value={to}>
              {t(`tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel className={classes.panel} value={current.to}>
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
