import { describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { recordReport as recordInside } from '#core/delivery/record-report.ts';
import { transaction } from '#core/store/statement.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import {
  aCampaign,
  aRunningCampaign,
  assertAddsUp,
  eventually,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A fixed moment inside the usual window: 10:00 in Kuala Lumpur. */
const TEN_IN_KL = Date.UTC(2027, 0, 12, 2, 0, 0);

const unreachable = { msisdn: '60125550003' };
const neverInTime = { msisdn: '60125550004' };

const recordReport = (...args: Parameters<typeof recordInside>) =>
  transaction(args[0], () => recordInside(...args));

/** A bed whose gateway Siar retries at: 30 min, 2 h, 6 h. */
async function retryBed(options: Parameters<typeof engineBed>[0] = {}) {
  const clock = createShiftedClock(TEN_IN_KL);
  const bed = await engineBed({ script: { reportDelayMs: 5 }, clock, ...options });
  const { policy } = await bed.core.client.retries.settings({ gatewayId: bed.gatewayId });
  const save = (change: Partial<typeof policy>) =>
    bed.core.client.retries.save({ gatewayId: bed.gatewayId, policy: { ...policy, ...change } });
  await save({ who: 'siar' });
  return { ...bed, clock, save };
}

function waitingOf(core: Core) {
  return core.deps.db
    .prepare("SELECT message_id, number, due_at FROM retries WHERE state = 'waiting'")
    .all();
}

const reasonsOf = (core: Core) =>
  core.deps.db.prepare('SELECT state, reason FROM retries ORDER BY message_id, number').all();

describe('automatic retries', () => {
  it('sends again after each delay, keeps every attempt, and counts the credits of all', async () => {
    const { core, clock, practice, gatewayId } = await retryBed();
    const { id } = await aRunningCampaign(core, {
      gatewayId,
      to: [{ msisdn: '60121110001' }, unreachable, neverInTime],
    });
    await until(core, id, ({ state, retries }) => state === 'finished' && retries.waiting === 2);
    for (const [i, minutes] of [30, 120, 360].entries()) {
      const { retries } = await core.client.campaigns.get({ id });
      expect(retries).toMatchObject({ waiting: 2, next: 2, credits: 2 });
      const dueIn = (retries.nextAt ?? 0) - clock.now();
      expect(dueIn).toBeLessThanOrEqual(minutes * MINUTE_MS);
      expect(dueIn).toBeGreaterThan((minutes - 1) * MINUTE_MS);
      clock.advance(minutes * MINUTE_MS);
      await eventually(() => practice.taken.length === 3 + 2 * (i + 1));
      await until(
        core,
        id,
        ({ state, counts }) =>
          state === 'finished' && counts.undelivered === 1 && counts.expired === 1,
      );
    }
    clock.advance(24 * HOUR_MS);
    const over = await until(core, id, ({ retries }) => retries.waiting === 0);
    expect(over.credits).toMatchObject({ predicted: 3, charged: 9 });
    assertAddsUp(core, over);
    const failed = (await messagesOf(core, id)).find((m) => m.msisdn === unreachable.msisdn)!;
    const attempts = await core.client.campaigns.attempts({ messageId: failed.id });
    expect(attempts.map(({ number, outcome, credits }) => [number, outcome, credits])).toEqual(
      [1, 2, 3, 4].map((number) => [number, 'accepted', 1]),
    );
    expect(new Set(attempts.map(({ reference }) => reference)).size).toBe(4);
    const report = await core.client.reports.message({
      campaignId: id,
      msisdn: unreachable.msisdn,
    });
    expect(report).toMatchObject({ summary: 'failure', predicted: 1, message: { credits: 4 } });
    expect(report.attempts.map(({ reports }) => reports.map((one) => one.report))).toEqual(
      [1, 2, 3, 4].map(() => ['undelivered']),
    );
    expect(report.retries.map(({ number, state, after }) => [number, state, after])).toEqual(
      [1, 2, 3].map((number) => [number, 'sent', 'undelivered']),
    );
  });

  it('waits no longer because the clock was set back', async () => {
    const { core, clock, practice, gatewayId } = await retryBed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: [unreachable] });
    await until(core, id, ({ retries }) => retries.waiting === 1);
    clock.setWall(clock.now() - HOUR_MS);
    await until(core, id, ({ retries }) => (retries.nextAt ?? 0) <= clock.now() + 30 * MINUTE_MS);
    clock.advance(31 * MINUTE_MS);
    await eventually(() => practice.taken.length === 2);
  });

  it('says before the start what retries may cost on top', async () => {
    const { core, gatewayId, save } = await retryBed();
    const { id } = await aCampaign(core, { gatewayId, to: 10 });
    const notices = async () => (await core.client.campaigns.preview({ id })).warnings;
    expect(await notices()).toContainEqual(
      expect.objectContaining({ code: 'retries', severity: 'notice', count: 30 }),
    );
    await save({ who: 'nobody' });
    expect((await notices()).map(({ code }) => code)).not.toContain('retries');
  });

  it('does nothing where nobody retries, and nothing after reports it was not told to', async () => {
    const { core, gatewayId, save } = await retryBed();
    await save({ who: 'siar', on: ['expired'] });
    const { id } = await aRunningCampaign(core, { gatewayId, to: [unreachable, neverInTime] });
    await until(core, id, ({ counts }) => counts.undelivered + counts.expired === 2);
    expect(waitingOf(core)).toHaveLength(1);
    await save({ who: 'nobody' });
    const other = await aRunningCampaign(core, { gatewayId, to: [unreachable], name: 'Other' });
    await until(core, other.id, ({ counts }) => counts.undelivered === 1);
    expect(waitingOf(core)).toHaveLength(1);
  });

  it('moves a retry into the sending window, and drops one that would come too late', async () => {
    const { core, gatewayId, clock } = await retryBed();
    const window = '08:00-11:00';
    clock.setWall(TEN_IN_KL + 40 * MINUTE_MS);
    const { id } = await aRunningCampaign(core, { gatewayId, to: [unreachable], window });
    const { retries } = await until(core, id, (campaign) => campaign.retries.waiting === 1);
    expect(retries.nextAt).toBe(TEN_IN_KL + 22 * HOUR_MS);
    clock.setWall(TEN_IN_KL + 25 * HOUR_MS);
    await until(core, id, (campaign) => campaign.retries.waiting === 0);
    expect(reasonsOf(core)).toEqual([{ state: 'cancelled', reason: 'too-late' }]);
    expect((await core.client.campaigns.get({ id })).counts.undelivered).toBe(1);
  });

  it('waits while its campaign is paused, and is taken back when it is stopped or by hand', async () => {
    const { core, gatewayId, practice, clock } = await retryBed();
    const { id } = await aRunningCampaign(core, {
      gatewayId,
      to: [unreachable, { msisdn: '60121110001' }],
      rate: 0.5,
    });
    await until(core, id, ({ retries }) => retries.waiting === 1);
    await core.client.campaigns.pause({ id });
    clock.advance(HOUR_MS);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(practice.taken.filter(({ to }) => to === unreachable.msisdn)).toHaveLength(1);
    await core.client.campaigns.stop({ id });
    const other = await aRunningCampaign(core, { gatewayId, to: [unreachable], name: 'Other' });
    await until(core, other.id, ({ retries }) => retries.waiting === 1);
    expect(await core.client.retries.cancel({ campaignId: other.id })).toEqual({ cancelled: 1 });
    expect(reasonsOf(core)).toEqual([
      { state: 'cancelled', reason: 'stopped' },
      { state: 'cancelled', reason: 'by-hand' },
    ]);
  });

  it('sends nothing again that the credits do not cover', async () => {
    const { core, gatewayId, practice, clock } = await retryBed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: [unreachable, neverInTime] });
    await until(core, id, ({ state, retries }) => state === 'finished' && retries.waiting === 2);
    // Two were spent before anybody knew what was bought: one is left for the two retries.
    await core.client.credits.adjust({ gatewayId, credits: 3, reason: 'Found on the books' });
    clock.advance(31 * MINUTE_MS);
    await until(core, id, ({ state, retries }) => state === 'finished' && retries.waiting === 1);
    expect(practice.taken).toHaveLength(3);
    const reasons = (reasonsOf(core) as { reason: string | null }[]).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === 'no-credit')).toHaveLength(1);
  });

  it('is refused where the gateway itself sends again, and where it could never happen', async () => {
    const { core, gatewayId, save } = await retryBed();
    await expect(save({ who: 'gateway' })).rejects.toMatchObject({
      data: { code: 'gateway-never-retries' },
    });
    await expect(save({ who: 'siar', delaysMinutes: [120], withinHours: 1 })).rejects.toMatchObject(
      { data: { code: 'never-in-time' } },
    );
    core.deps.db
      .prepare("UPDATE gateways SET profile = json_set(profile, '$.retriesItself', json('true'))")
      .run();
    await expect(save({ who: 'siar' })).rejects.toMatchObject({
      data: { code: 'gateway-retries', kind: 'refused' },
    });
    const { policy } = await core.client.retries.settings({ gatewayId });
    expect(policy.who).toBe('gateway');
  });
});

