import { createApprovalsHandlers } from '#core/approvals/handlers.ts';
import { createAuditHandlers } from '#core/audit/handlers.ts';
import { createCampaignsHandlers } from '#core/campaigns/handlers.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { createContactsHandlers } from '#core/contacts/handlers.ts';
import { createImportsHandlers } from '#core/contacts/import/handlers.ts';
import { createListsHandlers } from '#core/contacts/lists-handlers.ts';
import { createSuppressionsHandlers } from '#core/contacts/suppressions-handlers.ts';
import { createCreditsHandlers } from '#core/credits/handlers.ts';
import { createBalancesHandlers } from '#core/credits/balance/handlers.ts';
import { createRatesHandlers } from '#core/credits/rates/handlers.ts';
import { createFilesHandlers } from '#core/files/handlers.ts';
import { createRelaysHandlers } from '#core/relay/handlers.ts';
import { createRoutingHandlers } from '#core/routing/handlers.ts';
import { createGatewaysHandlers } from '#core/gateways/handlers.ts';
import { createHistoryHandlers } from '#core/history/message-handlers.ts';
import { createCopyHandler } from '#core/backup/handlers.ts';
import { createGuardHandlers } from '#core/guard/handlers.ts';
import { createHostHandlers } from '#core/home/host-handlers.ts';
import { createOverviewHandler } from '#core/home/overview.ts';
import { createJobsHandlers } from '#core/jobs/handlers.ts';
import { createLookUpsHandlers } from '#core/look-ups/handlers.ts';
import { createOtpHandlers } from '#core/otp/handlers.ts';
import { createProbesHandlers } from '#core/probes/handlers.ts';
import { createRepliesHandlers } from '#core/replies/handlers.ts';
import { createReportsHandlers } from '#core/reports/handlers.ts';
import { createRetriesHandlers } from '#core/sending/retry/handlers.ts';
import { createSafetyHandlers } from '#core/safety/handlers.ts';
import { createSettingsHandlers } from '#core/settings/handlers.ts';
import { createPackagesHandlers } from '#core/top-ups/packages-handlers.ts';
import { createTopUpsHandlers } from '#core/top-ups/handlers.ts';
import { createTemplatesHandlers } from '#core/templates/handlers.ts';
import { createUsersHandlers } from '#core/users/handlers.ts';
import { createSessionHandlers } from '#core/users/session-handlers.ts';
import { createUncertainHandlers } from '#core/uncertain/handlers.ts';

/** Every procedure of the contract, bound to one open data folder. */
export function createRouter(deps: CoreDeps) {
  return {
    contacts: createContactsHandlers(deps),
    imports: createImportsHandlers(deps),
    lists: createListsHandlers(deps),
    suppressions: createSuppressionsHandlers(deps),
    templates: createTemplatesHandlers(deps),
    approvals: createApprovalsHandlers(deps),
    files: createFilesHandlers(deps),
    gateways: createGatewaysHandlers(deps),
    relays: createRelaysHandlers(deps),
    probes: createProbesHandlers(deps),
    routing: createRoutingHandlers(deps),
    host: {
      ...createHostHandlers(deps),
      ...createGuardHandlers(deps),
      overview: createOverviewHandler(deps),
      copyDatabase: createCopyHandler(deps),
    },
    campaigns: createCampaignsHandlers(deps),
    history: createHistoryHandlers(deps),
    replies: createRepliesHandlers(deps),
    reports: createReportsHandlers(deps),
    retries: createRetriesHandlers(deps),
    otp: createOtpHandlers(deps),
    lookUps: createLookUpsHandlers(deps),
    credits: createCreditsHandlers(deps),
    jobs: createJobsHandlers(deps),
    rates: createRatesHandlers(deps),
    balances: createBalancesHandlers(deps),
    topUps: createTopUpsHandlers(deps),
    packages: createPackagesHandlers(deps),
    settings: createSettingsHandlers(deps),
    session: createSessionHandlers(deps),
    users: createUsersHandlers(deps),
    audit: createAuditHandlers(deps),
    uncertain: createUncertainHandlers(deps),
    safety: createSafetyHandlers(deps),
  };
}

/** See createRouter. */
export type CoreRouter = ReturnType<typeof createRouter>;
