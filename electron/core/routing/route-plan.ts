import type { DriverName } from '#shared/contract/gateways.ts';
import { invalid } from '#shared/contract/errors.ts';
import type { RateTable } from '#shared/credits/rates.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { findRule, type Destination } from '#shared/routing/rules.ts';
import { readRateTable } from '#core/credits/rates/rate-table.ts';
import { getGateway, type StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { listRules } from '#core/routing/queries.ts';
import type { Db } from '#core/store/db.ts';

/** A gateway as a plan counts with it. */
export type RouteGateway = {
  id: number;
  name: string;
  driver: DriverName;
  profile: GatewayProfile;
  rates: RateTable;
  /** Messages per second, at most. */
  rate: number;
};

/** By which gateway each message of a campaign goes: decided once, then frozen with the message. */
export type RoutePlan = {
  /** The campaign's own: what no rule is about goes by it. */
  own: RouteGateway;
  gatewayFor(to: Destination): RouteGateway;
  /** Two plans with the same text route, count and price every message alike. */
  fingerprint: string;
};

/**
 * The rules and gateways as they are now. A campaign that goes by a practice gateway is never routed:
 * nobody's practice may cost money. Throws `no-such-gateway` where the campaign's own gateway is gone.
 */
export function readRoutes(db: Db, campaign: { gatewayId: number; routing: boolean }): RoutePlan {
  const stored = getGateway(db, campaign.gatewayId);
  if (!stored) {
    throw invalid(
      'no-such-gateway',
      'The gateway of this campaign is no longer there. Nothing was sent; choose another.',
    );
  }
  const own = toRouteGateway(db, stored);
  const isRouted = campaign.routing && !GATEWAY_KINDS[own.driver].practice;
  const gateways = new Map([[own.id, own]]);
  const rules = (isRouted ? listRules(db) : []).filter((rule) => {
    if (!rule.enabled) return false;
    if (gateways.has(rule.gatewayId)) return true;
    const gateway = getGateway(db, rule.gatewayId);
    // Neither can be chosen for a rule; a database of another hand must not be trusted with money.
    if (!gateway || GATEWAY_KINDS[gateway.driver].practice) return false;
    gateways.set(gateway.id, toRouteGateway(db, gateway));
    return true;
  });
  return {
    own,
    gatewayFor: (to) => {
      const rule = findRule(rules, to);
      return (rule && gateways.get(rule.gatewayId)) ?? own;
    },
    fingerprint: JSON.stringify([
      own.id,
      rules.map(({ country, prefix, gatewayId }) => [country, prefix, gatewayId]),
      [...gateways.values()].map(({ id, profile, rates }) => [id, profile, rates.rows]),
    ]),
  };
}

function toRouteGateway(db: Db, gateway: StoredGateway): RouteGateway {
  const { id, name, driver, profile, rate } = gateway;
  return { id, name, driver, profile, rate, rates: readRateTable(db, id, profile) };
}
