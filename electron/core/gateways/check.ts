import { say } from '#shared/said/say.ts';
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
  { name, driver }: Pick<StoredGateway, 'name' | 'driver'>,
  { credits, detail, credentialsUntried }: Extract<GatewayCheck, { ok: true }>,
): string {
  const gateway = name;
  if (credentialsUntried) return say('check-untried', { gateway });
  const left = credits === null ? (detail?.replace(/\.$/, '') ?? null) : creditsLeft(credits);
  if (GATEWAY_KINDS[driver].practice) {
    return left === null
      ? say('check-practice', { gateway })
      : say('check-practice-more', { gateway, left });
  }
  return left === null
    ? say('check-right', { gateway })
    : say('check-right-more', { gateway, left });
}

function creditsLeft(count: number): string {
  const credits = count.toLocaleString('en');
  return say(count === 1 ? 'credit-left' : 'credits-left', { credits });
}
