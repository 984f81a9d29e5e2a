import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { actingAs } from '#tests/support/acting-as.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { timesTaken } from '#tests/support/engine-bed.ts';
import { aRealGateway, ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import {
  aCampaign,
  aRunningCampaign,
  eventually,
  messagesOf,
  until,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const refusedWith = (code: string, details: Record<string, unknown> = {}) => ({
  data: { code, details: expect.objectContaining(details) },
});

describe('a campaign that rules divide among gateways', () => {
  it('sends everybody once, by the gateway of the first rule about them, else by its own', async () => {
    const { core, own, other, ownId, otherId } = await routedBed();
    const to = [...ordinary(30), ...routed(20)];
    const { id } = await aRunningCampaign(core, { gatewayId: ownId, to });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(50);
    expect(own.taken.map((message) => message.to).toSorted()).toEqual(
      ordinary(30).map(({ msisdn }) => msisdn),
    );
    expect(other.taken.map((message) => message.to).toSorted()).toEqual(
      routed(20).map(({ msisdn }) => msisdn),
    );
    expect(over.gateways).toMatchObject([
      { gatewayId: ownId, gatewayName: 'Own', messages: 30, credits: { charged: 30 }, hold: null },
      { gatewayId: otherId, gatewayName: 'Other', messages: 20, credits: { charged: 20 } },
    ]);
    const report = await core.client.reports.campaign({ id });
    expect(report.byGateway).toMatchObject([
      { gatewayName: 'Own', messages: 30, parts: 30, charged: 30, success: 30, queue: 0 },
      { gatewayName: 'Other', messages: 20 },
    ]);
  });

  it('is judged by what each gateway reports: accepted is the last word only where none come', async () => {
    const { core, ownId, otherId } = await routedBed();
    await core.client.gateways.update({ id: otherId, dlrListen: `127.0.0.1:${await freePort()}` });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...ordinary(3), ...routed(2)],
    });
    const over = await untilOver(core, id);
    expect(over.summary).toEqual({ success: 3, queue: 2, failure: 0 });
    expect(over.gateways.map(({ summary }) => [summary.success, summary.queue])).toEqual([
      [3, 0],
      [0, 2],
    ]);
    const { totals } = await core.client.reports.campaign({ id });
    expect([totals.success, totals.queue]).toEqual([3, 2]);
    const overview = await core.client.host.overview();
    expect(overview.lastSevenDays.at(-1)).toMatchObject({ success: 3, queue: 2 });
  });

  it('freezes text, parts and credits by the gateway that sends, and no later rule changes them', async () => {
    const { core, other, ownId, otherId, ruleId } = await routedBed();
    const { gateways, campaigns, routing } = core.client;
    const { profile } = await gateways.get({ id: otherId });
    await gateways.saveProfile({
      id: otherId,
      profile: {
        ...profile,
        creditsPerPart: 2,
        gsm7: { single: 8, multi: 7 },
        pricePrefix: { ...profile.pricePrefix, text: 'RM0 ' },
      },
    });
    const { id } = await aCampaign(core, {
      gatewayId: ownId,
      to: [...ordinary(1), ...routed(1)],
      scheduledAt: Date.now() + 3_600_000,
    });
    const preview = await campaigns.preview({ id });
    expect(preview.gateways).toMatchObject([
      { gatewayName: 'Own', own: true, recipients: 1, parts: 1, credits: 1, warnings: [] },
      { gatewayName: 'Other', own: false, recipients: 1, parts: 2, credits: 4 },
    ]);
    expect(preview).toMatchObject({ recipients: 2, parts: 3, credits: 5 });
    expect(preview.countries.map((line) => [line.gatewayId, line.pricePrefix])).toEqual([
      [otherId, 'RM0 '],
      [ownId, 'RM0.00 '],
    ]);
    await campaigns.start({ id });
    await routing.update({ id: ruleId, gatewayId: ownId });
    await gateways.saveProfile({ id: otherId, profile: 'shipped' });
    const frozen = () =>
      core.deps.db
        .prepare('SELECT gateway_id, text, parts, credits FROM messages ORDER BY msisdn')
        .all();
    const expected = [
      { gateway_id: otherId, text: 'RM0 Hello', parts: 2, credits: 4 },
      { gateway_id: ownId, text: 'RM0.00 Hello', parts: 1, credits: 1 },
    ];
    expect(frozen()).toEqual(expected);
    core.deps.db.prepare('UPDATE campaigns SET scheduled_at = NULL').run();
    core.deps.engine.wake();
    await untilOver(core, id);
    expect(frozen()).toEqual(expected);
    expect(other.counters().requests).toBe(1);
  });

  it('is not what was previewed when a rule changes meanwhile, so it is not sent', async () => {
    const { core, ownId, ruleId } = await routedBed();
    const { id } = await aCampaign(core, { gatewayId: ownId, to: [...ordinary(2), ...routed(2)] });
    const started = core.client.campaigns.start({ id });
    const removed = core.client.routing.remove({ id: ruleId });
    const outcome = await Promise.allSettled([started, removed]);
    // Whichever came first: a start either took the rule, or said that something changed.
    if (outcome[0].status === 'rejected') {
      expect(outcome[0].reason).toMatchObject(refusedWith('not-now'));
      expect(await messagesOf(core, id)).toEqual([]);
    } else {
      const names = new Set((await messagesOf(core, id)).map(({ gatewayName }) => gatewayName));
      expect(names.size).toBe(2);
    }
  });

  it('keeps each message at its gateway when failed ones are sent again', async () => {
    const refuse = { faults: [{ at: 'before-accept', action: 'status', status: 8, times: 3 }] };
    const { core, other, ownId } = await routedBed({ other: refuse as never });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...ordinary(4), ...routed(3)],
    });
    const first = await untilOver(core, id);
    expect(first.counts).toMatchObject({ accepted: 4, rejected: 3 });
    await core.client.campaigns.retry({ id });
    const over = await until(
      core,
      id,
      ({ state, counts }) => state === 'finished' && counts.rejected === 0,
    );
    expect(over.counts.accepted).toBe(7);
    expect(other.taken).toHaveLength(3);
  });
});

