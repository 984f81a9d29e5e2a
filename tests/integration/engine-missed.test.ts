import { describe, expect, it } from 'vitest';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed, startCore, startPractice } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));
const quiet = { script: { reports: false } };

describe('a start that was missed', () => {
  it('is sent late where the campaign says so, but only inside its window', async () => {
    const clock = createShiftedClock(at('2027-03-02T17:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, ...quiet });
    const { id } = await aRunningCampaign(core, {
      gatewayId,
      to: [{ msisdn: msisdnOf(1), country: 'MY' }],
      scheduledAt: clock.now() + HOUR,
      window: '08:00-19:00',
      missed: 'send',
    });
    // Asleep from before the start until 20:00.
    clock.advance(3 * HOUR);
    core.deps.engine.wake();
    const held = await until(core, id, ({ live }) => live?.waitsFor === 'window');
    expect(held.state).toBe('running');
    await settle();
    expect(practice.taken).toHaveLength(0);
    clock.advance(12.1 * HOUR);
    core.deps.engine.wake();
    expect((await untilOver(core, id)).counts.accepted).toBe(1);
  });

  it('is skipped where the campaign says so: nothing is sent, everything is cancelled', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, ...quiet });
    const scheduledAt = clock.now() + HOUR;
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5, scheduledAt, missed: 'skip' });
    clock.advance(4 * HOUR);
    core.deps.engine.wake();
    const over = await untilOver(core, id);
    expect(over).toMatchObject({
      state: 'stopped',
      counts: { cancelled: 5, queued: 0 },
      credits: { reserved: 0, charged: 0 },
      pauseReason: { code: 'missed-schedule', message: expect.stringContaining('skipped') },
    });
    expect(practice.taken).toHaveLength(0);
  });

  it.each(['send', 'ask'] as const)('left in the middle by a restart: %s', async (missed) => {
    const practice = await startPractice({ reports: false, latencyMs: 3 });
    const dataFolder = await makeFolder();
    const first = await openCore({ dataFolder });
    await first.startEngine();
    const gatewayId = await aGateway(first, { url: practice.url, rate: 400 });
    const { id } = await aRunningCampaign(first, { gatewayId, to: 300, missed });
    await until(first, id, ({ counts }) => counts.accepted > 30);
    await first.stop();
    const core = await startCore({ dataFolder });
    if (missed === 'send') {
      expect((await untilOver(core, id)).counts.accepted).toBe(300);
    } else {
      await settle();
      expect(await core.client.campaigns.get({ id })).toMatchObject({
        state: 'paused',
        pauseReason: { code: 'interrupted' },
      });
    }
  });
});

describe('clocks that jump', () => {
  it('tries a message again in time although the clock was set back', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({
      clock,
      script: {
        reports: false,
        faults: [{ at: 'before-accept', action: 'status', status: 6, times: 1 }],
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 1 });
    await until(core, id, ({ counts, live }) => counts.queued === 1 && live?.waitsFor === 'retry');
    clock.setWall(clock.now() - 24 * HOUR);
    expect((await untilOver(core, id, 10_000)).counts.accepted).toBe(1);
    expect(practice.counters().requests).toBe(2);
  });

  it('neither starts nor skips anything early when the clock is set back and forth', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, ...quiet });
    const scheduledAt = clock.now() + HOUR;
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3, scheduledAt });
    clock.setWall(at('2027-03-01T09:00:00+08:00'));
    core.deps.engine.wake();
    await settle();
    expect(await core.client.campaigns.get({ id })).toMatchObject({ state: 'scheduled' });
    clock.setWall(scheduledAt + 1_000);
    core.deps.engine.wake();
    expect((await untilOver(core, id)).counts.accepted).toBe(3);
    expect(practice.taken).toHaveLength(3);
  });

  it('closes a window once on the night that has one hour twice', async () => {
    // In New York 01:30 comes twice on 7 November 2027: the window ends at the first of them.
    const clock = createShiftedClock(at('2027-11-07T05:00:00Z'));
    const { core, practice, gatewayId } = await engineBed({ clock, ...quiet });
    const choice = { window: '00:00-01:30', timeZone: 'America/New_York' };
    const open = await aRunningCampaign(core, { gatewayId, to: 1, ...choice });
    await untilOver(core, open.id);
    clock.setWall(at('2027-11-07T06:15:00Z'));
    const late = await aRunningCampaign(core, { gatewayId, to: 1, name: 'Late', ...choice });
    const held = await until(core, late.id, ({ live }) => live?.waitsFor === 'window');
    expect(new Date(held.live!.waitsUntil!).toISOString()).toBe('2027-11-08T05:00:00.000Z');
    expect(practice.taken).toHaveLength(1);
  });
});
