import { afterEach, beforeEach, expect, it } from 'vitest';
import { openContacts, type OpenContacts } from '#core/contacts/test-support.ts';

let core: OpenContacts;
beforeEach(async () => {
  core = await openContacts();
});
afterEach(() => core.close());

it('keeps the text exactly and changes it', async () => {
  const text = ' Hai {{ Nama | default: "pelanggan" }},\r\n  陈 😀 ';
  const made = await core.client.templates.create({ name: ' Raya ', text, category: 'sale' });
  expect(made).toMatchObject({ name: 'Raya', text, category: 'sale' });
  const changed = await core.client.templates.update({ id: made.id, name: 'raya', text: 'x' });
  expect(changed).toMatchObject({ id: made.id, name: 'raya', text: 'x', category: '' });
  expect(await core.client.templates.all()).toEqual([changed]);
  expect(await core.client.templates.remove({ id: made.id })).toEqual({ ok: true });
  await expect(core.client.templates.get({ id: made.id })).rejects.toMatchObject({
    data: { code: 'no-such-template', kind: 'failed' },
  });
});

it('refuses a text that does not parse and names the place', async () => {
  const call = core.client.templates.create({ name: 'A', text: 'Hai\n{{ nama' });
  await expect(call).rejects.toMatchObject({
    data: { code: 'template-error', kind: 'invalid', details: { line: 2, column: 1 } },
    message: expect.stringMatching(/^Line 2, character 1: .*Nothing was saved\.$/),
  });
  expect(await core.client.templates.all()).toEqual([]);
});

it('refuses a name twice', async () => {
  await core.client.templates.create({ name: 'A', text: 'x' });
  await expect(core.client.templates.create({ name: 'a', text: 'y' })).rejects.toMatchObject({
    data: { code: 'name-taken' },
  });
});
