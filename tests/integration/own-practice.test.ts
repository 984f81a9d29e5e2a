import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Core } from '#core/create-core.ts';
import { people } from '#tests/support/people.ts';
import {
  aRunningCampaign,
  makeFolder,
  messagesOf,
  openCore,
  removeFolder,
  untilOver,
} from '#tests/support/test-core.ts';

let folder = '';
let core: Core;

beforeEach(async () => {
  folder = await makeFolder();
  core = await openCore({ dataFolder: folder });
  await core.startEngine();
});
afterEach(async () => {
  await core.stop();
  await removeFolder(folder);
});

const add = async (name: string, profile?: string) =>
  (await core.client.gateways.add({ name, driver: 'practice', rate: 5_000, profile })).id;

describe('a practice gateway inside Siar', () => {
  it('charges by its own rate table, so that no campaign is paused for a price', async () => {
    const gatewayId = await add('Practice');
    const other = await add('Other');
    await core.client.rates.set({ gatewayId, country: 'MY', rate: 2.5 });
    await core.client.rates.set({ gatewayId, country: 'SG', rate: 4 });
    const to = [
      ...people(2),
      { ...people(1)[0]!, msisdn: '6591234567', country: 'SG', name: 'Tan' },
    ];
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const over = await untilOver(core, id);
    expect(over.counts.accepted + over.counts.delivered).toBe(3);
    expect(over.credits.charged).toBe(over.credits.predicted);
    const credits = (await messagesOf(core, id)).map((one) => one.credits);
    expect(credits).toEqual([3, 3, 4]);
    const { balance } = await core.client.gateways.balance({ id: gatewayId });
    expect(balance).toBe(100_000 - 10);
    // Each account has credits of its own.
    expect((await core.client.gateways.balance({ id: other })).balance).toBe(100_000);
    await core.client.rates.set({ gatewayId, country: 'MY', rate: 1 });
    const again = await aRunningCampaign(core, { gatewayId, to: 2, name: 'Again' });
    const done = await untilOver(core, again.id);
    expect(done.credits).toMatchObject({ predicted: 2, charged: 2 });
    const inbox = await core.client.gateways.practiceInbox();
    expect(inbox).toHaveLength(5);
  });

  it.each([
    ['practice-sms123', 'E00001'],
    ['practice-maysms', 'E00002'],
  ])('speaks as %s: batches, no reports, codes of its own, approvals', async (profile, code) => {
    const gatewayId = await add('Practice', profile);
    const gateway = await core.client.gateways.get({ id: gatewayId });
    expect(gateway).toMatchObject({
      practice: true,
      capabilities: { batch: 100, reports: 'none', templates: true, lookUp: false },
    });
    expect(await core.client.gateways.test({ id: gatewayId })).toMatchObject({ ok: true });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 30 });
    const over = await untilOver(core, id);
    expect(over.counts.accepted).toBe(30);
    expect((await messagesOf(core, id))[0]?.code).toBe(code);
    expect(await core.client.gateways.practiceInbox()).toHaveLength(30);
    expect((await core.client.gateways.balance({ id: gatewayId })).balance).toBe(100_000 - 30);
    const { id: templateId } = await core.client.templates.create({
      name: 'Reminder',
      text: 'See you',
      category: '',
    });
    await core.client.approvals.submit({ templateId, gatewayId });
    for (let tries = 0; tries < 200; tries++) {
      const [found] = await core.client.approvals.all();
      if (found?.state === 'approved') return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('never approved');
  });
});
