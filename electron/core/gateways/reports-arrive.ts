import type { DriverName } from '#shared/contract/gateways.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { listAllGateways, type StoredGateway } from '#core/gateways/queries.ts';
import { accountCapabilities, callsBack } from '#core/gateways/registry.ts';
import { INBOX_PATH } from '#core/relay/protocol.ts';
import { getRelayOf, listRelayedGateways } from '#core/relay/queries.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Whether delivery reports really come back: the gateway gives them, and where it must call for that,
 * there is an address for it to call. Otherwise "accepted" is the last that will ever be known.
 */
export function reportsArrive(account: {
  driver: DriverName;
  profile: GatewayProfile;
  /** A listener or a relay takes its callbacks. */
  isCallable: boolean;
}): boolean {
  const { reports } = accountCapabilities(account);
  if (reports !== 'callback') return reports !== 'none';
  return account.driver === 'practice' || account.isCallable;
}

/** Gateways, removed ones too, from which no delivery report ever comes: there "accepted" is the last word. */
export function listGatewaysWithoutReports(db: Db): number[] {
  const relayed = new Set(listRelayedGateways(db));
  return listAllGateways(db)
    .filter((gateway) => {
      const isCallable = gateway.dlrListen !== null || relayed.has(gateway.id);
      return !reportsArrive({ ...gateway, isCallable });
    })
    .map(({ id }) => id);
}

/** The address at its relay that a gateway is to call, or null where it has none. */
export function relayCallback(db: Db, gateway: StoredGateway): string | null {
  if (!callsBack(gateway)) return null;
  const relay = getRelayOf(db, gateway.id);
  return relay ? `${relay.url}${INBOX_PATH}${relay.inbox}/${gateway.dlrToken}` : null;
}
