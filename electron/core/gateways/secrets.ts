import type { DriverName } from '#shared/contract/gateways.ts';
import type { Secrets } from '#core/ports.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';

/** Key of a gateway's credentials in the secret store. */
export function secretKey(gatewayId: number): string {
  return `gateway-${gatewayId}`;
}

/** Names of the credentials that are missing or blank. */
export function missingSecrets(driver: DriverName, secrets: Secrets): string[] {
  return GATEWAY_KINDS[driver].secretFields.filter((field) => (secrets[field] ?? '').trim() === '');
}
