import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openContacts, type OpenContacts } from '#core/contacts/test-support.ts';

let core: OpenContacts;
beforeEach(async () => {
  core = await openContacts();
});
afterEach(() => core.close());

const add = (phone: string, name: string, more: Record<string, unknown> = {}) =>
  core.client.contacts.create({ phone, name, ...more });

const names = async (input: Parameters<typeof core.client.contacts.page>[0]) =>
  (await core.client.contacts.page(input)).rows.map((row) => row.name);

describe('contacts', () => {
  it('keeps a number in digits with country code and the fields under canonical keys', async () => {
    const contact = await add('012-345 6789', 'Aminah', {
      fields: { 'Nama Penuh': 'Aminah binti Ali', Blank: '  ', 城市: '吉隆坡' },
    });
    expect(contact).toMatchObject({
      msisdn: '60123456789',
      country: 'MY',
      confidence: 'valid',
      suppressed: false,
      fields: { nama_penuh: 'Aminah binti Ali', 城市: '吉隆坡' },
    });
    expect(contact.fields).not.toHaveProperty('blank');
  });

  it('refuses a number twice and names who has it', async () => {
    await add('0123456789', 'Aminah');
    await expect(add('+60 12-345 6789', 'Other')).rejects.toMatchObject({
      data: { code: 'number-taken', kind: 'invalid' },
      message: expect.stringContaining('"Aminah"'),
    });
    await expect(add('03-2345 6789', 'Landline')).rejects.toMatchObject({
      data: { code: 'not-mobile' },
    });
    expect((await core.client.contacts.page({})).total).toBe(1);
  });

  it('changes what is given and leaves the rest', async () => {
    const list = await core.client.lists.create({ name: 'A' });
    const { id } = await add('0123456789', 'Aminah', {
      fields: { city: 'KL' },
      listIds: [list.id],
    });
    const renamed = await core.client.contacts.update({ id, name: 'Siti' });
    expect(renamed).toMatchObject({ name: 'Siti', msisdn: '60123456789', fields: { city: 'KL' } });
    const moved = await core.client.contacts.update({ id, phone: '0198765432', listIds: [] });
    expect(moved.msisdn).toBe('60198765432');
    expect((await core.client.contacts.get({ id })).lists).toEqual([]);
    await expect(core.client.contacts.update({ id: 999, name: 'x' })).rejects.toMatchObject({
      data: { code: 'no-such-contact' },
    });
  });

  it('removes contacts and keeps the count of lists right', async () => {
    const list = await core.client.lists.create({ name: 'A' });
    const one = await add('0123456781', 'One', { listIds: [list.id] });
    await add('0123456782', 'Two', { listIds: [list.id] });
    expect(await core.client.contacts.remove({ ids: [one.id, 4711] })).toEqual({ removed: 1 });
    expect((await core.client.lists.all())[0]).toMatchObject({ name: 'A', contacts: 1 });
    expect(await names({ search: 'One' })).toEqual([]);
  });

  it('pages in both orders, from both ends, with and without a list', async () => {
    const list = await core.client.lists.create({ name: 'Even' });
    for (let i = 0; i < 50; i++) {
      await add(
        `01234567${String(i).padStart(2, '0')}`,
        `N${String((i * 7) % 50).padStart(2, '0')}`,
        {
          listIds: i % 2 === 0 ? [list.id] : [],
        },
      );
    }
    const added = Array.from({ length: 50 }, (_, i) => `N${String((i * 7) % 50).padStart(2, '0')}`);
    const even = added.filter((_, i) => i % 2 === 0);
    for (const [offset, limit] of [
      [0, 10],
      [20, 10],
      [45, 10],
      [49, 1],
      [60, 10],
    ] as const) {
      expect(await names({ offset, limit })).toEqual(added.slice(offset, offset + limit));
      expect(await names({ offset, limit, sort: 'name' })).toEqual(
        added.toSorted().slice(offset, offset + limit),
      );
      expect(await names({ offset, limit, listId: list.id })).toEqual(
        even.slice(offset, offset + limit),
      );
      expect(await names({ offset, limit, listId: list.id, sort: 'name' })).toEqual(
        even.toSorted().slice(offset, offset + limit),
      );
    }
    expect((await core.client.contacts.page({ listId: list.id, limit: 1 })).total).toBe(25);
  });

  it('shows a timeline of messages, newest first', async () => {
    const { id } = await add('0123456789', 'Aminah');
    core.db.exec(`
      INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at) VALUES (1, 'g', 'practice', 1, '{}', 't', 1);
      INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at) VALUES (1, 'Raya', 'finished', 'x', 1, 'always', 1);
      INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at) VALUES (2, 'Sale', 'finished', 'x', 1, 'always', 1);
      INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
      VALUES (1, 1, '60123456789', 'MY', '', 'first', 'gsm7', 1, 1, 'delivered', 5),
             (2, 1, '60123456789', 'MY', '', 'second', 'gsm7', 1, 1, 'queued', 9),
             (2, 1, '60111111111', 'MY', '', 'other', 'gsm7', 1, 1, 'queued', 9);`);
    const timeline = await core.client.contacts.timeline({ id });
    expect(timeline.total).toBe(2);
    expect(timeline.rows.map((row) => [row.campaignName, row.text, row.at])).toEqual([
      ['Sale', 'second', 9],
      ['Raya', 'first', 5],
    ]);
  });

  it('counts field keys, most used first, per list', async () => {
    const list = await core.client.lists.create({ name: 'A' });
    await add('0123456781', '', { fields: { city: 'KL', tier: 'gold' }, listIds: [list.id] });
    await add('0123456782', '', { fields: { city: 'JB' } });
    expect(await core.client.contacts.fieldKeys({})).toEqual([
      { key: 'city', contacts: 2 },
      { key: 'tier', contacts: 1 },
    ]);
    expect(await core.client.contacts.fieldKeys({ listIds: [list.id] })).toEqual([
      { key: 'city', contacts: 1 },
      { key: 'tier', contacts: 1 },
    ]);
  });
});

