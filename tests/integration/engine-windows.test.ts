import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { createShiftedClock, type ShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { msisdnOf, type Person } from '#tests/support/people.ts';
import { aCampaign, aRunningCampaign, until, untilOver } from '#tests/support/test-core.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

/** Lets time pass and the engine look. */
function pass(core: Core, clock: ShiftedClock, ms: number): void {
  clock.advance(ms);
  core.deps.engine.wake();
}

/** Long enough for a sender that wrongly thinks it may send. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));

const MY: Person = { msisdn: msisdnOf(1), country: 'MY' };
const SG: Person = { msisdn: '6591234567', country: 'SG' };
const US: Person = { msisdn: '12025550123', country: 'US' };
const GB: Person = { msisdn: '447911123456', country: 'GB' };

describe('sending windows', () => {
  it('holds a campaign until the window opens, says until when, and goes on by itself', async () => {
    // 07:00 in Malaysia.
    const clock = createShiftedClock(at('2027-03-02T07:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5, window: '08:00-19:00' });
    const waiting = await until(core, id, ({ live }) => live?.waitsUntil !== null);
    expect(waiting).toMatchObject({ state: 'running', counts: { queued: 5 } });
    expect(waiting.live?.waitsUntil).toBe(at('2027-03-02T08:00:00+08:00'));
    pass(core, clock, 0.9 * HOUR);
    await settle();
    expect(practice.taken).toHaveLength(0);
    pass(core, clock, 0.1 * HOUR);
    expect((await untilOver(core, id)).counts.accepted).toBe(5);
  });

  it('stops in the middle when the window closes and ends the rest the next morning', async () => {
    const clock = createShiftedClock(at('2027-03-02T18:30:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({
      clock,
      rate: 100,
      script: { reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 200, window: '08:00-19:00' });
    await until(core, id, ({ counts }) => counts.accepted > 20);
    pass(core, clock, HOUR);
    const held = await until(core, id, ({ counts, live }) => {
      return counts.sending === 0 && live?.waitsUntil !== null;
    });
    expect(held.counts.accepted).toBeLessThan(200);
    await settle();
    expect(practice.taken).toHaveLength(held.counts.accepted);
    pass(core, clock, 13 * HOUR);
    expect((await untilOver(core, id)).counts.accepted).toBe(200);
    expect(practice.counters().accepted).toBe(200);
  });

  it('opens for each country by its own clock', async () => {
    // 09:00 in Malaysia and Singapore, 20:00 the day before in New York, earlier further west.
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const to = [MY, SG, US];
    const { id } = await aRunningCampaign(core, { gatewayId, to, window: '08:00-19:00' });
    const held = await until(core, id, ({ counts }) => counts.accepted === 2);
    expect(practice.taken.map(({ to: msisdn }) => msisdn).toSorted()).toEqual(
      [MY.msisdn, SG.msisdn].toSorted(),
    );
    expect(held.state).toBe('running');
    await settle();
    const { live } = await core.client.campaigns.get({ id });
    const opens = live!.waitsUntil!;
    // Everybody in the United States is awake only when Hawaii (UTC-10) is.
    expect(new Date(opens).getUTCHours()).toBeGreaterThanOrEqual(16);
    pass(core, clock, opens - clock.now() - 60_000);
    await settle();
    expect(practice.taken).toHaveLength(2);
    pass(core, clock, 61_000);
    expect((await untilOver(core, id)).counts.accepted).toBe(3);
  });

  it('follows the campaign’s own zone where one is set', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const { id } = await aRunningCampaign(core, {
      gatewayId,
      to: [MY, US],
      window: '08:00-19:00',
      timeZone: 'Asia/Kuala_Lumpur',
    });
    expect((await untilOver(core, id)).counts.accepted).toBe(2);
  });

  it('opens at eight by the recipient’s clock on the day the clocks go forward', async () => {
    // British Summer Time begins on 28 March 2027: 08:00 there is 07:00 UTC, the day before 08:00 UTC.
    const clock = createShiftedClock(at('2027-03-28T06:00:00Z'));
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: [GB], window: '08:00-19:00' });
    const waiting = await until(core, id, ({ live }) => live?.waitsUntil !== null);
    expect(new Date(waiting.live!.waitsUntil!).toISOString()).toBe('2027-03-28T07:00:00.000Z');
    expect(practice.taken).toHaveLength(0);
    pass(core, clock, HOUR);
    await untilOver(core, id);
  });
});

describe('scheduled starts', () => {
  it('waits for its moment and then starts', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const scheduledAt = clock.now() + 2 * HOUR;
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4, scheduledAt });
    expect((await core.client.campaigns.get({ id })).state).toBe('scheduled');
    pass(core, clock, 2 * HOUR - 60_000);
    await settle();
    expect(practice.taken).toHaveLength(0);
    pass(core, clock, 61_000);
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(4);
    expect(over.startedAt).toBeGreaterThanOrEqual(scheduledAt);
  });

  it('asks instead of sending silently late, and sends on a resume', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    const scheduledAt = clock.now() + HOUR;
    const { id } = await aRunningCampaign(core, { gatewayId, to: 4, scheduledAt });
    // The computer slept through it: no tick in between.
    pass(core, clock, 4 * HOUR);
    const asked = await until(core, id, ({ state }) => state === 'paused');
    expect(asked.pauseReason).toMatchObject({
      code: 'missed-schedule',
      message: expect.stringContaining('180 minutes ago'),
    });
    expect(practice.taken).toHaveLength(0);
    await core.client.campaigns.resume({ id });
    expect((await untilOver(core, id)).counts.accepted).toBe(4);
  });

  it('does not send a draft at once whose own time has passed', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock });
    const draft = await aCampaign(core, { gatewayId, to: 2, scheduledAt: clock.now() + HOUR });
    clock.advance(2 * HOUR);
    await expect(core.client.campaigns.start({ id: draft.id })).rejects.toMatchObject({
      data: { code: 'time-passed', kind: 'refused' },
    });
    expect((await core.client.campaigns.get({ id: draft.id })).state).toBe('draft');
    expect(practice.taken).toHaveLength(0);
  });

  it('goes back to waiting when it is paused and resumed before its time', async () => {
    const clock = createShiftedClock(at('2027-03-02T09:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({ clock });
    const draft = await aCampaign(core, { gatewayId, to: 2, scheduledAt: clock.now() + HOUR });
    const { id } = draft;
    await core.client.campaigns.start({ id });
    expect((await core.client.campaigns.pause({ id })).state).toBe('paused');
    expect((await core.client.campaigns.resume({ id })).state).toBe('scheduled');
    expect(practice.taken).toHaveLength(0);
    const stopped = await core.client.campaigns.stop({ id });
    expect(stopped.counts).toMatchObject({ cancelled: 2, queued: 0 });
  });

  it('keeps the pace and the window when somebody sets the computer’s clock', async () => {
    const clock = createShiftedClock(at('2027-03-02T12:00:00+08:00'));
    const { core, practice, gatewayId } = await engineBed({
      clock,
      rate: 40,
      script: { reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60, window: '08:00-19:00' });
    await until(core, id, ({ counts }) => counts.accepted > 5);
    clock.setWall(at('2027-03-02T10:00:00+08:00'));
    await untilOver(core, id);
    const times = practice.taken.map(({ monotonicMs }) => monotonicMs);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(1_350);
  });
});
