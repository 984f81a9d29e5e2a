import type { LookUpOffer } from '#shared/contract/look-ups.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { lookUpOptions } from '#core/gateways/look-up-options.ts';
import { listGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { accountCapabilities, GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { askLookUps } from '#core/look-ups/ask.ts';
import { latestLookUps } from '#core/look-ups/queries.ts';
import { api } from '#core/rpc/implement.ts';
import { actorOf } from '#core/users/actor.ts';

/** Look-ups of numbers (HLR): what they cost, what is remembered, and asking. */
export function createLookUpsHandlers(deps: CoreDeps) {
  const { db } = deps;
  return api.lookUps.router({
    offers: api.lookUps.offers.handler(() =>
      listGateways(db)
        .filter((gateway) => accountCapabilities(gateway).lookUp)
        .map((gateway) => toOffer(deps, gateway)),
    ),
    latest: api.lookUps.latest.handler(({ input }) => latestLookUps(db, input.msisdns, 0)),
    ask: api.lookUps.ask.handler(async ({ input, context }) => ({
      entries: await askLookUps(deps, input, actorOf(context)),
    })),
  });
}

function toOffer({ gatewayStatus }: CoreDeps, gateway: StoredGateway): LookUpOffer {
  const { id, name, driver, profile } = gateway;
  const hasAddress = gatewayStatus.callback(gateway) !== null;
  return {
    gatewayId: id,
    gatewayName: name,
    practice: GATEWAY_KINDS[driver].practice,
    credits: lookUpOptions(profile).credits,
    problem: hasAddress
      ? null
      : `${name} calls the result in, and has no address to call. Give it one for delivery reports in its settings, and keep Siar running; nothing is asked or charged until then.`,
  };
}
