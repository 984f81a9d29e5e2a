import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';

/** Whether a gateway answers and takes the credentials; `credits` is null where it does not tell. */
export type GatewayCheck =
  | { ok: true; credits: number | null; detail: string | null }
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
  return checked.ok ? { ok: true, credits: null, detail: checked.detail } : checked;
}
