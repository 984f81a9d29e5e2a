import { formatMinutes, type RetryPolicy } from '#shared/gateways/retry-policy.ts';
import { invalid, refused } from '#shared/contract/errors.ts';
import type { RetrySettings } from '#shared/contract/retries.ts';
import { requireCampaign } from '#core/campaigns/actions.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { requireGateway } from '#core/gateways/pool.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { api } from '#core/rpc/implement.ts';
import { policyOf } from '#core/sending/retry/policy.ts';
import {
  cancelRetriesOf,
  countFailed,
  readPolicy,
  savePolicy,
} from '#core/sending/retry/queries.ts';

type RetriesDeps = Pick<CoreDeps, 'db' | 'clock' | 'bus'>;

const MONTH_MS = 30 * 24 * 3_600_000;
const HOUR_MINUTES = 60;

/** Automatic retries: each gateway's policy with its cost, and taking waiting ones back. */
export function createRetriesHandlers(deps: RetriesDeps) {
  const { db, clock, bus } = deps;
  return api.retries.router({
    settings: api.retries.settings.handler(({ input }) =>
      settingsOf(deps, requireGateway(db, input.gatewayId)),
    ),
    save: api.retries.save.handler(({ input }) => {
      const gateway = requireGateway(db, input.gatewayId);
      assertUsable(gateway, input.policy);
      savePolicy(db, gateway.id, JSON.stringify(input.policy), clock.now());
      bus.publish({ type: 'gateways.changed' });
      return settingsOf(deps, gateway);
    }),
    cancel: api.retries.cancel.handler(({ input }) => {
      const { id } = requireCampaign(db, input.campaignId);
      const cancelled = cancelRetriesOf(db, id, 'by-hand', clock.now());
      bus.publish({ type: 'campaigns.changed', campaignIds: [id] });
      return { cancelled };
    }),
  });
}

function settingsOf({ db, clock }: RetriesDeps, gateway: StoredGateway): RetrySettings {
  const { messages, failed, credits } = countFailed(db, gateway.id, clock.now() - MONTH_MS);
  return {
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    policy: policyOf(db, gateway.id),
    isDefault: readPolicy(db, gateway.id)?.policy === null,
    gatewayRetries: gateway.profile.retriesItself === true,
    reportsCome:
      gateway.profile.givesReports &&
      (GATEWAY_KINDS[gateway.driver].practice || gateway.dlrListen !== null),
    lastMonth: { messages, failed, failedCredits: credits },
  };
}

/** Refuses what would send twice and what could never happen. */
function assertUsable({ name, profile }: StoredGateway, policy: RetryPolicy): void {
  if (profile.retriesItself === true && policy.who === 'siar') {
    throw refused(
      'gateway-retries',
      `${name} itself sends again to phones it could not reach. If Siar did so too, people would get the message twice and you would pay twice. Nothing was saved; leave it to the gateway, or to nobody.`,
      { name },
    );
  }
  if (profile.retriesItself !== true && policy.who === 'gateway') {
    throw invalid(
      'gateway-never-retries',
      `${name} does not send again by itself, so that cannot be left to it. Nothing was saved; choose Siar or nobody.`,
      { name },
    );
  }
  const first = policy.delaysMinutes[0] ?? 0;
  if (policy.who !== 'siar' || first <= policy.withinHours * HOUR_MINUTES) return;
  throw invalid(
    'never-in-time',
    `The first retry would come after ${formatMinutes(first)}, but none is allowed later than ${policy.withinHours} h after the first attempt. Nothing was saved; wait less, or allow more time.`,
    { firstMinutes: first, withinHours: policy.withinHours },
  );
}
