import type { ContractRouterClient } from '@orpc/contract';
import { approvalsContract } from './approvals.ts';
import { auditContract } from './audit.ts';
import { balancesContract } from './balances.ts';
import { campaignsContract } from './campaigns.ts';
import { historyContract } from './history.ts';
import { contactsContract, listsContract, suppressionsContract } from './contacts.ts';
import { creditsContract } from './credits.ts';
import { gatewaysContract } from './gateways.ts';
import { filesContract, hostContract, settingsContract } from './host.ts';
import { importsContract } from './imports.ts';
import { jobsContract } from './jobs.ts';
import { lookUpsContract } from './look-ups.ts';
import { otpContract } from './otp.ts';
import { probesContract } from './probes.ts';
import { ratesContract } from './rates.ts';
import { relaysContract } from './relays.ts';
import { repliesContract } from './replies.ts';
import { reportsContract } from './reports.ts';
import { retriesContract } from './retries.ts';
import { routingContract } from './routing.ts';
import { templatesContract } from './templates.ts';
import { safetyContract } from './safety.ts';
import { sessionContract, usersContract } from './users.ts';
import { packagesContract, topUpsContract } from './top-ups.ts';
import { uncertainContract } from './uncertain.ts';

/** Everything the core does for its hosts, declared once. Types on both sides are inferred from it. */
export const contract = {
  host: hostContract,
  files: filesContract,
  jobs: jobsContract,
  lists: listsContract,
  contacts: contactsContract,
  suppressions: suppressionsContract,
  imports: importsContract,
  templates: templatesContract,
  approvals: approvalsContract,
  gateways: gatewaysContract,
  relays: relaysContract,
  probes: probesContract,
  routing: routingContract,
  campaigns: campaignsContract,
  history: historyContract,
  replies: repliesContract,
  reports: reportsContract,
  retries: retriesContract,
  otp: otpContract,
  lookUps: lookUpsContract,
  credits: creditsContract,
  rates: ratesContract,
  balances: balancesContract,
  topUps: topUpsContract,
  packages: packagesContract,
  settings: settingsContract,
  session: sessionContract,
  users: usersContract,
  audit: auditContract,
  uncertain: uncertainContract,
  safety: safetyContract,
};

/** A typed client of the core: in process, over a WebSocket or over a MessagePort. */
export type SiarClient = ContractRouterClient<typeof contract>;
