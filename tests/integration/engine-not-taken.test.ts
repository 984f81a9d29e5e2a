import { describe, expect, it } from 'vitest';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import {
  aRunningCampaign,
  messagesOf,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

describe('what certainly was not taken waits and loses nothing (invariant 4)', () => {
  it('holds and pauses when the gateway is down, and goes on by itself when it is back', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    await practice.setScript({ down: true, reports: false });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 120 });
    const hurry = setInterval(() => {
      clock.advance(3_000);
      core.deps.engine.wake();
    }, 40);
    const paused = await untilPaused(core, id, 'gateway-unreachable').finally(() =>
      clearInterval(hurry),
    );
    expect(paused.counts).toMatchObject({ queued: 120, uncertain: 0, rejected: 0 });
    expect(paused.pauseReason?.message).toContain('goes on by itself');
    await practice.setScript({ reports: false });
    clock.advance(31_000);
    core.deps.engine.wake();
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(120);
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(120).fill(1));
  });

  it('does not go on by itself when a person paused it meanwhile', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({ clock });
    await practice.setScript({ down: true });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 5 });
    await core.client.campaigns.pause({ id });
    await practice.setScript({});
    clock.advance(61_000);
    core.deps.engine.wake();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(practice.counters().requests).toBe(0);
    expect((await core.client.campaigns.get({ id })).pauseReason?.code).toBe('user');
  });

  it('pauses for wrong credentials, and goes on once they are right', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { credentials: { apiKey: 'right', apiSecret: 'right' }, reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 200 });
    const paused = await untilPaused(core, id, 'credentials');
    expect(paused.counts).toMatchObject({ queued: 200, rejected: 0, uncertain: 0 });
    expect(paused.credits.charged).toBe(0);
    await core.client.gateways.update({
      id: gatewayId,
      secrets: { apiKey: 'right', apiSecret: 'right' },
    });
    await core.client.campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(200);
    expect(timesTaken(practice.taken).size).toBe(200);
  });

  it('pauses when the credit is used up in the middle, exactly, and goes on after a top-up', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { balance: 70, reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 200 });
    const paused = await untilPaused(core, id, 'credit');
    await until(core, id, ({ counts }) => counts.sending === 0);
    const { counts, credits } = await core.client.campaigns.get({ id });
    expect(counts).toMatchObject({ accepted: 70, queued: 130, rejected: 0, uncertain: 0 });
    expect(credits).toEqual({ predicted: 200, reserved: 130, charged: 70 });
    expect(paused.pauseReason?.message).toContain('Top up');
    await practice.setScript({ balance: 1_000, reports: false });
    await core.client.campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(200);
    expect(over.credits).toEqual({ predicted: 200, reserved: 0, charged: 200 });
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(200).fill(1));
  });

  it('slows down for "too fast" and sends everybody once', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { maxPerSecond: 40, reports: false },
      rate: 60,
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 100 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 100, rejected: 0 });
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(100).fill(1));
  });

  it('tries again when the gateway says that is safe, and counts only those tries', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({ clock, script: { reports: false } });
    await practice.setScript({ down: true, reports: false });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 1 });
    const hurry = setInterval(() => {
      clock.advance(5_000);
      core.deps.engine.wake();
    }, 40);
    await untilPaused(core, id, 'gateway-unreachable');
    await practice.setScript({
      faults: [{ at: 'before-accept', action: 'status', status: 6, times: 4 }],
      reports: false,
    });
    const over = await untilOver(core, id);
    clearInterval(hurry);
    expect(over.counts.accepted).toBe(1);
    expect(practice.counters().requests).toBe(5);
    const [message] = await messagesOf(core, id);
    expect(message!.attempts).toBeGreaterThan(6);
  });

  it('gives up after six such answers in a row, and a retry starts counting anew', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({
      clock,
      script: {
        faults: [{ at: 'before-accept', action: 'status', status: 6, times: 8 }],
        reports: false,
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 1 });
    const hurry = setInterval(() => {
      clock.advance(60_000);
      core.deps.engine.wake();
    }, 20);
    const over = await untilOver(core, id);
    expect(over.counts.rejected).toBe(1);
    expect(practice.counters().requests).toBe(6);
    await core.client.campaigns.retry({ id });
    await until(core, id, ({ counts }) => counts.accepted === 1);
    clearInterval(hurry);
    expect(practice.counters().requests).toBe(9);
  });

  it('stops when nearly everything is refused, keeping the rest', async () => {
    const { core, gatewayId } = await engineBed({
      script: { faults: [{ at: 'before-accept', action: 'status', status: 9 }] },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 400 });
    const paused = await untilPaused(core, id, 'too-many-rejected');
    await until(core, id, ({ counts }) => counts.sending === 0);
    expect(paused.counts.rejected).toBeLessThan(200);
    expect(paused.counts.queued).toBeGreaterThan(200);
  });

  it('stops only the campaign that is refused; the others by the same gateway go on', async () => {
    const { core, gatewayId } = await engineBed({
      rate: 2_000,
      script: {
        reports: false,
        faults: [{ match: { to: '7' }, at: 'before-accept', action: 'status', status: 9 }],
      },
    });
    const endingIn = (digit: string) =>
      Array.from({ length: 300 }, (_, i) => ({ msisdn: `6012${100_000 + i}${digit}` }));
    const good = await aRunningCampaign(core, { gatewayId, to: endingIn('1'), name: 'Good' });
    const bad = await aRunningCampaign(core, { gatewayId, to: endingIn('7'), name: 'Bad' });
    const paused = await untilPaused(core, bad.id, 'too-many-rejected');
    expect(paused.pauseReason?.message).toContain('of this campaign');
    expect(paused.counts.queued).toBeGreaterThan(100);
    const over = await untilOver(core, good.id);
    expect(over).toMatchObject({ state: 'finished', counts: { accepted: 300 } });
    expect(over.pauseReason).toBeNull();
  });
});
