import { describe, expect, it } from 'vitest';
import { recover } from '#core/sending/recover.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { engineBed, startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  assertAddsUp,
  eventually,
  makeFolder,
  messagesOf,
  openCore,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const slow = { latencyMs: { min: 5, max: 40 }, reports: false };

describe('pause, resume and stop with exact numbers', () => {
  it('pauses at once: what is on its way is recorded, nothing more leaves, resume ends it', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: slow });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 600 });
    await until(core, id, ({ counts }) => counts.accepted > 80);
    for (let round = 0; round < 4; round += 1) {
      await core.client.campaigns.pause({ id });
      const still = await until(core, id, ({ counts }) => counts.sending === 0);
      expect(still).toMatchObject({ state: 'paused', pauseReason: { code: 'user' } });
      expect(practice.counters()).toMatchObject({
        requests: still.counts.accepted,
        accepted: still.counts.accepted,
      });
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(practice.counters().requests).toBe(still.counts.accepted);
      await core.client.campaigns.resume({ id });
      await until(core, id, ({ counts }) => counts.accepted > still.counts.accepted);
    }
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(600);
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(600).fill(1));
  });

  it('stops in flight: accepted equals the gateway’s record, all the rest is cancelled', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: slow });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 500 });
    await until(core, id, ({ counts }) => counts.sending > 0 && counts.accepted > 30);
    await core.client.campaigns.stop({ id });
    const over = await until(core, id, ({ counts }) => counts.sending === 0);
    expect(over.state).toBe('stopped');
    expect(over.counts.queued).toBe(0);
    expect(over.counts.accepted).toBe(practice.counters().accepted);
    expect(over.counts.cancelled).toBe(500 - over.counts.accepted);
    expect(over.credits).toEqual({
      predicted: 500,
      reserved: 0,
      charged: practice.counters().accepted,
    });
  });

  it('cancels what comes back untaken after a stop, so that no later retry sends it', async () => {
    const { core, practice, gatewayId } = await engineBed({
      script: {
        latencyMs: 150,
        faults: [{ at: 'before-accept', action: 'status', status: 6 }],
      },
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 120 });
    await until(core, id, ({ counts }) => counts.sending > 0);
    await core.client.campaigns.stop({ id });
    const over = await until(core, id, ({ counts }) => counts.sending === 0);
    expect(over.counts).toMatchObject({ queued: 0, cancelled: 120 });
    await expect(core.client.campaigns.retry({ id })).rejects.toMatchObject({
      data: { code: 'nothing-failed' },
    });
    expect(practice.counters().accepted).toBe(0);
  });

  it('finishes a stop that a crash cut off', async () => {
    const core = await startCore({ engine: false });
    const gatewayId = await aGateway(core, { url: 'http://127.0.0.1:9' });
    const { id } = await aCampaign(core, { gatewayId, to: 40 });
    await core.client.campaigns.start({ id });
    core.deps.db.prepare("UPDATE campaigns SET state = 'stopped'").run();
    recover(core.deps.db, 1);
    recover(core.deps.db, 2);
    const { counts } = await core.client.campaigns.get({ id });
    expect(counts).toMatchObject({ frozen: 40, cancelled: 40, queued: 0 });
  });

  it('refuses a second start, an edit of what runs and a resume of what is over, in a sentence', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reports: false } });
    const draft = await aCampaign(core, { gatewayId, to: 300 });
    const { id } = draft;
    const starts = await Promise.allSettled(
      Array.from({ length: 5 }, () => core.client.campaigns.start({ id })),
    );
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await untilOver(core, id);
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(300).fill(1));
    for (const act of ['start', 'pause', 'resume', 'stop'] as const) {
      await expect(core.client.campaigns[act]({ id })).rejects.toMatchObject({
        message: expect.stringContaining('finished'),
        data: { code: 'not-now', kind: 'refused' },
      });
    }
  });
});

