import { onTestFinished, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { memorySecrets } from '#tests/support/memory-secrets.ts';
import { startCore } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { aReceipt, createSmsc, type Smsc } from '#tests/support/smsc.ts';
import {
  aRunningCampaign,
  eventually,
  makeFolder,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

async function anSmsc(): Promise<Smsc> {
  const smsc = await createSmsc();
  onTestFinished(() => smsc.close());
  return smsc;
}

async function addSmpp(core: Core, smsc: Smsc, rate = 1_000): Promise<number> {
  const { id } = await core.client.gateways.add({
    name: 'SMPP',
    driver: 'smpp',
    url: smsc.url,
    rate,
    secrets: { systemId: 'shop', password: 'secret' },
  });
  return id;
}

const LONG = 'x'.repeat(200);

describe('a campaign over SMPP (the peer is npm smpp)', () => {
  it('is delivered only where every part is, whatever the order of the receipts', async () => {
    const smsc = await anSmsc();
    const core = await startCore();
    const gatewayId = await addSmpp(core, smsc);
    expect(await core.client.gateways.test({ id: gatewayId })).toMatchObject({ ok: true });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 40, text: LONG });
    const sent = await untilOver(core, id);
    expect(sent.counts).toMatchObject({ accepted: 40, delivered: 0 });
    expect(sent.summary).toEqual({ success: 0, queue: 40, failure: 0 });
    expect(smsc.submits).toHaveLength(80);
    const receipts = smsc.submits.map((pdu, index) => ({
      id: `SIM${index + 1}`,
      to: pdu.destination_addr,
    }));
    const [firsts, seconds] = [0, 1].map((part) =>
      [...Map.groupBy(receipts, ({ to }) => to).values()].map((both) => both[part]!),
    );
    for (const { id: receipt, to } of seconds!) await smsc.deliver(aReceipt(receipt, to));
    expect((await core.client.campaigns.get({ id })).counts.delivered).toBe(0);
    const bad = new Set(firsts!.slice(0, 5).map(({ id: receipt }) => receipt));
    for (const { id: receipt, to } of firsts!.toReversed()) {
      await smsc.deliver(aReceipt(receipt, to, bad.has(receipt) ? 'UNDELIV' : 'DELIVRD'));
    }
    const over = await until(core, id, ({ counts }) => counts.accepted === 0);
    expect(over.counts).toMatchObject({ delivered: 35, undelivered: 5 });
  });

  it('takes receipts while nothing is sent, after a restart and in another number system', async () => {
    const smsc = await anSmsc();
    let next = 0x1000;
    smsc.onSubmit = () => ({ id: (next++).toString(16) });
    const dataFolder = await makeFolder();
    const secrets = memorySecrets();
    const before = await startCore({ dataFolder, secrets });
    const gatewayId = await addSmpp(before, smsc);
    const { id } = await aRunningCampaign(before, { gatewayId, to: 3 });
    await untilOver(before, id);
    const sent = await messagesOf(before, id);
    await before.stop();
    expect(smsc.heard).toContain('unbind');
    const core = await startCore({ dataFolder, secrets });
    await eventually(() => smsc.binds.length === 2);
    for (const { msisdn, gatewayMessageId } of sent) {
      const decimal = String(Number.parseInt(gatewayMessageId ?? '', 16));
      expect(await smsc.deliver(aReceipt(decimal, msisdn))).toMatchObject({ command_status: 0 });
    }
    expect((await core.client.campaigns.get({ id })).counts).toMatchObject({ delivered: 3 });
  });

  it('holds back when it is too fast, and sends each message once', async () => {
    const smsc = await anSmsc();
    let busy = 2;
    smsc.onSubmit = () => ({ status: busy-- > 0 ? 0x58 : 0 });
    const core = await startCore();
    const gatewayId = await addSmpp(core, smsc, 4);
    const to = people(4);
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 4, uncertain: 0, rejected: 0 });
  });

  it('leaves what was on its way in doubt when the connection breaks, and sends the rest once', async () => {
    const smsc = await anSmsc();
    let taken = 0;
    smsc.onSubmit = () => (++taken === 15 ? 'reset' : {});
    const core = await startCore();
    const gatewayId = await addSmpp(core, smsc);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60 });
    const over = await untilOver(core, id);
    expect(over.counts.uncertain).toBeGreaterThanOrEqual(1);
    expect(over.counts.uncertain).toBeLessThanOrEqual(10);
    expect(over.counts.accepted + over.counts.uncertain).toBe(60);
    const times = Map.groupBy(smsc.submits, (pdu) => pdu.destination_addr);
    expect([...times.values()].every((all) => all.length === 1)).toBe(true);
  });

  it('pauses with a way out when the login is refused', async () => {
    const smsc = await anSmsc();
    smsc.onBind = () => 0x0e;
    const core = await startCore();
    const gatewayId = await addSmpp(core, smsc);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    const paused = await until(core, id, ({ state }) => state === 'paused');
    expect(paused.pauseReason).toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('system id and password'),
    });
    expect(paused.counts.queued).toBe(3);
  });
});
