import { describe, expect, it } from 'vitest';
import { ordinary, routed, routedBed } from '#tests/support/routed-bed.ts';
import {
  aCampaign,
  aRunningCampaign,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';
import { freePort } from '#tests/support/free-port.ts';
import { refusedWith } from '#tests/support/refused-with.ts';

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
