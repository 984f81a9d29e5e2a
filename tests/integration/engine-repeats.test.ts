import { describe, expect, it, onTestFinished } from 'vitest';
import type { PracticeScript } from '#core/gateways/practice/script.ts';
import { createSms123Practice } from '#core/gateways/practice/sms123-endpoints.ts';
import { createShiftedClock } from '#tests/support/shifted-clock.ts';
import { startCore, timesTaken } from '#tests/support/engine-bed.ts';
import { msisdnOf, people } from '#tests/support/people.ts';
import { aRunningCampaign, until, untilOver } from '#tests/support/test-core.ts';

/** SMS123 recognises a reference; its practice gateway too. */
async function bed(script: PracticeScript) {
  const taken: { to: string }[] = [];
  const requests: { reference: string; recipients: readonly string[] }[] = [];
  const server = await createSms123Practice({
    script,
    onAccept: (message) => taken.push(message),
    onRequest: (request) => requests.push(request),
  });
  onTestFinished(() => server.close());
  const clock = createShiftedClock();
  const core = await startCore({ clock });
  const gateway = await core.client.gateways.add({
    name: 'SMS123',
    driver: 'sms123',
    url: server.url,
    rate: 1_000,
    secrets: { apiKey: 'k' },
  });
  const pass = (ms: number) => {
    clock.advance(ms);
    core.deps.engine.wake();
  };
  return { core, gateway, gatewayId: gateway.id, taken, requests, pass };
}

const cut = (at: 'before-accept' | 'after-accept', times?: number): PracticeScript => ({
  faults: [{ at, action: 'reset', match: { nth: 2 }, ...(times ? { times } : {}) }],
});

