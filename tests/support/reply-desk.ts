import type { Core } from '#core/create-core.ts';
import type { IncomingMessage } from '#core/gateways/gateway-driver.ts';
import { takeReply } from '#core/replies/take-reply.ts';
import { startCore } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { aGateway } from '#tests/support/test-core.ts';

/** Who replies, unless the test says otherwise. */
export const FROM = msisdnOf(1);

/** A reply as a driver hands it over: whole, from FROM, without an id of the gateway. */
export function anIncoming(text: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  return { from: `+${FROM}`, to: '', text, gatewayMessageId: null, part: null, ...more };
}

/** A core without its engine, and a way to hand it messages of one gateway at chosen times. */
export async function aDesk() {
  const core = await startCore({ engine: false });
  const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
  let now = core.deps.clock.now();
  return {
    core,
    gatewayId,
    later: (ms: number) => void (now += ms),
    say(text: string, more: Partial<IncomingMessage> = {}) {
      takeReply(core.deps, gatewayId, anIncoming(text, more), now);
    },
    all: async () => (await core.client.replies.page({})).rows,
    suppressed: async () =>
      (await core.client.suppressions.page({})).rows.map(({ msisdn, source }) => [msisdn, source]),
  };
}

/** A Kannel account, whose replies are called in. */
export function addKannel(core: Core, more: { dlrListen?: string } = {}) {
  return core.client.gateways.add({
    name: 'Kannel',
    driver: 'kannel',
    url: 'http://127.0.0.1:9',
    secrets: { username: 'u', password: 'p' },
    ...more,
  });
}
