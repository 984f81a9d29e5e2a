import { describe, expect, it } from 'vitest';
import { engineBed, startCore, timesTaken } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { aRunningCampaign, untilOver } from '#tests/support/test-core.ts';

/** Every seventh answer is cut off after the gateway took the message. */
const cut = {
  reports: false,
  faults: [{ at: 'after-accept' as const, action: 'reset' as const, match: { every: 7 } }],
};

describe('the place for uncertain messages', () => {
  it('says how many, why, and what the gateway’s credits tell about them', async () => {
    const clock = createShiftedClock();
    const { core, gatewayId } = await engineBed({ clock, script: cut });
    await core.client.gateways.balance({ id: gatewayId });
    clock.advance(5_000);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 70 });
    const { counts } = await untilOver(core, id);
    expect(counts.uncertain).toBeGreaterThan(5);
    const before = await core.client.uncertain.overview();
    expect(before).toMatchObject({ messages: counts.uncertain, undecided: counts.uncertain });
    expect(before.groups[0]?.evidence).toMatchObject({ balance: null, balanceHelps: true });
    clock.advance(10_000);
    await core.client.gateways.balance({ id: gatewayId });
    const [group] = (await core.client.uncertain.overview()).groups;
    expect(group).toMatchObject({
      campaignId: id,
      messages: counts.uncertain,
      credits: counts.uncertain,
      evidence: { balance: { unexplained: counts.uncertain }, repeatable: false },
    });
    expect(group?.reasons[0]?.messages).toBe(counts.uncertain);
  });

  it('decides for all campaigns at once, and tells which one could not be', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: cut });
    const one = await aRunningCampaign(core, { gatewayId, name: 'One', to: 30 });
    const two = await aRunningCampaign(core, { gatewayId, name: 'Two', to: people(30, 500) });
    const counts = [await untilOver(core, one.id), await untilOver(core, two.id)].map(
      (campaign) => campaign.counts.uncertain,
    );
    const left = await core.client.uncertain.resolve({ campaignIds: [one.id], decision: 'leave' });
    expect(left).toEqual({ campaigns: 1, messages: counts[0], refused: [] });
    expect((await core.client.uncertain.overview()).undecided).toBe(counts[1]);
    const again = await core.client.uncertain.resolve({ campaignIds: null, decision: 'resend' });
    expect(again.messages).toBe((counts[0] ?? 0) + (counts[1] ?? 0));
    await untilOver(core, one.id);
    await untilOver(core, two.id);
    const twice = [...timesTaken(practice.taken).values()].filter((n) => n === 2).length;
    expect(twice).toBe(again.messages);
    expect((await core.client.uncertain.overview()).messages).toBeLessThan(again.messages);
  });

  it('is empty in a new folder, and refuses to decide about nothing', async () => {
    const core = await startCore({ engine: false });
    expect(await core.client.uncertain.overview()).toEqual({
      messages: 0,
      undecided: 0,
      groups: [],
    });
    await expect(
      core.client.uncertain.resolve({ campaignIds: null, decision: 'leave' }),
    ).rejects.toMatchObject({ data: { code: 'nothing-uncertain', kind: 'refused' } });
  });
});
