import { expect, it } from 'vitest';
import { engineBed } from '#tests/support/engine-bed.ts';
import { people } from '#tests/support/people.ts';
import { aCampaign } from '#tests/support/test-core.ts';

it.each(['   ', '\n', '{% if name == "nobody" %}Hi{% endif %}'])(
  'never sends a price prefix alone: %j',
  async (text) => {
    const { core, gatewayId } = await engineBed();
    const { id } = await aCampaign(core, { gatewayId, to: people(2), text });
    const refusal = { data: { code: 'empty-message', kind: 'refused' } };
    await expect(core.client.campaigns.preview({ id })).rejects.toMatchObject(refusal);
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject(refusal);
    expect((await core.client.campaigns.get({ id })).state).toBe('draft');
  },
);
