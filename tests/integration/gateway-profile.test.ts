import { describe, expect, it } from 'vitest';
import { startCore } from '#tests/support/engine-bed.ts';
import { aCampaign } from '#tests/support/test-core.ts';

async function bed() {
  const core = await startCore({ engine: false });
  const { client } = core;
  const gateway = await client.gateways.add({
    name: 'Shop',
    driver: 'twilio',
    secrets: { accountSid: 'AC1', authToken: 't' },
  });
  return { core, client, gateway };
}

describe('the profile of a gateway', () => {
  it('counts new campaigns by what was changed, and goes back to what Siar ships', async () => {
    const { core, client, gateway } = await bed();
    const { id } = await aCampaign(core, { gatewayId: gateway.id, to: 1, text: 'x'.repeat(100) });
    expect((await client.campaigns.preview({ id, samples: 0 })).parts).toBe(1);
    const profile = { ...gateway.profile, gsm7: { single: 60, multi: 50 } };
    const saved = await client.gateways.saveProfile({ id: gateway.id, profile });
    expect(saved.profile.gsm7).toEqual({ single: 60, multi: 50 });
    expect((await client.campaigns.preview({ id, samples: 0 })).parts).toBe(2);
    const back = await client.gateways.saveProfile({ id: gateway.id, profile: 'shipped' });
    expect(back.profile).toEqual(gateway.profile);
  });

  it.each([
    [{ gsm7: { single: 10, multi: 20 } }, /gsm7\.multi/],
    [{ batchSize: 100 }, /batchSize: 1 at the most/],
    [{ id: 'mine' }, /id: it names the profile/],
    [{ maxParts: 0 }, /maxParts/],
    [{ typo: 1 }, /typo/],
    [{ options: { from: 5 } }, /options\.from/],
    [{ options: { sender: 'x' } }, /sender/],
  ])('refuses %j in one sentence and changes nothing', async (change, message) => {
    const { client, gateway } = await bed();
    const saving = client.gateways.saveProfile({
      id: gateway.id,
      profile: { ...gateway.profile, ...change },
    });
    await expect(saving).rejects.toMatchObject({ data: { code: 'bad-profile' }, message });
    expect((await client.gateways.get({ id: gateway.id })).profile).toEqual(gateway.profile);
  });
});
