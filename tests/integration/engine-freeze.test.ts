import { describe, expect, it } from 'vitest';
import { recover } from '#core/sending/recover.ts';
import { engineBed, startCore, startPractice, timesTaken } from '#tests/support/engine-bed.ts';
import { addPerson, aList, msisdnOf, people } from '#tests/support/people.ts';
import {
  aCampaign,
  aGateway,
  aRunningCampaign,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const frozenPart = (messages: Awaited<ReturnType<typeof messagesOf>>) =>
  messages.map(({ msisdn, name, text, encoding, parts }) => ({
    msisdn,
    name,
    text,
    encoding,
    parts,
  }));

describe('freeze first (invariant 1)', () => {
  it('keeps every row as it was when contacts, list, template text and gateway change afterwards', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const to = [
      { msisdn: msisdnOf(1), name: '陈大文', fields: { city: 'Ipoh' } },
      { msisdn: msisdnOf(2), name: 'Siti "Ct" Nurhaliza', fields: { city: 'Muar\nJohor' } },
      { msisdn: msisdnOf(3), name: 'Ali', fields: { city: "D'Bayu" } },
    ];
    const campaign = await aCampaign(core, {
      gatewayId,
      to,
      text: 'Hi {{ name }} of {{ city }}',
      scheduledAt: Date.now() + 3_600_000,
    });
    const { client } = core;
    expect((await client.campaigns.start({ id: campaign.id })).state).toBe('scheduled');
    const before = frozenPart(await messagesOf(core, campaign.id));
    expect(before.map(({ text }) => text)).toEqual([
      'RM0.00 Hi 陈大文 of Ipoh',
      'RM0.00 Hi Siti "Ct" Nurhaliza of Muar\nJohor',
      "RM0.00 Hi Ali of D'Bayu",
    ]);

    const { rows } = await client.contacts.page({ limit: 10 });
    const [first, second] = rows;
    await client.contacts.update({ id: first!.id, name: 'Somebody Else', fields: { city: 'X' } });
    await client.contacts.remove({ ids: [second!.id] });
    addPerson(core.deps.db, campaign.listIds[0]!, { msisdn: msisdnOf(99), name: 'Late' });
    await client.lists.remove({ id: campaign.listIds[0]!, contacts: true });
    await expect(
      client.campaigns.update({
        id: campaign.id,
        name: 'x',
        text: 'changed',
        gatewayId,
        listIds: [1],
      }),
    ).rejects.toMatchObject({ data: { code: 'not-now' } });

    expect(frozenPart(await messagesOf(core, campaign.id))).toEqual(before);
    await client.campaigns.pause({ id: campaign.id });
    core.deps.db.prepare('UPDATE campaigns SET scheduled_at = NULL').run();
    await client.campaigns.resume({ id: campaign.id });
    await untilOver(core, campaign.id);
    expect(frozenPart(await messagesOf(core, campaign.id))).toEqual(before);
    expect(new Map(practice.taken.map(({ to: msisdn, text }) => [msisdn, text]))).toEqual(
      new Map(before.map(({ msisdn, text }) => [msisdn, text])),
    );
    expect(practice.taken).toHaveLength(before.length);
  });

  it('lets the database itself refuse a change of a frozen row, and a second row for one number', async () => {
    const { core, gatewayId } = await engineBed();
    const { id } = await aRunningCampaign(core, { gatewayId, to: 2 });
    await untilOver(core, id);
    const { db } = core.deps;
    for (const column of ['text', 'msisdn', 'encoding', 'parts', 'credits', 'gateway_id']) {
      expect(() => db.prepare(`UPDATE messages SET ${column} = ${column}`).run()).toThrow(
        'a frozen message cannot change',
      );
    }
    expect(() =>
      db
        .prepare(
          `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
           SELECT campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, 'queued', 0 FROM messages LIMIT 1`,
        )
        .run(),
    ).toThrow(/UNIQUE/);
  });

  it('sends one message to a person who is on several lists', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const draft = await aCampaign(core, { gatewayId, to: 20 });
    const { name, text } = draft;
    const other = aList(core.deps.db, people(30), 'Overlap');
    await core.client.campaigns.update({
      id: draft.id,
      name,
      text,
      gatewayId,
      window: 'always',
      listIds: [...draft.listIds, other],
    });
    await core.client.campaigns.start({ id: draft.id });
    const over = await untilOver(core, draft.id);
    expect(over.counts.frozen).toBe(30);
    expect([...timesTaken(practice.taken).values()]).toEqual(Array(30).fill(1));
  });

  it('excludes at the freeze who is suppressed, and at the claim who opts out after it', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const { client } = core;
    await client.suppressions.add({ phones: [msisdnOf(1)] });
    const draft = await aCampaign(core, {
      gatewayId,
      to: 10,
      scheduledAt: Date.now() + 3_600_000,
    });
    const frozen = await client.campaigns.start({ id: draft.id });
    expect(frozen.counts).toMatchObject({ frozen: 10, excluded: 1, queued: 9 });
    await client.suppressions.add({ phones: [msisdnOf(2), msisdnOf(3)] });
    core.deps.db.prepare('UPDATE campaigns SET scheduled_at = NULL').run();
    core.deps.engine.wake();
    const over = await untilOver(core, draft.id);
    expect(over.counts).toMatchObject({ frozen: 10, excluded: 3, queued: 0 });
    const taken = practice.taken.map(({ to }) => to).toSorted();
    expect(taken).toEqual(people(7, 4).map(({ msisdn }) => msisdn));
    const late = (await messagesOf(core, draft.id)).find(({ msisdn }) => msisdn === msisdnOf(2));
    expect(late).toMatchObject({ state: 'excluded', reason: 'suppressed', attempts: 0 });
  });

  it('refuses a start with a gap in anybody’s text, names the people and freezes nothing', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const { id } = await aCampaign(core, {
      gatewayId,
      to: [{ msisdn: msisdnOf(1), name: 'A', fields: { city: 'Ipoh' } }, { msisdn: msisdnOf(2) }],
      text: '{{ city }}!',
    });
    await expect(core.client.campaigns.start({ id })).rejects.toMatchObject({
      data: {
        code: 'missing-fields',
        details: { total: 1, rows: [{ msisdn: msisdnOf(2), missing: ['city'] }] },
      },
    });
    expect(await messagesOf(core, id)).toEqual([]);
    expect((await core.client.campaigns.get({ id })).state).toBe('draft');
    expect(practice.counters().requests).toBe(0);
  });

  it('freezes nothing when a gap appears between the preview and the freeze', async () => {
    const { core, gatewayId } = await engineBed();
    const { db } = core.deps;
    const to = people(2_500).map((person) => ({ ...person, fields: { city: 'Ipoh' } }));
    const { id } = await aCampaign(core, { gatewayId, to, text: '{{ city }}!' });
    const start = core.client.campaigns.start({ id });
    const spoil = setInterval(() => {
      const { state } = db.prepare('SELECT state FROM campaigns WHERE id = ?').get(id) as {
        state: string;
      };
      if (state !== 'freezing') return;
      clearInterval(spoil);
      db.prepare("UPDATE contacts SET fields = '{}' WHERE msisdn = ?").run(msisdnOf(2_500));
    });
    await expect(start).rejects.toMatchObject({ data: { code: 'missing-fields' } });
    expect(await messagesOf(core, id)).toEqual([]);
    expect((await core.client.campaigns.get({ id })).counts.frozen).toBe(0);
    expect((await core.client.campaigns.get({ id })).state).toBe('draft');
  });

  it('never freezes another text than the one that was previewed', async () => {
    const { core, practice, gatewayId } = await engineBed();
    const { client } = core;
    const draft = await aCampaign(core, { gatewayId, to: 3_000, text: 'Old text' });
    const { id, name, listIds } = draft;
    const start = client.campaigns.start({ id });
    const edit = client.campaigns.update({ id, name, text: 'New text', gatewayId, listIds });
    const [started, edited] = await Promise.allSettled([start, edit]);
    if (edited.status === 'fulfilled' && started.status === 'rejected') {
      expect(started.reason).toMatchObject({ data: { code: 'not-now' } });
      expect(practice.taken).toEqual([]);
      return;
    }
    await untilOver(core, id);
    const shown = (await client.campaigns.get({ id })).text;
    expect(new Set(practice.taken.map(({ text }) => text))).toEqual(new Set([`RM0.00 ${shown}`]));
  });

  it('takes a cut-off freeze back to a draft without rows, and then sends it whole', async () => {
    const practice = await startPractice();
    const core = await startCore({ engine: false });
    const gatewayId = await aGateway(core, { url: practice.url });
    const { id } = await aCampaign(core, { gatewayId, to: 50 });
    const { db } = core.deps;
    await core.client.campaigns.start({ id });
    // As a process leaves it that dies between two steps of a freeze.
    db.prepare("UPDATE campaigns SET state = 'freezing', scheduled_at = NULL").run();
    db.prepare('DELETE FROM messages WHERE id > 20').run();
    db.prepare('DELETE FROM message_search WHERE rowid > 20').run();
    recover(db, Date.now());
    const draft = await core.client.campaigns.get({ id });
    expect(draft).toMatchObject({ state: 'draft', counts: { frozen: 0, queued: 0 } });
    expect(await messagesOf(core, id)).toEqual([]);
    expect(db.prepare('SELECT count(*) AS n FROM message_search').get()).toEqual({ n: 0 });

    await core.startEngine();
    await core.client.campaigns.start({ id });
    await untilOver(core, id);
    expect(timesTaken(practice.taken).size).toBe(50);
    await until(core, id, ({ counts }) => counts.accepted + counts.delivered === 50);
  });
});