describe('a request without a clear answer, where the gateway knows references', () => {
  it.each(['before-accept', 'after-accept'] as const)(
    'is repeated whole, with the same bytes, and everybody gets it once (cut %s)',
    async (at) => {
      const { core, gatewayId, taken, requests, pass } = await bed(cut(at, 1));
      const { id } = await aRunningCampaign(core, { gatewayId, to: 300 });
      await until(core, id, ({ counts }) => counts.accepted === 200 && counts.sending === 0);
      pass(2_000);
      const over = await untilOver(core, id);
      expect(over.counts).toMatchObject({ accepted: 300, uncertain: 0 });
      expect(over.credits.charged).toBe(300);
      expect([...timesTaken(taken).values()]).toEqual(Array(300).fill(1));
      const repeated = [...Map.groupBy(requests, ({ reference }) => reference).values()].find(
        (same) => same.length > 1,
      );
      if (repeated) expect(repeated[0]?.recipients).toEqual(repeated[1]?.recipients);
      else expect(at).toBe('before-accept');
    },
  );

  it('is uncertain, not cancelled, when the campaign is stopped before it was repeated', async () => {
    const { core, gatewayId } = await bed(cut('after-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId, to: 300 });
    await until(core, id, ({ counts }) => counts.accepted === 200 && counts.sending === 0);
    const stopped = await core.client.campaigns.stop({ id });
    expect(stopped.counts).toMatchObject({ accepted: 200, uncertain: 100, cancelled: 0 });
  });

  it('is uncertain when one of its people opted out meanwhile: it cannot be repeated as it was', async () => {
    const { core, gatewayId, requests, pass } = await bed(cut('after-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId, to: 200 });
    await until(core, id, ({ counts }) => counts.accepted === 100 && counts.sending === 0);
    const before = requests.length;
    await core.client.suppressions.add({ phones: [msisdnOf(1), msisdnOf(150)] });
    pass(2_000);
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 100, uncertain: 100 });
    expect(requests).toHaveLength(before);
    // Who sends it again all the same is told that it is no repeat, and it leaves.
    const [group] = (await core.client.uncertain.overview()).groups;
    expect(group).toMatchObject({ messages: 100, evidence: { repeatable: false } });
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    const again = await untilOver(core, id);
    expect(again.counts).toMatchObject({ accepted: 199, uncertain: 0, excluded: 1 });
  });

  it('is repeated although new requests are smaller now', async () => {
    const { core, gatewayId, taken, pass } = await bed(cut('before-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId, to: 300 });
    await until(core, id, ({ counts }) => counts.accepted === 200 && counts.sending === 0);
    // 199 a second are used up by requests of 99, and the one in doubt has 100.
    await core.client.gateways.update({ id: gatewayId, rate: 199 });
    pass(2_000);
    expect((await untilOver(core, id, 8_000)).counts).toMatchObject({ accepted: 300 });
    expect([...timesTaken(taken).values()]).toEqual(Array(300).fill(1));
  });

  it('is repeated before new ones, also where they would use up each place as it comes', async () => {
    const { core, gatewayId, taken, requests, pass } = await bed(cut('before-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId, to: 800 });
    await until(core, id, ({ counts }) => counts.accepted >= 200 && counts.sending === 0);
    await core.client.campaigns.pause({ id });
    await core.client.gateways.update({ id: gatewayId, rate: 199 });
    pass(2_000);
    const before = requests.length;
    await core.client.campaigns.resume({ id });
    await untilOver(core, id, 20_000);
    const again = requests.findIndex(
      ({ recipients }, i) => i >= before && recipients.length === 100,
    );
    expect(again - before).toBeLessThan(4);
    expect([...timesTaken(taken).values()]).toEqual(Array(800).fill(1));
  });

  it('is repeated when a person sends it again, where it can be', async () => {
    const { core, gatewayId, taken } = await bed(cut('after-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId, to: 200 });
    await until(core, id, ({ counts }) => counts.accepted === 100 && counts.sending === 0);
    await core.client.campaigns.stop({ id });
    const [group] = (await core.client.uncertain.overview()).groups;
    expect(group).toMatchObject({ messages: 100, evidence: { repeatable: true } });
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 200, uncertain: 0 });
    expect([...timesTaken(taken).values()]).toEqual(Array(200).fill(1));
  });

  it('is uncertain where the profile of its gateway says meanwhile that it knows none', async () => {
    const { core, gateway, pass } = await bed(cut('before-accept', 1));
    const { id } = await aRunningCampaign(core, { gatewayId: gateway.id, to: 300 });
    await until(core, id, ({ counts }) => counts.accepted === 200 && counts.sending === 0);
    const profile = { ...gateway.profile, dedupe: 'none' };
    await core.client.gateways.saveProfile({ id: gateway.id, profile });
    pass(2_000);
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 200, uncertain: 100 });
    await core.client.campaigns.resolve({ id, uncertain: 'resend' });
    expect((await untilOver(core, id)).counts).toMatchObject({ accepted: 300 });
  });

  it('is repeated by the gateway that may have it, and by no other of the campaign', async () => {
    const { core, gatewayId, taken, requests, pass } = await bed(cut('after-accept', 1));
    const other = await createSms123Practice({ script: cut('after-accept', 1), onAccept: note });
    onTestFinished(() => other.close());
    const byOther: string[] = [];
    function note(message: { to: string }): void {
      byOther.push(message.to);
    }
    const { id: otherId } = await core.client.gateways.add({
      name: 'Other',
      driver: 'sms123',
      url: other.url,
      rate: 1_000,
      secrets: { apiKey: 'k' },
    });
    await core.client.routing.add({ prefix: '6011', gatewayId: otherId });
    const away = Array.from({ length: 300 }, (_, i) => ({
      msisdn: `6011${String(i).padStart(8, '0')}`,
    }));
    const { id } = await aRunningCampaign(core, { gatewayId, to: [...people(300), ...away] });
    await until(core, id, ({ counts }) => counts.accepted === 400 && counts.sending === 0);
    for (let i = 0; i < 5; i += 1) pass(2_000);
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ accepted: 600, uncertain: 0 });
    expect(byOther.toSorted()).toEqual(away.map(({ msisdn }) => msisdn));
    expect([...timesTaken(taken).values()]).toEqual(Array(300).fill(1));
    expect(
      requests.flatMap(({ recipients }) => recipients).every((to) => to.startsWith('6012')),
    ).toBe(true);
  });
});
