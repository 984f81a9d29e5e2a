import { describe, expect, it } from 'vitest';
import { actingAs } from '#tests/support/acting-as.ts';
import { aRealGateway, ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import {
  aCampaign,
  aRunningCampaign,
  messagesOf,
  untilOver,
  untilPaused,
} from '#tests/support/test-core.ts';
import { refusedWith } from '#tests/support/refused-with.ts';

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