describe('search', () => {
  beforeEach(async () => {
    const list = await core.client.lists.create({ name: 'VIP' });
    await add('012-345 6789', 'Tan Ah Meng', { fields: { branch: 'Johor Bahru' } });
    await add('019-876 5432', "O'Brien 100%", { fields: { branch: 'Ipoh "Old Town"' } });
    await add('011-2222 5678', '李明', { fields: { 城市: '吉隆坡' }, listIds: [list.id] });
    await add('+65 8111 2233', 'Éric Tan', { fields: { note: 'a_b' }, listIds: [list.id] });
  });

  it.each([
    ['Meng', ['Tan Ah Meng']],
    ['tan', ['Tan Ah Meng', 'Éric Tan']],
    ['meng tan', ['Tan Ah Meng']],
    ['éric', ['Éric Tan']],
    ['012-345', ['Tan Ah Meng']],
    ['+60 12 345 67', ['Tan Ah Meng']],
    ['0123456789', ['Tan Ah Meng']],
    ['60112222', ['李明']],
    ['李', ['李明']],
    ['李明', ['李明']],
    ['吉隆坡', ['李明']],
    ['隆坡', ['李明']],
    ['johor bahru', ['Tan Ah Meng']],
    ["o'br", ["O'Brien 100%"]],
    ['"old town"', ["O'Brien 100%"]],
    ['100%', ["O'Brien 100%"]],
    ['0%', ["O'Brien 100%"]],
    ['a_', ['Éric Tan']],
    ['tan a_', ['Éric Tan']],
    ['branch', []],
    ['nobody', []],
    ['AND', []],
    ['NEAR(', []],
    ['*', []],
  ])('finds %s', async (search, expected) => {
    expect(await names({ search })).toEqual(expected);
  });

  it('searches inside a list and by name', async () => {
    const [list] = await core.client.lists.all();
    expect(await names({ search: 'tan', listId: list!.id })).toEqual(['Éric Tan']);
    expect(await names({ search: '012', listId: list!.id })).toEqual(['李明', 'Éric Tan']);
    expect(await names({ search: 'an', sort: 'name' })).toEqual(['Tan Ah Meng', 'Éric Tan']);
  });

  it('sees changes at once', async () => {
    expect(await names({ search: 'Zul' })).toEqual([]);
    const { id } = await add('0133456789', 'Zulkifli');
    expect(await names({ search: 'Zul' })).toEqual(['Zulkifli']);
    await core.client.contacts.update({ id, name: 'Other' });
    expect(await names({ search: 'Zul' })).toEqual([]);
  });
});
