import { describe, expect, it } from 'vitest';
import { startCore } from '#tests/support/engine-bed.ts';
import { aRealGateway, routed, routedBed } from '#tests/support/routed-bed.ts';
import { aCampaign, aGateway } from '#tests/support/test-core.ts';

async function rulesBed() {
  const core = await startCore({ engine: false });
  const url = 'http://127.0.0.1:9';
  const a = await aRealGateway(core, { url, name: 'A' });
  const b = await aRealGateway(core, { url, name: 'B' });
  const { routing } = core.client;
  const order = async () =>
    (await routing.all()).map(({ country, prefix, gatewayName }) => [
      country ?? prefix,
      gatewayName,
    ]);
  return { core, routing, a, b, order };
}

const code = (call: Promise<unknown>) =>
  call.then(
    () => 'fine',
    (error: { data?: { code?: string } }) => error.data?.code,
  );

describe('routing rules', () => {
  it('keep the order they are given, and can be moved, changed, left out and removed', async () => {
    const { routing, a, b, order } = await rulesBed();
    const wide = await routing.add({ country: 'my', gatewayId: a });
    const narrow = await routing.add({ prefix: '+60 11', gatewayId: b });
    expect(wide).toMatchObject({ position: 1, country: 'MY', prefix: null, coveredBy: null });
    expect(narrow).toMatchObject({ position: 2, prefix: '6011', coveredBy: 1 });
    await routing.add({ country: 'SG', gatewayId: b, at: 1 });
    expect(await order()).toEqual([
      ['SG', 'B'],
      ['MY', 'A'],
      ['6011', 'B'],
    ]);
    const moved = await routing.move({ id: narrow.id, to: 1 });
    expect(moved.map(({ id }) => id)[0]).toBe(narrow.id);
    expect(moved.every(({ coveredBy }) => coveredBy === null)).toBe(true);
    await routing.move({ id: narrow.id, to: 99 });
    expect((await order()).at(-1)).toEqual(['6011', 'B']);
    await routing.update({ id: wide.id, enabled: false });
    const changed = await routing.update({ id: narrow.id, prefix: '6012', gatewayId: a });
    expect(changed).toMatchObject({ position: 3, prefix: '6012', gatewayId: a, coveredBy: null });
    await routing.remove({ id: wide.id });
    expect(await order()).toEqual([
      ['SG', 'B'],
      ['6012', 'A'],
    ]);
  });

  it('refuse what cannot be meant', async () => {
    const { core, routing, a, b } = await rulesBed();
    await routing.add({ country: 'SG', gatewayId: a });
    const practiceId = await aGateway(core, { url: 'http://127.0.0.1:9', name: 'Pretend' });
    expect(await code(routing.add({ country: 'SG', gatewayId: b }))).toBe('rule-exists');
    expect(await code(routing.add({ country: 'MY', gatewayId: practiceId }))).toBe(
      'practice-gateway',
    );
    expect(await code(routing.add({ country: 'MY', gatewayId: 999 }))).toBe('no-such-gateway');
    expect(await code(routing.add({ prefix: '011', gatewayId: a }))).toBe(
      'prefix-without-country-code',
    );
    expect(await code(routing.add({ gatewayId: a }))).toBe('one-of-both');
    expect(await code(routing.remove({ id: 999 }))).toBe('no-such-rule');
    expect(await code(core.client.gateways.remove({ id: a }))).toBe('gateway-in-rules');
    expect(await code(core.client.gateways.remove({ id: b }))).toBe('fine');
    expect(await routing.all()).toHaveLength(1);
  });

  it('say which of them decides about a number', async () => {
    const { routing, a, b } = await rulesBed();
    await routing.add({ prefix: '6011', gatewayId: a });
    await routing.add({ country: 'CA', gatewayId: b });
    const by = async (number: string) => (await routing.try({ number })).rule?.gatewayName ?? null;
    expect(await by('011-1234 5678')).toBe('A');
    expect(await by('012-345 6789')).toBeNull();
    expect(await by('+1 506 234 5678')).toBe('B');
    expect(await by('+1 201 555 0123')).toBeNull();
    expect(await routing.try({ number: '+77710009998' })).toMatchObject({ country: 'KZ' });
    expect(await code(routing.try({ number: 'twelve' }))).toBe('not-a-number');
  });

  it('are not asked where the campaign goes by a practice gateway, or does not want them', async () => {
    const { core, ownId } = await routedBed({});
    const practiceId = await aGateway(core, { url: 'http://127.0.0.1:9', name: 'Pretend' });
    const previewed = async (choice: { gatewayId: number; routing?: boolean; name: string }) => {
      const { id } = await aCampaign(core, { to: routed(3), ...choice });
      return (await core.client.campaigns.preview({ id })).gateways.map(
        ({ gatewayName }) => gatewayName,
      );
    };
    expect(await previewed({ gatewayId: practiceId, name: 'Practice' })).toEqual(['Pretend']);
    expect(await previewed({ gatewayId: ownId, name: 'No', routing: false })).toEqual(['Own']);
    expect(await previewed({ gatewayId: ownId, name: 'Yes' })).toEqual(['Other']);
  });
});
