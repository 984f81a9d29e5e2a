import type { Core } from '#core/create-core.ts';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { startCore, startPractice, type Practice } from '#tests/support/engine-bed.ts';
import type { Person } from '#tests/support/people.ts';
import type { TestCoreOptions } from '#tests/support/test-core.ts';

/** `n` people with 012 numbers: no rule of the bed is about them. */
export function ordinary(n: number): Person[] {
  return Array.from({ length: n }, (_, i) => ({ msisdn: `6012${String(i + 1).padStart(7, '0')}` }));
}

/** `n` people with 011 numbers, which the rule of the bed is about. */
export function routed(n: number): Person[] {
  return Array.from({ length: n }, (_, i) => ({ msisdn: `6011${String(i + 1).padStart(8, '0')}` }));
}

/** An eSMS account at a practice server: to Siar a gateway like any other, which may be routed to. */
export async function aRealGateway(
  core: Core,
  gateway: { url: string; name: string; rate?: number; secrets?: Record<string, string> },
): Promise<number> {
  const added = await core.client.gateways.add({
    driver: 'esms',
    rate: 1_000,
    secrets: { apiKey: 'k', apiSecret: 's' },
    ...gateway,
  });
  return added.id;
}

/** Two gateways, “Own” and “Other”, and a rule that sends 011 numbers by the other one. */
export async function routedBed(
  options: { own?: PracticeScript; other?: PracticeScript } & Partial<TestCoreOptions> = {},
): Promise<{
  core: Core;
  own: Practice;
  other: Practice;
  ownId: number;
  otherId: number;
  ruleId: number;
}> {
  const own = await startPractice({ reports: false, ...options.own });
  const other = await startPractice({ reports: false, ...options.other });
  const core = await startCore(options);
  const ownId = await aRealGateway(core, { url: own.url, name: 'Own' });
  const otherId = await aRealGateway(core, { url: other.url, name: 'Other' });
  const rule = await core.client.routing.add({ prefix: '6011', gatewayId: otherId });
  return { core, own, other, ownId, otherId, ruleId: rule.id };
}
