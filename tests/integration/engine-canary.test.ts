import { describe, expect, it } from 'vitest';
import { canarySchema } from '#shared/campaigns/canary.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { aRunningCampaign, until, untilOver, untilPaused } from '#tests/support/test-core.ts';

const canary = (more: object) => canarySchema.parse({ messages: 20, ...more });
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('a campaign that sends its first messages and waits for a verdict', () => {
  it('asks before the rest, and a resume sends it', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 100, canary: canary({}) });
    const asked = await untilPaused(core, id, 'canary-passed');
    expect(asked.pauseReason?.message).toContain('100 % of the first 20 messages were accepted');
    expect(asked.canaryState).toBe('asked');
    await settle();
    expect(practice.taken).toHaveLength(20);
    await core.client.campaigns.resume({ id });
    expect((await untilOver(core, id)).counts.accepted).toBe(100);
  });

  it('goes on by itself once enough were delivered', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 300 } });
    const choice = canary({ minDelivered: 80, afterwards: 'go' });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60, canary: choice });
    const judged = await until(
      core,
      id,
      ({ live, counts }) => live?.waitsFor === 'canary' && counts.sending === 0,
    );
    expect(judged.canaryState).toBe('judging');
    expect(practice.taken).toHaveLength(20);
    expect((await untilOver(core, id)).counts.frozen).toBe(60);
    expect(practice.taken).toHaveLength(60);
  });

  it('stops where the gateway refuses too many of them, and says which limit was missed', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { reports: false, faults: [{ at: 'before-accept', action: 'status', status: 9 }] },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 100, canary: canary({}) });
    const held = await untilPaused(core, id, 'canary-failed');
    expect(held.pauseReason?.message).toMatch(/0 % of the first 20 .* at least 90 % accepted/);
    expect(held.counts).toMatchObject({ rejected: 20, queued: 80 });
    expect(practice.counters().requests).toBe(20);
  });

  it('waits no longer for its verdict because the clock was set back', async () => {
    const clock = createShiftedClock();
    const { core, gatewayId } = await engineBed({ clock, script: { reportDelayMs: 3_600_000 } });
    const choice = canary({ minDelivered: 50, waitMinutes: 30, afterwards: 'go' });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 40, canary: choice });
    await until(core, id, ({ live }) => live?.waitsFor === 'canary');
    clock.setWall(clock.now() - 24 * 3_600_000);
    // The scheduler looks at the clocks once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    clock.advance(31 * 60_000);
    core.deps.engine.wake();
    await untilPaused(core, id, 'canary-failed');
  });

  it('counts what no report came for as not delivered when the time is over', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({
      clock,
      script: { reportDelayMs: 3_600_000 },
    });
    const choice = canary({ minDelivered: 50, waitMinutes: 30, afterwards: 'go' });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 40, canary: choice });
    await until(core, id, ({ live }) => live?.waitsFor === 'canary');
    clock.advance(29 * 60_000);
    core.deps.engine.wake();
    await settle();
    expect((await core.client.campaigns.get({ id })).state).toBe('running');
    clock.advance(2 * 60_000);
    core.deps.engine.wake();
    const held = await untilPaused(core, id, 'canary-failed');
    expect(held.pauseReason?.message).toContain('delivered within 30 minutes');
    expect(practice.taken).toHaveLength(20);
  });

  it('has nothing to judge where everybody is among the first', async () => {
    const { core, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 12, canary: canary({}) });
    expect((await untilOver(core, id)).counts.accepted).toBe(12);
  });
});

describe('a campaign that is spread over a time', () => {
  it('sends one message every so often, and says when it ends', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60, spreadMinutes: 60 });
    const first = await until(core, id, ({ counts }) => counts.accepted === 1);
    const minutes = (first.live!.finishesAt! - clock.now()) / 60_000;
    expect(minutes).toBeGreaterThan(57);
    expect(minutes).toBeLessThan(63);
    for (let minute = 1; minute <= 10; minute += 1) {
      clock.advance(61_000);
      core.deps.engine.wake();
      await settle();
    }
    expect(practice.taken.length).toBeGreaterThanOrEqual(9);
    expect(practice.taken.length).toBeLessThanOrEqual(11);
    await core.client.campaigns.stop({ id });
  });

  it('is in the time that the preview tells', async () => {
    const { core, gatewayId } = await engineBed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60, spreadMinutes: 90 });
    expect((await core.client.campaigns.preview({ id })).sendSeconds).toBe(5_400);
    await core.client.campaigns.stop({ id });
  });
});
