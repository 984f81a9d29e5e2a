import { expect, it } from 'vitest';
import { startCore } from '#tests/support/engine-bed.ts';

/** People of resources/samples/siar-sample-contacts.xlsx (resources/scripts/make-sample.mjs). */
const PEOPLE = 40;

it('the people of the sample may be practised on, and are warned of before a real gateway gets them', async () => {
  const { client } = await startCore({ engine: false });
  const { fileId } = await client.files.adoptSample();
  const { jobId } = await client.imports.start({ fileId, listName: 'Sample contacts' });
  for await (const { error } of await client.jobs.watch({ jobId })) expect(error).toBeNull();
  const [list] = await client.lists.all();
  const draft = async (gatewayId: number) => {
    const { id } = await client.campaigns.create({
      name: `By ${gatewayId}`,
      text: 'Hello {{ name }}',
      window: 'always',
      listIds: [list!.id],
      gatewayId,
    });
    const { recipients, warnings } = await client.campaigns.preview({ id });
    return { id, recipients, found: warnings.find(({ code }) => code === 'sample-people') };
  };

  const practice = await client.gateways.add({ name: 'Practice', driver: 'practice' });
  expect(await draft(practice.id)).toMatchObject({ recipients: PEOPLE, found: undefined });

  const real = await client.gateways.add({
    name: 'Office',
    driver: 'esms',
    url: 'http://127.0.0.1:9',
    secrets: { apiKey: 'key', apiSecret: 'secret' },
  });
  const { id, found } = await draft(real.id);
  expect(found).toMatchObject({ severity: 'warning', count: PEOPLE });
  await expect(client.campaigns.start({ id })).rejects.toMatchObject({
    data: { code: 'warnings' },
    message: expect.stringContaining('made-up'),
  });

  // A customer who happens to have such a number has another name.
  const [first] = (await client.contacts.page({ limit: 1 })).rows;
  await client.contacts.update({ id: first!.id, name: 'A real person' });
  expect((await draft(real.id)).found).toMatchObject({ count: PEOPLE - 1 });
});
