import type { Db } from '#core/store/db.ts';
import type { DriverName } from '#shared/contract/gateways.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { listAllGateways } from '#core/gateways/queries.ts';
import { accountCapabilities } from '#core/gateways/registry.ts';

/**
 * Whether delivery reports really come back: the gateway gives them, and where it must call for that,
 * there is an address for it to call. Otherwise "accepted" is the last that will ever be known.
 */
export function reportsArrive(account: {
  driver: DriverName;
  profile: GatewayProfile;
  dlrListen: string | null;
}): boolean {
  const { reports } = accountCapabilities(account);
  if (reports !== 'callback') return reports !== 'none';
  return account.driver === 'practice' || account.dlrListen !== null;
}

/** Gateways, removed ones too, from which no delivery report ever comes: there "accepted" is the last word. */
export function listGatewaysWithoutReports(db: Db): number[] {
  return listAllGateways(db)
    .filter((gateway) => !reportsArrive(gateway))
    .map(({ id }) => id);
}
