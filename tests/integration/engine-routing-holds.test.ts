import { describe, expect, it } from 'vitest';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { timesTaken } from '#tests/support/engine-bed.ts';
import { ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import {
  aRunningCampaign,
  eventually,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';
import { refusedWith } from '#tests/support/refused-with.ts';

describe('what one gateway of a campaign holds back', () => {
  const locked = { credentials: { apiKey: 'k', apiSecret: 'right' } };

  it('waits alone: the others go on, the status says so, and resuming lets it go', async () => {
    const { core, own, other, ownId, otherId } = await routedBed({ other: locked });
    const { campaigns, gateways } = core.client;
    const told: string[] = [];
    core.deps.bus.subscribe((event) => {
      if (event.type === 'campaigns.paused') told.push(event.message);
    });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 60,
      to: [...routed(10), ...ordinary(100)],
    });
    // What was on its way when the first answer came comes back too.
    const held = await until(core, id, ({ gateways: all }) =>
      all.some(({ hold, queued }) => hold !== null && queued === 10),
    );
    expect(held.state).toBe('running');
    expect(held.gateways.find(({ gatewayId }) => gatewayId === otherId)).toMatchObject({
      queued: 10,
      hold: { code: 'credentials' },
    });
    // Told once it is on the disk, which is after it can be read.
    await eventually(() => told.length > 0);
    expect(told[0]).toMatch(/other gateways of this campaign go/);
    // Everything else goes out, and then nothing is left that could.
    const paused = await untilPaused(core, id, 'credentials');
    expect(paused.counts).toMatchObject({ accepted: 100, queued: 10 });
    expect(own.taken).toHaveLength(100);
    await gateways.update({ id: otherId, secrets: { apiKey: 'k', apiSecret: 'right' } });
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(110);
    expect(over.gateways.every(({ hold }) => hold === null)).toBe(true);
    expect([...timesTaken([...own.taken, ...other.taken]).values()]).toEqual(Array(110).fill(1));
  });

  it('goes on by itself when a gateway that was out of reach answers again', async () => {
    const clock = createShiftedClock();
    const { core, own, other, ownId } = await routedBed({ clock, own: { latencyMs: 5 } });
    await other.setScript({ reports: false, down: true });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...routed(5), ...ordinary(40)],
    });
    const hurry = setInterval(() => {
      clock.advance(2_000);
      core.deps.engine.wake();
    }, 20);
    try {
      const paused = await until(
        core,
        id,
        ({ state, counts }) => state === 'paused' && counts.sending === 0,
      );
      expect(paused.pauseReason).toMatchObject({ code: 'gateway-unreachable' });
      expect(paused.pauseReason?.message).toContain('Other');
      expect(paused.counts).toMatchObject({ accepted: 40, queued: 5 });
      await other.setScript({ reports: false });
      const over = await untilOver(core, id);
      expect(over.counts.accepted).toBe(45);
      expect([...timesTaken([...own.taken, ...other.taken]).values()]).toEqual(Array(45).fill(1));
    } finally {
      clearInterval(hurry);
    }
  });

  it('is told of each gateway that counts otherwise than predicted', async () => {
    const { core, ownId, otherId } = await routedBed();
    const { gateways, campaigns, credits } = core.client;
    for (const id of [ownId, otherId]) {
      const { profile } = await gateways.get({ id });
      await gateways.saveProfile({ id, profile: { ...profile, creditsPerPart: 2 } });
    }
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...routed(200), ...ordinary(1)],
      rate: 100,
    });
    await until(core, id, ({ gateways: all }) => all.every(({ hold }) => hold !== null));
    const paused = await untilPaused(core, id, 'credit-mismatch');
    expect(paused.gateways.map(({ hold }) => hold?.code)).toEqual([
      'credit-mismatch',
      'credit-mismatch',
    ]);
    const found = await credits.mismatches({ campaignId: id });
    expect(found.map(({ gatewayName }) => gatewayName).toSorted()).toEqual(['Other', 'Own']);
    await credits.applyProposal({ campaignId: id, gatewayId: otherId, proposal: 1 });
    const now = await Promise.all([ownId, otherId].map((gateway) => gateways.get({ id: gateway })));
    expect(now.map(({ profile }) => profile.creditsPerPart)).toEqual([2, 1]);
    expect(await credits.mismatches({ campaignId: id })).toMatchObject(
      found.map(({ gatewayId, proposals }) => ({
        gatewayId,
        applied: gatewayId === otherId ? proposals[0] : null,
      })),
    );
    await campaigns.resume({ id });
    expect((await untilOver(core, id)).counts.accepted).toBe(201);
  });

  it('can be given to another gateway of the campaign, and everybody gets one message', async () => {
    const { core, own, ownId, otherId } = await routedBed({ other: locked });
    const { campaigns } = core.client;
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 40,
      to: [...routed(10), ...ordinary(60)],
    });
    await until(core, id, ({ gateways }) => gateways.some(({ hold }) => hold !== null));
    await expect(campaigns.switchGateway({ id, gatewayId: ownId })).rejects.toMatchObject(
      refusedWith('not-paused'),
    );
    await campaigns.pause({ id });
    await until(core, id, ({ counts }) => counts.sending === 0);
    const said = await campaigns.switchGateway({ id, gatewayId: ownId });
    expect(said).toMatchObject({ messages: 10, gateway: 'Own' });
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(70);
    expect(over.gateways.map(({ gatewayId }) => gatewayId)).not.toContain(otherId);
    expect([...timesTaken(own.taken).values()]).toEqual(Array(70).fill(1));
  });

  it('does not hold up a campaign whose own gateway has nothing of it', async () => {
    const { core, other, ownId } = await routedBed({ own: locked });
    await core.client.gateways.update({ id: ownId, url: 'http://127.0.0.1:9' });
    const { id } = await aRunningCampaign(core, { gatewayId: ownId, to: routed(12) });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(12);
    expect(other.taken).toHaveLength(12);
  });
});
