import { describe, expect, it } from 'vitest';
import type { PracticeFault } from '#core/gateways/practice/script.ts';
import { engineBed, timesTaken } from '#tests/support/engine-bed.ts';
import { msisdnOf } from '#tests/support/people.ts';
import {
  aRunningCampaign,
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
