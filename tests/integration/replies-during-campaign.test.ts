import { describe, expect, it, onTestFinished } from 'vitest';
import { takeReply } from '#core/replies/take-reply.ts';
import { startCore, startPractice } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import { createSmsc } from '#tests/support/smsc.ts';
import {
  aGateway,
  aRunningCampaign,
  eventually,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';
import { anIncoming, FROM } from '#tests/support/reply-desk.ts';

describe('a STOP during a campaign', () => {
  it('leaves out the message that is still queued, and its credits go back', async () => {
    const smsc = await createSmsc();
    onTestFinished(() => smsc.close());
    const core = await startCore();
    const { id: gatewayId } = await core.client.gateways.add({
      name: 'SMPP',
      driver: 'smpp',
      url: smsc.url,
      rate: 1_000,
      secrets: { systemId: 'shop', password: 'secret' },
    });
    await eventually(() => smsc.binds.length > 0);
    // Everything waits for the first answer, so that the rest is still queued when the STOP comes.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    let first = true;
    smsc.onSubmit = async () => {
      if (first) {
        first = false;
        await held;
      }
      return {};
    };
    await core.client.gateways.update({ id: gatewayId, rate: 1 });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4 });
    await eventually(() => smsc.submits.length > 0);
    const last = msisdnOf(4);
    const said = await smsc.deliver({ source_addr: last, short_message: Buffer.from('Stop') });
    expect(said).toMatchObject({ command_status: 0 });
    answer();
    await core.client.gateways.update({ id: gatewayId, rate: 1_000 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ frozen: 4, excluded: 1, accepted: 3 });
    expect(over.credits).toMatchObject({ predicted: 4, reserved: 0, charged: 3 });
    expect(smsc.submits.map((pdu) => pdu.destination_addr)).not.toContain(last);
    const message = (await messagesOf(core, id)).find(({ msisdn }) => msisdn === last);
    expect(message).toMatchObject({ state: 'excluded', reason: 'suppressed' });
    // It was not written to yet, so the reply follows no campaign.
    expect((await core.client.replies.page({})).rows).toMatchObject([{ campaign: null }]);
  });

  it('leaves the person out of the next one too', async () => {
    const practice = await startPractice();
    const core = await startCore();
    const gatewayId = await aGateway(core, { url: practice.url });
    takeReply(core.deps, gatewayId, anIncoming('HENTI', { from: FROM }), Date.now());
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    const over = await until(core, id, ({ state }) => state === 'finished');
    expect(over.counts).toMatchObject({ excluded: 1, accepted: 2 });
  });
});