describe('closing and opening', () => {
  it('lets calls in flight end, records them and asks before it goes on next time', async () => {
    const practice = await startPractice(slow);
    const dataFolder = await makeFolder();
    const first = await openCore({ dataFolder });
    await first.startEngine();
    const gatewayId = await aGateway(first, { url: practice.url });
    const { id } = await aRunningCampaign(first, { gatewayId, to: 400 });
    await until(first, id, ({ counts }) => counts.accepted > 50);
    await first.stop();

    const core = await startCore({ dataFolder });
    const held = await core.client.campaigns.get({ id });
    assertAddsUp(core, held);
    expect(held).toMatchObject({ state: 'paused', pauseReason: { code: 'interrupted' } });
    expect(held.counts).toMatchObject({ uncertain: 0, sending: 0 });
    expect(held.counts.accepted).toBe(practice.counters().accepted);
    await core.client.campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(400);
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(400).fill(1));
  });

  it('sends what was started while nothing sent, as soon as something does', async () => {
    const practice = await startPractice({ reports: false });
    const core = await startCore({ engine: false });
    const gatewayId = await aGateway(core, { url: practice.url });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 10 });
    expect((await core.client.campaigns.get({ id })).state).toBe('scheduled');
    await core.startEngine();
    expect((await untilOver(core, id)).counts.accepted).toBe(10);
  });

  it('touches no other campaign when told to send only one', async () => {
    const practice = await startPractice({ reports: false });
    const core = await startCore({ engine: false });
    const gatewayId = await aGateway(core, { url: practice.url });
    const one = await aRunningCampaign(core, { gatewayId, to: people(5), name: 'One' });
    const two = await aRunningCampaign(core, { gatewayId, to: people(5, 50), name: 'Two' });
    await core.startEngine({ only: two.id });
    await untilOver(core, two.id);
    expect((await core.client.campaigns.get({ id: one.id })).counts.queued).toBe(5);
    expect(practice.taken).toHaveLength(5);
  });
});

describe('campaigns that share a gateway', () => {
  it.each([50, 400])('take fair turns at %i messages a second', async (rate) => {
    const { core, practice, gatewayId } = await engineBed({ rate, script: { reports: false } });
    const names = ['A', 'B', 'C'];
    for (const [index, name] of names.entries()) {
      const to = people(300, 1_000 * index + 1);
      const draft = await aCampaign(core, { gatewayId, name, text: name, to });
      await core.client.campaigns.start({ id: draft.id });
    }
    await eventually(() => new Set(practice.taken.map(({ text }) => text)).size === 3);
    const startedAt = practice.taken.length;
    while (practice.taken.length < startedAt + 90) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const share = Map.groupBy(practice.taken.slice(startedAt, startedAt + 90), ({ text }) => text);
    for (const name of names) {
      expect(share.get(`RM0.00 ${name}`)?.length ?? 0, name).toBeGreaterThanOrEqual(20);
    }
  });

  it('keep to their own lower rate without holding the other back', async () => {
    const { core, practice, gatewayId } = await engineBed({
      rate: 200,
      script: { reports: false },
    });
    const calm = await aRunningCampaign(core, {
      gatewayId,
      name: 'calm',
      text: 'calm',
      rate: 10,
      to: people(100),
    });
    const quick = await aRunningCampaign(core, {
      gatewayId,
      name: 'quick',
      text: 'quick',
      to: people(200, 1_000),
    });
    await untilOver(core, quick.id);
    const calmSent = practice.taken.filter(({ text }) => text.endsWith('calm')).length;
    expect(calmSent).toBeGreaterThan(3);
    expect(calmSent).toBeLessThan(30);
    await core.client.campaigns.stop({ id: calm.id });
  });
});

describe('a gateway that is edited while it sends', () => {
  it('goes on through the new address; nobody twice, nobody lost', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: slow, rate: 300 });
    const other = await startPractice(slow);
    const { id } = await aRunningCampaign(core, { gatewayId, to: 300 });
    await until(core, id, ({ counts }) => counts.accepted > 40);
    await core.client.gateways.update({ id: gatewayId, url: other.url });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(300);
    expect(other.taken.length).toBeGreaterThan(0);
    const all = timesTaken([...practice.taken, ...other.taken]);
    expect([...all.values()]).toEqual(Array(300).fill(1));
  });

  it('keeps its pace when a balance is asked for or another gateway is added', async () => {
    const { core, practice, gatewayId } = await engineBed({ rate: 40, script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 80 });
    const nag = setInterval(() => void core.client.gateways.balance({ id: gatewayId }), 50);
    await untilOver(core, id);
    clearInterval(nag);
    // A sender that was replaced each time would begin with a message to spare: half as fast again.
    const times = practice.taken.map(({ monotonicMs }) => monotonicMs);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan((79 / 40) * 1_000 * 0.95);
  });
});

it('keeps every frozen message in the sums while campaigns are stopped, retried and resumed at random', async () => {
  const clock = createShiftedClock();
  const { core, practice, gatewayId } = await engineBed({ clock, script: slow });
  const { id } = await aRunningCampaign(core, { gatewayId, to: 200 });
  for (const act of ['pause', 'resume', 'pause', 'resume'] as const) {
    await core.client.campaigns[act]({ id });
    assertAddsUp(core, await core.client.campaigns.get({ id }));
  }
  await core.client.campaigns.stop({ id });
  const over = await until(core, id, ({ counts }) => counts.sending === 0);
  expect(over.counts.accepted).toBe(practice.counters().accepted);
  expect((await messagesOf(core, id)).filter(({ state }) => state === 'cancelled')).toHaveLength(
    over.counts.cancelled,
  );
});
