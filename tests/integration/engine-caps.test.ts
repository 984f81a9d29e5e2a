import { describe, expect, it } from 'vitest';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed, startCore, startPractice } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import {
  aGateway,
  aRunningCampaign,
  makeFolder,
  openCore,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const HOUR = 3_600_000;
/** Long enough for a sender that wrongly thinks it may send. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 150));
const quiet = { script: { reports: false } };

describe('caps of a gateway', () => {
  it('stops at so many an hour, says until when, and goes on by itself', async () => {
    const clock = createShiftedClock();
    const { core, practice, gatewayId } = await engineBed({ clock, ...quiet });
    const caps = [{ limit: 30, unit: 'messages', per: 'hour' } as const];
    await core.client.gateways.update({ id: gatewayId, caps });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 70 });
    const held = await until(
      core,
      id,
      ({ live, counts }) => live?.waitsFor === 'cap' && counts.sending === 0,
    );
    expect(held.counts).toMatchObject({ accepted: 30, queued: 40 });
    expect(held.live!.waitsUntil! - clock.now()).toBeGreaterThan(HOUR * 0.99);
    clock.advance(HOUR * 0.99);
    core.deps.engine.wake();
    await settle();
    expect(practice.taken).toHaveLength(30);
    clock.advance(HOUR * 0.04);
    core.deps.engine.wake();
    await until(core, id, ({ counts }) => counts.accepted === 60);
    clock.advance(HOUR * 1.03);
    core.deps.engine.wake();
    expect((await untilOver(core, id)).counts.accepted).toBe(70);
  });

  it('counts parts where the cap is in parts, and never splits a message over it', async () => {
    const { core, practice, gatewayId } = await engineBed(quiet);
    const caps = [{ limit: 20, unit: 'parts', per: 'day' } as const];
    await core.client.gateways.update({ id: gatewayId, caps });
    const text = 'a'.repeat(400);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 20, text });
    const held = await until(
      core,
      id,
      ({ live, counts }) => live?.waitsFor === 'cap' && counts.sending === 0,
    );
    // Three parts each: six fit into twenty.
    expect(held.counts).toMatchObject({ accepted: 6, queued: 14 });
    expect(practice.taken).toHaveLength(6);
  });

  it('holds across a restart, and after the clock was set back', async () => {
    const practice = await startPractice({ reports: false });
    const dataFolder = await makeFolder();
    const clock = createShiftedClock();
    const first = await openCore({ dataFolder, clock });
    await first.startEngine();
    const gatewayId = await aGateway(first, { url: practice.url });
    const caps = [{ limit: 25, unit: 'messages', per: 'day' } as const];
    await first.client.gateways.update({ id: gatewayId, caps });
    const { id } = await aRunningCampaign(first, { gatewayId, to: 60 });
    await until(first, id, ({ counts }) => counts.accepted === 25);
    await first.stop();

    clock.setWall(clock.now() - 5 * HOUR);
    const core = await startCore({ dataFolder, clock });
    await core.client.campaigns.resume({ id });
    await until(core, id, ({ live, counts }) => live?.waitsFor === 'cap' && counts.sending === 0);
    clock.advance(23 * HOUR);
    core.deps.engine.wake();
    await settle();
    expect(practice.taken).toHaveLength(25);
    clock.advance(2 * HOUR);
    core.deps.engine.wake();
    await until(core, id, ({ counts }) => counts.accepted === 50);
  });

  it('holds for test messages too, and says so in a sentence', async () => {
    const { core, practice, gatewayId } = await engineBed(quiet);
    const caps = [{ limit: 2, unit: 'messages', per: 'hour' } as const];
    await core.client.gateways.update({ id: gatewayId, caps });
    const test = () =>
      core.client.campaigns.testSend({ gatewayId, to: '60123456789', text: 'Hello' });
    expect((await test()).ok).toBe(true);
    expect((await test()).ok).toBe(true);
    await expect(test()).rejects.toMatchObject({
      data: { code: 'cap-reached', kind: 'refused' },
      message: expect.stringContaining('nothing was sent'),
    });
    expect(practice.taken).toHaveLength(2);
  });

  it('refuses a cap in parts that some messages could never pass', async () => {
    const { core, gatewayId } = await engineBed();
    const caps = [{ limit: 2, unit: 'parts', per: 'minute' } as const];
    await expect(core.client.gateways.update({ id: gatewayId, caps })).rejects.toMatchObject({
      data: { code: 'cap-too-tight' },
    });
    const { profile } = await core.client.gateways.get({ id: gatewayId });
    const most = { limit: profile.maxParts, unit: 'parts', per: 'minute' } as const;
    await core.client.gateways.update({ id: gatewayId, caps: [most] });
    const longer = { ...profile, maxParts: profile.maxParts + 1 };
    await expect(
      core.client.gateways.saveProfile({ id: gatewayId, profile: longer }),
    ).rejects.toMatchObject({ data: { code: 'cap-too-tight' } });
    const after = await core.client.gateways.get({ id: gatewayId });
    expect(after.profile.maxParts).toBe(profile.maxParts);
  });
});

describe('the priority lane', () => {
  it('lets an urgent campaign overtake, and the other go on afterwards', async () => {
    const { core, practice, gatewayId } = await engineBed({ rate: 100, ...quiet });
    const calm = await aRunningCampaign(core, { gatewayId, name: 'calm', text: 'calm', to: 200 });
    await until(core, calm.id, ({ counts }) => counts.accepted > 5);
    const to = people(60, 1_000);
    const urgent = await aRunningCampaign(core, {
      gatewayId,
      name: 'urgent',
      text: 'urgent',
      priority: 'urgent',
      to,
    });
    await untilOver(core, urgent.id);
    const first = practice.taken.findIndex(({ text }) => text.endsWith('urgent'));
    const stretch = practice.taken.slice(first, first + 60);
    // Fair turns would give the calm one half of them; only calls already on their way may be among them.
    expect(stretch.filter(({ text }) => text.endsWith('calm')).length).toBeLessThan(15);
    await untilOver(core, calm.id);
  });

  it('sends a test message at the next place of the gateway, not after the campaign', async () => {
    const { core, practice, gatewayId } = await engineBed({ rate: 20, ...quiet });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 100 });
    await until(core, id, ({ counts }) => counts.accepted > 3);
    await Promise.all(
      people(5, 2_000).map(({ msisdn }) =>
        core.client.campaigns.testSend({ gatewayId, to: msisdn, text: 'Test' }),
      ),
    );
    const tests = practice.taken
      .map(({ text, monotonicMs }, place) => ({ text, monotonicMs, place }))
      .filter(({ text }) => text.endsWith('Test'));
    expect(tests).toHaveLength(5);
    // Five in a row at twenty a second: before the campaign, but not faster than the gateway allows.
    expect(tests.at(-1)!.place - tests[0]!.place).toBeLessThan(8);
    expect(tests.at(-1)!.monotonicMs - tests[0]!.monotonicMs).toBeGreaterThan(180);
    await core.client.campaigns.stop({ id });
  });
});