describe('what one gateway of a campaign holds back', () => {
  const locked = { credentials: { apiKey: 'k', apiSecret: 'right' } };

  it('waits alone: the others go on, the status says so, and resuming lets it go', async () => {
    const { core, own, other, ownId, otherId } = await routedBed({ other: locked });
    const { campaigns, gateways } = core.client;
    const told: string[] = [];
    core.deps.bus.subscribe((event) => {
      if (event.type === 'campaigns.paused') told.push(event.message);
    });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 60,
      to: [...routed(10), ...ordinary(100)],
    });
    // What was on its way when the first answer came comes back too.
    const held = await until(core, id, ({ gateways: all }) =>
      all.some(({ hold, queued }) => hold !== null && queued === 10),
    );
    expect(held.state).toBe('running');
    expect(held.gateways.find(({ gatewayId }) => gatewayId === otherId)).toMatchObject({
      queued: 10,
      hold: { code: 'credentials' },
    });
    // Told once it is on the disk, which is after it can be read.
    await eventually(() => told.length > 0);
    expect(told[0]).toMatch(/other gateways of this campaign go/);
    // Everything else goes out, and then nothing is left that could.
    const paused = await untilPaused(core, id, 'credentials');
    expect(paused.counts).toMatchObject({ accepted: 100, queued: 10 });
    expect(own.taken).toHaveLength(100);
    await gateways.update({ id: otherId, secrets: { apiKey: 'k', apiSecret: 'right' } });
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(110);
    expect(over.gateways.every(({ hold }) => hold === null)).toBe(true);
    expect([...timesTaken([...own.taken, ...other.taken]).values()]).toEqual(Array(110).fill(1));
  });

  it('goes on by itself when a gateway that was out of reach answers again', async () => {
    const clock = createShiftedClock();
    const { core, own, other, ownId } = await routedBed({ clock, own: { latencyMs: 5 } });
    await other.setScript({ reports: false, down: true });
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...routed(5), ...ordinary(40)],
    });
    const hurry = setInterval(() => {
      clock.advance(2_000);
      core.deps.engine.wake();
    }, 20);
    try {
      const paused = await until(
        core,
        id,
        ({ state, counts }) => state === 'paused' && counts.sending === 0,
      );
      expect(paused.pauseReason).toMatchObject({ code: 'gateway-unreachable' });
      expect(paused.pauseReason?.message).toContain('Other');
      expect(paused.counts).toMatchObject({ accepted: 40, queued: 5 });
      await other.setScript({ reports: false });
      const over = await untilOver(core, id);
      expect(over.counts.accepted).toBe(45);
      expect([...timesTaken([...own.taken, ...other.taken]).values()]).toEqual(Array(45).fill(1));
    } finally {
      clearInterval(hurry);
    }
  });

  it('is told of each gateway that counts otherwise than predicted', async () => {
    const { core, ownId, otherId } = await routedBed();
    const { gateways, campaigns, credits } = core.client;
    for (const id of [ownId, otherId]) {
      const { profile } = await gateways.get({ id });
      await gateways.saveProfile({ id, profile: { ...profile, creditsPerPart: 2 } });
    }
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...routed(200), ...ordinary(1)],
      rate: 100,
    });
    await until(core, id, ({ gateways: all }) => all.every(({ hold }) => hold !== null));
    const paused = await untilPaused(core, id, 'credit-mismatch');
    expect(paused.gateways.map(({ hold }) => hold?.code)).toEqual([
      'credit-mismatch',
      'credit-mismatch',
    ]);
    const found = await credits.mismatches({ campaignId: id });
    expect(found.map(({ gatewayName }) => gatewayName).toSorted()).toEqual(['Other', 'Own']);
    await credits.applyProposal({ campaignId: id, gatewayId: otherId, proposal: 1 });
    const now = await Promise.all([ownId, otherId].map((gateway) => gateways.get({ id: gateway })));
    expect(now.map(({ profile }) => profile.creditsPerPart)).toEqual([2, 1]);
    expect(await credits.mismatches({ campaignId: id })).toMatchObject(
      found.map(({ gatewayId, proposals }) => ({
        gatewayId,
        applied: gatewayId === otherId ? proposals[0] : null,
      })),
    );
    await campaigns.resume({ id });
    expect((await untilOver(core, id)).counts.accepted).toBe(201);
  });

  it('can be given to another gateway of the campaign, and everybody gets one message', async () => {
    const { core, own, ownId, otherId } = await routedBed({ other: locked });
    const { campaigns } = core.client;
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 40,
      to: [...routed(10), ...ordinary(60)],
    });
    await until(core, id, ({ gateways }) => gateways.some(({ hold }) => hold !== null));
    await expect(campaigns.switchGateway({ id, gatewayId: ownId })).rejects.toMatchObject(
      refusedWith('not-paused'),
    );
    await campaigns.pause({ id });
    await until(core, id, ({ counts }) => counts.sending === 0);
    const said = await campaigns.switchGateway({ id, gatewayId: ownId });
    expect(said).toMatchObject({ messages: 10, gateway: 'Own' });
    await campaigns.resume({ id });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(70);
    expect(over.gateways.map(({ gatewayId }) => gatewayId)).not.toContain(otherId);
    expect([...timesTaken(own.taken).values()]).toEqual(Array(70).fill(1));
  });

  it('does not hold up a campaign whose own gateway has nothing of it', async () => {
    const { core, other, ownId } = await routedBed({ own: locked });
    await core.client.gateways.update({ id: ownId, url: 'http://127.0.0.1:9' });
    const { id } = await aRunningCampaign(core, { gatewayId: ownId, to: routed(12) });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(12);
    expect(other.taken).toHaveLength(12);
  });
});

