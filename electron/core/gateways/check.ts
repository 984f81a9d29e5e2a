import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';

/** Whether a gateway answers and takes the credentials; `credits` is null where it does not tell. */
export type GatewayCheck =
  | { ok: true; credits: number | null; detail: string | null; credentialsUntried?: true }
  | { ok: false; code: string; reason: string };

/** Asks by the driver's own check, or by its balance where it has none. Sends no message. */
export async function checkGateway(
  driver: GatewayDriver,
  signal: AbortSignal,
): Promise<GatewayCheck> {
  if (driver.check === undefined) {
    const balance = await driver.balance(signal);
    return balance.ok ? { ok: true, credits: balance.credits, detail: null } : balance;
  }
  const checked = await driver.check(signal);
  return checked.ok ? { ...checked, credits: checked.credits ?? null } : checked;
}

/** One sentence on a check that went well. */
export function describeCheck(
  gateway: Pick<StoredGateway, 'name' | 'driver'>,
  { credits, detail, credentialsUntried }: Extract<GatewayCheck, { ok: true }>,
): string {
  if (credentialsUntried) {
    return `${gateway.name} answers. Its profile does not say how to ask for a balance, so only a message can show whether the credentials are right.`;
  }
  const left =
    credits === null
      ? detail
      : `${credits.toLocaleString('en')} ${credits === 1 ? 'credit' : 'credits'} left`;
  const more = left === null ? '.' : `: ${left.replace(/\.$/, '')}.`;
  return GATEWAY_KINDS[gateway.driver].practice
    ? `${gateway.name} answers${more} It is a practice gateway: messages cost nothing and reach nobody.`
    : `${gateway.name} answers and the credentials are right${more}`;
}
