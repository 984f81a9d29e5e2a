import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { PRACTICE_PROFILE } from '#shared/gateways/esms-profile.ts';
import type { GatewayProfile } from '#shared/gateways/profile.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { aRunningCampaign, untilOver, untilPaused } from '#tests/support/test-core.ts';

/** A gateway that believes this of the practice server, which counts as eSMS does. */
async function believing(change: Partial<GatewayProfile>) {
  const bed = await engineBed({ rate: 40, script: { reports: false } });
  const { core, gatewayId } = bed;
  core.deps.db
    .prepare('UPDATE gateways SET profile = ? WHERE id = ?')
    .run(JSON.stringify({ ...PRACTICE_PROFILE, ...change }), gatewayId);
  return bed;
}

async function profileOf(core: Core, id: number): Promise<GatewayProfile> {
  return (await core.client.gateways.get({ id })).profile;
}

describe('a gateway that counts otherwise than predicted', () => {
  it('pauses the campaign once, and one step mends the profile field that explains it', async () => {
    const { core, practice, gatewayId } = await believing({ creditsPerPart: 2 });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60 });
    const paused = await untilPaused(core, id, 'credit-mismatch');
    expect(paused.counts.queued).toBeGreaterThan(0);
    const [found] = await core.client.credits.mismatches({ campaignId: id });
    expect(found).toMatchObject({
      predicted: { parts: 1, credits: 2 },
      reported: { parts: 1, credits: 1 },
      proposals: [{ kind: 'profile', change: { creditsPerPart: 1 } }],
      applied: null,
    });
    await core.client.credits.applyProposal({ campaignId: id, gatewayId, proposal: 1 });
    expect((await profileOf(core, gatewayId)).creditsPerPart).toBe(1);
    await core.client.campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(60);
    expect(over.credits).toMatchObject({ predicted: 120, charged: 60 });
    expect(practice.counters().accepted).toBe(60);
    // The next one is predicted right, and the ledger is too.
    const next = await aRunningCampaign(core, { gatewayId, to: 5, name: 'Next' });
    expect((await untilOver(core, next.id)).credits).toMatchObject({ predicted: 5, charged: 5 });
    await expect(
      core.client.credits.applyProposal({ campaignId: id, gatewayId, proposal: 2 }),
    ).rejects.toMatchObject({ data: { code: 'no-such-proposal' } });
  });

  it('names the sizes of parts, and goes on when a person only resumes', async () => {
    const { core, gatewayId } = await believing({ gsm7: { single: 160, multi: 152 } });
    // With the price prefix two parts of 153, which are three of 152.
    const text = 'x'.repeat(305 - PRACTICE_PROFILE.pricePrefix.text.length);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 60, text });
    await untilPaused(core, id, 'credit-mismatch');
    expect((await core.client.credits.mismatches({ campaignId: id }))[0]?.proposals).toEqual([
      { kind: 'profile', change: { gsm7: { single: 160, multi: 153 } } },
    ]);
    await core.client.campaigns.resume({ id });
    expect((await untilOver(core, id)).credits).toMatchObject({ predicted: 180, charged: 120 });
  });

  it('does not hold up one that was frozen before the profile was mended', async () => {
    const { core, gatewayId } = await believing({ creditsPerPart: 2 });
    const at = core.deps.clock.now() + 3_600_000;
    const early = await aRunningCampaign(core, { gatewayId, to: 3, scheduledAt: at });
    core.deps.db
      .prepare('UPDATE gateways SET profile = ? WHERE id = ?')
      .run(JSON.stringify(PRACTICE_PROFILE), gatewayId);
    await core.deps.gateways.invalidate(gatewayId);
    core.deps.db.prepare('UPDATE campaigns SET scheduled_at = NULL').run();
    core.deps.engine.wake();
    const over = await untilOver(core, early.id);
    expect(over.credits).toMatchObject({ predicted: 6, charged: 3 });
  });
});
