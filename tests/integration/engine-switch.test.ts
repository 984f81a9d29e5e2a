import { describe, expect, it } from 'vitest';
import { engineBed, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aGateway,
  aRunningCampaign,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

async function pausedHalfWay() {
  const bed = await engineBed({ rate: 50 });
  const other = await startPractice();
  const otherId = await aGateway(bed.core, { url: other.url, name: 'Other' });
  const { id } = await aRunningCampaign(bed.core, { gatewayId: bed.gatewayId, to: 60 });
  await until(bed.core, id, ({ counts }) => counts.accepted + counts.delivered >= 5);
  await bed.core.client.campaigns.pause({ id });
  await until(bed.core, id, ({ counts }) => counts.sending === 0);
  return { ...bed, other, otherId, id };
}

describe('giving unsent messages to another gateway', () => {
  it('sends each once, by one gateway or the other, and keeps what was sent where it was', async () => {
    const { core, practice, other, otherId, id, gatewayId } = await pausedHalfWay();
    const { campaigns } = core.client;
    const said = await campaigns.switchGateway({ id, gatewayId: otherId });
    expect(said).toMatchObject({ gateway: 'Other', messages: 60 - practice.taken.length });
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted + over.counts.delivered).toBe(60);
    expect(other.taken).toHaveLength(said.messages);
    const times = timesTaken([...practice.taken, ...other.taken]);
    expect(times.size).toBe(60);
    expect([...times.values()].every((n) => n === 1)).toBe(true);
    const { db } = core.deps;
    expect(
      db
        .prepare('SELECT count(*) FROM messages WHERE campaign_id = ? AND gateway_id = ?')
        .pluck()
        .get(id, gatewayId),
    ).toBe(60 - said.messages);
    expect((await messagesOf(core, id)).every(({ text }) => text === 'RM0.00 Hello')).toBe(true);
  });

  it('says beforehand what it comes to, by the other gateway’s profile, and changes nothing', async () => {
    const { core, otherId, id } = await pausedHalfWay();
    const { gateways, campaigns } = core.client;
    const { profile } = await gateways.get({ id: otherId });
    await gateways.saveProfile({
      id: otherId,
      profile: {
        ...profile,
        creditsPerPart: 3,
        gsm7: { single: 8, multi: 7 },
        pricePrefix: { ...profile.pricePrefix, addedBy: 'none' },
      },
    });
    const said = await campaigns.switchGateway({ id, gatewayId: otherId, preview: true });
    expect(said.before).toEqual({ parts: said.messages, credits: said.messages });
    // Without the prefix the text is “Hello”: one part of 8.
    expect(said.after).toEqual({ parts: said.messages, credits: 3 * said.messages });
    expect((await campaigns.get({ id })).counts.queued).toBe(said.messages);
    const again = await campaigns.switchGateway({ id, gatewayId: otherId, preview: true });
    expect(again).toEqual(said);
  });

  it('is refused while the campaign runs, and where nothing is left to move', async () => {
    const { core, otherId, id } = await pausedHalfWay();
    const { campaigns } = core.client;
    await campaigns.switchGateway({ id, gatewayId: otherId });
    await expect(campaigns.switchGateway({ id, gatewayId: otherId })).rejects.toMatchObject({
      data: { code: 'nothing-unsent' },
    });
    await campaigns.resume({ id });
    await expect(campaigns.switchGateway({ id, gatewayId: otherId })).rejects.toMatchObject({
      data: { code: 'not-paused' },
    });
  });

  it('takes what is sent again away from a gateway that was removed', async () => {
    const { core, gatewayId } = await engineBed({
      script: { faults: [{ at: 'before-accept', action: 'status', status: 9, times: 3 }] },
    });
    const { campaigns, gateways } = core.client;
    const { id } = await aRunningCampaign(core, { gatewayId, to: 10 });
    expect((await untilOver(core, id)).counts.rejected).toBe(3);
    await gateways.remove({ id: gatewayId });
    const other = await startPractice();
    const otherId = await aGateway(core, { url: other.url, name: 'Other' });
    await campaigns.retry({ id });
    await until(core, id, ({ state }) => state === 'paused');
    expect(await campaigns.switchGateway({ id, gatewayId: otherId })).toMatchObject({
      messages: 3,
    });
    await campaigns.resume({ id });
    await untilOver(core, id);
    expect(other.taken).toHaveLength(3);
  });

  it('still lets nothing else change a frozen message', async () => {
    const { core, otherId, id } = await pausedHalfWay();
    const { db } = core.deps;
    for (const change of ["text = 'x'", 'credits = 9', `msisdn = '601'`]) {
      expect(() =>
        db.prepare(`UPDATE messages SET ${change} WHERE campaign_id = ?`).run(id),
      ).toThrow('frozen');
    }
    expect(() =>
      db
        .prepare("UPDATE messages SET gateway_id = ? WHERE campaign_id = ? AND state <> 'queued'")
        .run(otherId, id),
    ).toThrow('frozen');
  });
});