describe('late reports of earlier attempts', () => {
  /** A message reported undelivered, its retry waiting; reports come by hand. */
  async function aFailedMessage(text = 'Hello') {
    const bed = await retryBed({ script: { reports: false } });
    const { core, gatewayId, clock } = bed;
    const campaign = await aCampaign(core, { gatewayId, to: 1, text });
    await core.client.campaigns.start({ id: campaign.id, allowWarnings: true });
    await untilOver(core, campaign.id);
    const [message] = await messagesOf(core, campaign.id);
    const first = message!.gatewayMessageId!;
    let at = 0;
    const report = (gatewayMessageId: string, word: 'delivered' | 'undelivered' | 'expired') =>
      recordReport(
        core.deps.db,
        gatewayId,
        { gatewayMessageId, report: word, reportedAt: ++at },
        clock.now(),
      );
    report(first, 'undelivered');
    expect(waitingOf(core)).toHaveLength(1);
    const now = async () => (await messagesOf(core, campaign.id))[0]!;
    return { ...bed, campaign, first, report, now };
  }

  it('cancel a waiting retry: the message counts as delivered and nothing more is sent', async () => {
    const { core, clock, campaign, first, report, now, practice } = await aFailedMessage();
    report(first, 'delivered');
    expect(await now()).toMatchObject({ state: 'delivered', credits: 1 });
    expect(reasonsOf(core)).toEqual([{ state: 'cancelled', reason: 'reported-delivered' }]);
    report(first, 'undelivered');
    expect((await now()).state).toBe('delivered');
    clock.advance(HOUR_MS);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(practice.taken).toHaveLength(1);
    assertAddsUp(core, await core.client.campaigns.get({ id: campaign.id }));
  });

  it('cancel the retry of a longer message too, but claim no delivery of all its parts', async () => {
    const { core, first, report, now } = await aFailedMessage('x'.repeat(200));
    report(first, 'delivered');
    expect((await now()).state).toBe('undelivered');
    expect(reasonsOf(core)).toEqual([{ state: 'cancelled', reason: 'reported-delivered' }]);
    report(first, 'delivered');
    expect((await now()).state).toBe('delivered');
  });

  it('of the first attempt belong to it after the second was sent, and win over its failure', async () => {
    const { core, clock, campaign, first, report, now, practice } = await aFailedMessage();
    clock.advance(31 * MINUTE_MS);
    await eventually(() => practice.taken.length === 2);
    await untilOver(core, campaign.id);
    const second = (await now()).gatewayMessageId!;
    expect(second).not.toBe(first);
    report(first, 'expired');
    expect((await now()).state).toBe('accepted');
    report(first, 'delivered');
    expect((await now()).state).toBe('delivered');
    report(second, 'undelivered');
    expect((await now()).state).toBe('delivered');
    expect(waitingOf(core)).toEqual([]);
    expect((await core.client.campaigns.get({ id: campaign.id })).credits.charged).toBe(2);
  });

  it('reach a message that a person queued again, before it leaves', async () => {
    const { core, campaign, first, report, now, practice } = await aFailedMessage();
    const { db } = core.deps;
    await core.deps.engine.stop();
    await core.client.campaigns.retry({ id: campaign.id });
    expect((await now()).state).toBe('queued');
    expect(db.prepare('SELECT reason FROM retries').get()).toEqual({ reason: 'sent-again' });
    report(first, 'delivered');
    expect((await now()).state).toBe('delivered');
    await core.startEngine();
    await untilOver(core, campaign.id);
    expect(practice.taken).toHaveLength(1);
  });
});
