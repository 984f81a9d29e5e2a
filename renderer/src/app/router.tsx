import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { z } from 'zod';
import { driverSchema } from '#shared/contract/gateways.ts';
import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import { Layout } from '#renderer/app/layout.tsx';
import { NotFoundPage } from '#renderer/app/not-found-page.tsx';
import { CrashScreen } from '#renderer/components/crash-screen.tsx';
import { PageSkeleton } from '#renderer/components/page-skeleton.tsx';
import { HomePage } from '#renderer/features/home/home-page.tsx';

/** A search parameter that is not a usable id is dropped rather than refused. */
const idParam = z.coerce.number().int().positive().optional().catch(undefined);
const textParam = z.string().max(10_000).optional().catch(undefined);

const contactsSearch = z.object({ list: idParam, contact: idParam });
const importSearch = z.object({ list: idParam });
const wizardSearch = z.object({
  list: idParam,
  gateway: idParam,
  template: idParam,
  name: textParam,
  text: textParam,
});
const gatewaysSearch = z.object({
  gateway: idParam,
  add: driverSchema.optional().catch(undefined),
  profile: z.number().int().positive().optional().catch(undefined),
  probe: idParam,
  rule: z
    .union([z.literal('new'), z.number().int().positive()])
    .optional()
    .catch(undefined),
});

const repliesSearch = z.object({ search: z.string().max(200).optional().catch(undefined) });

const historySearch = z.object({ state: z.enum(MESSAGE_STATES).optional().catch(undefined) });

const otpSearch = z.object({
  send: z.literal(true).optional().catch(undefined),
  entry: idParam,
});

const auditSearch = z.object({ user: idParam });

const idInPath = {
  parse: ({ id }: { id: string }) => ({ id: Number(id) }),
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage });
const at = <Path extends string>(path: Path) => ({ getParentRoute: () => root, path });

const credits = createRoute({
  ...at('/credits'),
  component: lazyRouteComponent(
    () => import('#renderer/features/credits/credits-page.tsx'),
    'CreditsPage',
  ),
});
/** A tab of the credits page: also a line in features/credits/credits-tabs.ts. */
const creditsAt = <Path extends string>(path: Path) => ({ getParentRoute: () => credits, path });

const routes = root.addChildren([
  createRoute({ ...at('/'), component: HomePage }),
  createRoute({
    ...at('/contacts'),
    validateSearch: contactsSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/contacts/contacts-page.tsx'),
      'ContactsPage',
    ),
  }),
  createRoute({
    ...at('/contacts/import'),
    validateSearch: importSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/contacts/import/import-page.tsx'),
      'ImportPage',
    ),
  }),
  createRoute({
    ...at('/contacts/do-not-contact'),
    component: lazyRouteComponent(
      () => import('#renderer/features/contacts/suppressions-page.tsx'),
      'SuppressionsPage',
    ),
  }),
  createRoute({
    ...at('/templates'),
    component: lazyRouteComponent(
      () => import('#renderer/features/templates/templates-page.tsx'),
      'TemplatesPage',
    ),
  }),
  createRoute({
    ...at('/campaigns'),
    component: lazyRouteComponent(
      () => import('#renderer/features/campaigns/campaigns-page.tsx'),
      'CampaignsPage',
    ),
  }),
  createRoute({
    ...at('/campaigns/new'),
    validateSearch: wizardSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/campaigns/wizard/campaign-wizard-page.tsx'),
      'CampaignWizardPage',
    ),
  }),
  createRoute({
    ...at('/campaigns/$id/edit'),
    params: idInPath,
    component: lazyRouteComponent(
      () => import('#renderer/features/campaigns/wizard/campaign-wizard-page.tsx'),
      'CampaignWizardPage',
    ),
  }),
  createRoute({
    ...at('/campaigns/$id'),
    params: idInPath,
    component: lazyRouteComponent(
      () => import('#renderer/features/campaigns/campaign-page.tsx'),
      'CampaignPage',
    ),
  }),
  createRoute({
    ...at('/campaigns/$id/report'),
    params: idInPath,
    component: lazyRouteComponent(
      () => import('#renderer/features/reports/campaign-report-page.tsx'),
      'CampaignReportPage',
    ),
  }),
  createRoute({
    ...at('/history'),
    validateSearch: historySearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/history/history-page.tsx'),
      'HistoryPage',
    ),
  }),
  createRoute({
    ...at('/replies'),
    validateSearch: repliesSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/replies/replies-page.tsx'),
      'RepliesPage',
    ),
  }),
  createRoute({
    ...at('/uncertain'),
    component: lazyRouteComponent(
      () => import('#renderer/features/uncertain/uncertain-page.tsx'),
      'UncertainPage',
    ),
  }),
  createRoute({
    ...at('/otp'),
    validateSearch: otpSearch,
    component: lazyRouteComponent(() => import('#renderer/features/otp/otp-page.tsx'), 'OtpPage'),
  }),
  credits.addChildren([
    createRoute({
      ...creditsAt('/'),
      component: lazyRouteComponent(
        () => import('#renderer/features/credits/overview-tab.tsx'),
        'OverviewTab',
      ),
    }),
    createRoute({
      ...creditsAt('/ledger'),
      component: lazyRouteComponent(
        () => import('#renderer/features/credits/ledger-tab.tsx'),
        'LedgerTab',
      ),
    }),
    createRoute({
      ...creditsAt('/rates'),
      component: lazyRouteComponent(
        () => import('#renderer/features/credits/rates-tab.tsx'),
        'RatesTab',
      ),
    }),
    createRoute({
      ...creditsAt('/top-ups'),
      component: lazyRouteComponent(
        () => import('#renderer/features/top-ups/top-ups-tab.tsx'),
        'TopUpsTab',
      ),
    }),
  ]),
  createRoute({
    ...at('/gateways'),
    validateSearch: gatewaysSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/gateways/gateways-page.tsx'),
      'GatewaysPage',
    ),
  }),
  createRoute({
    ...at('/users'),
    component: lazyRouteComponent(
      () => import('#renderer/features/users/users-page.tsx'),
      'UsersPage',
    ),
  }),
  createRoute({
    ...at('/users/audit'),
    validateSearch: auditSearch,
    component: lazyRouteComponent(
      () => import('#renderer/features/users/audit-page.tsx'),
      'AuditPage',
    ),
  }),
  createRoute({
    ...at('/settings/data'),
    component: lazyRouteComponent(
      () => import('#renderer/features/settings/data/data-page.tsx'),
      'DataPage',
    ),
  }),
  createRoute({
    ...at('/settings'),
    component: lazyRouteComponent(
      () => import('#renderer/features/settings/settings-page.tsx'),
      'SettingsPage',
    ),
  }),
]);

/** Every page and its address. Hash history: the same build works under any path and under app://. */
export const router = createRouter({
  routeTree: routes,
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => <CrashScreen error={error} onRetry={reset} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
