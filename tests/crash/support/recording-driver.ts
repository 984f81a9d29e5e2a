import { Agent } from 'undici';
import type { GatewayDriver } from '#core/gateways/gateway-driver.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';

/**
 * Lets the practice kind speak to a recording gateway, which has a dedupe key or not. The driver says
 * "accepted" or "no clear answer" and nothing else: what became of a message is the engine's to prove.
 */
export function useRecordingGateway(dedupe: boolean): void {
  const { practice } = GATEWAY_KINDS;
  const key = dedupe ? 'reference' : 'none';
  Object.assign(practice, {
    profile: { ...practice.profile, dedupe: key, givesReports: false },
    capabilities: { ...practice.capabilities, dedupe: key, reports: 'none' },
    create: ({ baseUrl }: { baseUrl: string }) => createDriver(baseUrl),
  });
}

function createDriver(origin: string): GatewayDriver {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  return {
    async send({ reference, msisdn: to, text }, signal) {
      const doubt = { kind: 'ambiguous', code: 'reset', reason: 'No clear answer.' } as const;
      try {
        const body = JSON.stringify({ to, text, reference });
        const answer = await agent.request({ origin, path: '/', method: 'POST', body, signal });
        const reply = await answer.body.text();
        if (answer.statusCode !== 200) return doubt;
        const { id } = JSON.parse(reply) as { id: string };
        return { kind: 'accepted', gatewayMessageId: id, parts: 1, credits: 1, code: '0' };
      } catch {
        return doubt;
      }
    },
    balance: async () => ({ ok: true, credits: 1_000_000 }),
    close: () => agent.destroy(),
  };
}
