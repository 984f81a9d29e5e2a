import { describe, expect, it } from 'vitest';
import type { PracticeFault } from '#core/gateways/practice/script.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import { msisdnOf, people } from '#tests/support/people.ts';
import {
  aCampaign,
  aRunningCampaign,
  eventually,
  messagesOf,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

const once = (fault: Omit<PracticeFault, 'match' | 'times'>, n: number): PracticeFault => ({
  ...fault,
  match: { to: msisdnOf(n) },
});

describe('an ambiguous outcome is never sent again (invariant 3)', () => {
  const actions = ['reset', 'http-500', 'garbage', 'half-answer'] as const;
  const cases = actions.flatMap((action) => [
    { action, at: 'before-accept' as const },
    { action, at: 'after-accept' as const },
  ]);

  it.each(cases)('$action $at is uncertain, also while the rest goes on', async (fault) => {
    const { core, practice, gatewayId } = await engineBed({
      script: { faults: [once(fault, 3)], reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 12 });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 11, uncertain: 1 });
    expect(practice.counters().requests).toBe(12);
    expect(timesTaken(practice.taken).get(msisdnOf(3)) ?? 0).toBe(
      fault.at === 'after-accept' ? 1 : 0,
    );
    const doubtful = (await messagesOf(core, id)).find(({ state }) => state === 'uncertain');
    expect(doubtful).toMatchObject({ msisdn: msisdnOf(3), attempts: 1, credits: 0 });
    expect(doubtful?.reason).toBeTruthy();
    // Neither a retry of the failed nor another wake touches it.
    await expect(core.client.campaigns.retry({ id })).rejects.toMatchObject({
      data: { code: 'nothing-failed' },
    });
    core.deps.engine.wake({ forgive: [gatewayId] });
    expect(practice.counters().requests).toBe(12);
  });

  it('leaves what a person says to leave, and asks no more', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { faults: [once({ at: 'after-accept', action: 'reset' }, 2)], reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    await untilOver(core, id);
    expect((await core.client.host.overview()).uncertain).toBe(1);
    const left = await core.client.campaigns.resolve({ id, uncertain: 'leave' });
    expect(left.counts.uncertain).toBe(1);
    expect((await core.client.host.overview()).uncertain).toBe(0);
    expect(practice.counters().requests).toBe(3);
  });

  it('still sends again what was left, when a person changes their mind', async () => {
    const { core, gatewayId } = await engineBed({
      script: {
        faults: [{ ...once({ at: 'after-accept', action: 'reset' }, 2), times: 1 }],
        reports: false,
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    await untilOver(core, id);
    await core.client.campaigns.resolve({ id, uncertain: 'leave' });
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    await until(core, id, ({ counts }) => counts.accepted === 3);
    await expect(core.client.campaigns.resolve({ id, uncertain: 'resend' })).rejects.toMatchObject({
      data: { code: 'nothing-uncertain' },
    });
  });

  it('sends again only on a person’s word, as a new attempt under a new reference', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: {
        faults: [{ ...once({ at: 'after-accept', action: 'reset' }, 2), times: 1 }],
        reports: false,
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    await untilOver(core, id);
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    const over = await until(
      core,
      id,
      ({ state, counts }) => state === 'finished' && counts.uncertain === 0,
    );
    expect(over.counts.accepted).toBe(3);
    // The honest price of a resend: this person got two.
    expect(timesTaken(practice.taken).get(msisdnOf(2))).toBe(2);
    const message = (await messagesOf(core, id)).find(({ msisdn }) => msisdn === msisdnOf(2));
    const attempts = await core.client.campaigns.attempts({ messageId: message!.id });
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['ambiguous', 'accepted']);
    expect(new Set(attempts.map(({ reference }) => reference)).size).toBe(2);
  });

  it('stops after ten in a row instead of making the whole campaign uncertain', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: { faults: [{ at: 'before-accept', action: 'http-500' }], reports: false },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 500 });
    const paused = await untilPaused(core, id, 'too-many-uncertain');
    expect(paused.counts.uncertain).toBeLessThanOrEqual(60);
    expect(paused.counts.uncertain + paused.counts.queued).toBe(500);
    await practice.setScript({ reports: false });
    await core.client.campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted + over.counts.uncertain).toBe(500);
    expect(practice.taken).toHaveLength(over.counts.accepted);
  });
});

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

describe('retry of the failed', () => {
  it('makes new attempts that cost again, and touches nothing else', async () => {
    const to = [...people(5), { msisdn: '60125550003' }, { msisdn: '60125550001' }];
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 1 } });
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const over = await until(
      core,
      id,
      ({ counts }) => counts.delivered === 5 && counts.undelivered === 1,
    );
    expect(over.counts).toMatchObject({ rejected: 1, frozen: 7 });
    expect(over.credits.charged).toBe(6);
    await practice.setScript({ magicNumbers: false, reportDelayMs: 1 });
    await core.client.campaigns.retry({ id });
    const again = await until(core, id, ({ counts }) => counts.delivered === 7);
    expect(again.credits.charged).toBe(8);
    expect(again.credits.predicted).toBe(7);
    const times = timesTaken(practice.taken);
    expect(times.get('60125550003')).toBe(2);
    expect(times.get('60125550001')).toBe(1);
    expect(people(5).every(({ msisdn }) => times.get(msisdn) === 1)).toBe(true);
    await expect(core.client.campaigns.retry({ id })).rejects.toMatchObject({
      data: { code: 'nothing-failed' },
    });
  });
});

describe('a test message', () => {
  it('is on record like any other, outside the campaigns', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 1 } });
    const result = await core.client.campaigns.testSend({
      gatewayId,
      to: '012-345 6789',
      text: 'Percubaan 测试',
    });
    expect(result).toMatchObject({ ok: true, parts: 1, credits: 1 });
    await eventually(() => practice.counters().reports.delivered === 1);
    const { rows } = await core.client.history.page({ search: '测试' });
    expect(rows).toMatchObject([
      { msisdn: '60123456789', text: 'RM0.00 Percubaan 测试', state: 'delivered', attempts: 1 },
    ]);
    expect((await core.client.campaigns.page({})).total).toBe(0);
  });

  it('says so when nobody knows whether it went', async () => {
    const { core, gatewayId } = await engineBed();
    const result = await core.client.campaigns.testSend({
      gatewayId,
      to: '60125550010',
      text: 'x',
    });
    expect(result.ok).toBe(false);
    expect(result.message).toContain('Nobody knows');
    expect((await core.client.host.overview()).uncertain).toBe(1);
  });

  it('passes a campaign that is waiting', async () => {
    const { core, practice, gatewayId } = await engineBed({ rate: 1 });
    const { id } = await aCampaign(core, { gatewayId, to: 100 });
    await core.client.campaigns.start({ id });
    await core.client.campaigns.testSend({ gatewayId, to: '0198887777', text: 'now' });
    expect(practice.taken.length).toBeLessThan(5);
    expect(practice.taken.map(({ to }) => to)).toContain('60198887777');
  });
});