describe('limits of a campaign over several gateways', () => {
  it('its own rate counts over all of them', async () => {
    const { core, ownId } = await routedBed();
    const began = performance.now();
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      rate: 20,
      to: [...routed(30), ...ordinary(30)],
    });
    await untilOver(core, id);
    // 60 at 20 a second, of which a second's worth leaves at once.
    expect(performance.now() - began).toBeGreaterThan(1_700);
  });

  it('its first messages try every gateway, and wait for one verdict', async () => {
    const { core, own, other, ownId } = await routedBed();
    const { id } = await aRunningCampaign(core, {
      gatewayId: ownId,
      to: [...ordinary(80), ...routed(20)],
      canary: {
        messages: 10,
        minAccepted: 90,
        minDelivered: null,
        waitMinutes: 1,
        afterwards: 'ask',
      },
    });
    await untilPaused(core, id, 'canary-passed');
    expect(own.taken).toHaveLength(8);
    expect(other.taken).toHaveLength(2);
    await core.client.campaigns.resume({ id });
    expect((await untilOver(core, id)).counts.accepted).toBe(100);
  });

  it('reserves at each gateway’s books, and refuses by name where one is short', async () => {
    const { core, ownId, otherId } = await routedBed();
    const { credits, campaigns } = core.client;
    const buy = (gatewayId: number, n: number) =>
      credits.adjust({ gatewayId, credits: n, reason: 'bought' });
    await buy(ownId, 100);
    await buy(otherId, 3);
    const to = [...ordinary(5), ...routed(5)];
    const { id } = await aCampaign(core, { gatewayId: ownId, to });
    const preview = await campaigns.preview({ id });
    expect(preview.gateways.map(({ available }) => available)).toEqual([100, 3]);
    expect(preview.gateways[1]?.warnings.map(({ code }) => code)).toEqual(['gateway-short-credit']);
    await expect(campaigns.start({ id, allowWarnings: true })).rejects.toMatchObject(
      refusedWith('not-enough-credit', { gatewayId: otherId, gateway: 'Other', short: 2 }),
    );
    await buy(otherId, 10);
    await campaigns.start({ id, allowWarnings: true });
    await untilOver(core, id);
    const books = await credits.accounts();
    const left = (gatewayId: number) =>
      books.find((book) => book.gatewayId === gatewayId)?.users[0]?.balance;
    expect([left(ownId), left(otherId)]).toEqual([95, 8]);
  });

  it('counts a user’s day over all of them', async () => {
    const { core, ownId } = await routedBed();
    const { lastInsertRowid } = core.deps.db
      .prepare(
        "INSERT INTO users (name, role, password, daily_limit, created_at) VALUES ('Ali', 'sender', '', 7, 0)",
      )
      .run();
    const own = actingAs(core, { userId: Number(lastInsertRowid), role: 'sender' });
    const { id } = await aCampaign(own, { gatewayId: ownId, to: [...ordinary(4), ...routed(4)] });
    await expect(own.client.campaigns.start({ id })).rejects.toMatchObject(
      refusedWith('daily-limit', { needs: 8, limit: 7 }),
    );
    expect(await messagesOf(own, id)).toEqual([]);
  });

  it('warns of a gateway without credentials before anything is sent', async () => {
    const { core, ownId, otherId } = await routedBed();
    await core.deps.secrets.delete(`gateway-${otherId}`);
    const { id } = await aCampaign(core, { gatewayId: ownId, to: [...ordinary(2), ...routed(3)] });
    const preview = await core.client.campaigns.preview({ id });
    expect(preview.warnings.filter(({ severity }) => severity === 'warning')).toMatchObject([
      { code: 'gateway-no-credentials', count: 3 },
    ]);
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject(
      refusedWith('warnings'),
    );
    await core.client.campaigns.start({ id, allowWarnings: true });
    const paused = await untilPaused(core, id, 'secrets-missing');
    expect(paused.counts).toMatchObject({ accepted: 2, queued: 3 });
  });

  it('is not removed with messages of another campaign’s rule still to send', async () => {
    const { core, ownId, otherId, ruleId } = await routedBed();
    await aRunningCampaign(core, {
      gatewayId: ownId,
      to: routed(2),
      scheduledAt: Date.now() + 3_600_000,
    });
    await core.client.routing.remove({ id: ruleId });
    await expect(core.client.gateways.remove({ id: otherId })).rejects.toMatchObject(
      refusedWith('gateway-in-use'),
    );
    const third = await aRealGateway(core, { url: 'http://127.0.0.1:9', name: 'Third' });
    await core.client.gateways.remove({ id: third });
  });
});
