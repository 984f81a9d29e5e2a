import { describe, expect, it } from 'vitest';
import { startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import { aRealGateway, ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import { aRunningCampaign, messagesOf, until, untilOver } from '#tests/support/test-core.ts';

/** Paused in the middle: 60 ordinary numbers by Own, twelve by Other, one of those in doubt; and a Third. */
async function pausedHalfWay() {
  const lost = routed(1)[0]?.msisdn;
  const bed = await routedBed({
    other: { faults: [{ match: { to: lost }, at: 'after-accept', action: 'reset' }] },
  });
  const third = await startPractice({ reports: false });
  const thirdId = await aRealGateway(bed.core, { url: third.url, name: 'Third' });
  const { id } = await aRunningCampaign(bed.core, {
    gatewayId: bed.ownId,
    rate: 20,
    to: [...routed(12), ...ordinary(60)],
  });
  await until(bed.core, id, ({ counts }) => counts.uncertain === 1);
  await bed.core.client.campaigns.pause({ id });
  const paused = await until(bed.core, id, ({ counts }) => counts.sending === 0);
  const waits = (gatewayId: number) =>
    paused.gateways.find((share) => share.gatewayId === gatewayId)?.queued ?? 0;
  return { ...bed, third, thirdId, id, waits };
}

describe('giving away only what waits at one gateway', () => {
  it('moves that share alone, says what stays, and leaves what may have been sent', async () => {
    const { core, own, other, third, ownId, otherId, thirdId, id, waits } = await pausedHalfWay();
    const { campaigns } = core.client;
    const share = waits(otherId);
    const rest = waits(ownId);
    expect(share).toBeGreaterThan(0);
    expect(rest).toBeGreaterThan(0);
    const move = { id, gatewayId: thirdId, from: otherId };
    const said = await campaigns.switchGateway({ ...move, preview: true });
    expect(said).toMatchObject({
      gateway: 'Third',
      from: 'Other',
      messages: share,
      before: { credits: share },
      stays: { elsewhere: rest, there: 0, uncertain: 1, inFlight: 0 },
    });
    expect(await campaigns.switchGateway(move)).toEqual(said);
    const moved = await campaigns.get({ id });
    // What the campaign itself goes by is no business of that share.
    expect(moved.gatewayId).toBe(ownId);
    expect(moved.pauseReason).toMatchObject({ code: 'moved' });
    expect(moved.pauseReason?.message).toContain('what waits for other gateways stays');
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 71, uncertain: 1 });
    expect(third.taken).toHaveLength(share);
    expect(own.taken).toHaveLength(60);
    const times = timesTaken([...own.taken, ...other.taken, ...third.taken]);
    expect([...times.values()]).toEqual(Array(72).fill(1));
    const doubtful = (await messagesOf(core, id)).find(({ state }) => state === 'uncertain');
    expect(doubtful?.gatewayName).toBe('Other');
  });

  it('takes the campaign itself along where the share is its own gateway’s', async () => {
    const { core, ownId, otherId, thirdId, id, waits } = await pausedHalfWay();
    const { campaigns } = core.client;
    const said = await campaigns.switchGateway({ id, gatewayId: thirdId, from: ownId });
    expect(said).toMatchObject({ messages: waits(ownId), stays: { elsewhere: waits(otherId) } });
    expect(await campaigns.get({ id })).toMatchObject({ gatewayId: thirdId });
  });

  it('is refused from a gateway to itself, and where nothing waits', async () => {
    const { core, ownId, otherId, thirdId, id } = await pausedHalfWay();
    const { campaigns } = core.client;
    await expect(
      campaigns.switchGateway({ id, gatewayId: otherId, from: otherId }),
    ).rejects.toMatchObject({ data: { code: 'same-gateway' } });
    await expect(
      campaigns.switchGateway({ id, gatewayId: ownId, from: thirdId }),
    ).rejects.toMatchObject({
      data: { code: 'nothing-unsent' },
      message: expect.stringContaining('waits for Third'),
    });
  });
});
