import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MESSAGE_STATES, mergeReports, type ReportState } from '#shared/campaigns/lifecycle.ts';
import { recordReport as recordInside } from '#core/delivery/record-report.ts';
import { transaction } from '#core/store/statement.ts';
import { engineBed } from '#tests/support/engine-bed.ts';
import { msisdnOf, people } from '#tests/support/people.ts';
import {
  aRunningCampaign,
  assertAddsUp,
  eventually,
  messagesOf,
  until,
  untilOver,
} from '#tests/support/test-core.ts';

const recordReport = (...args: Parameters<typeof recordInside>) =>
  transaction(args[0], () => recordInside(...args));

describe('delivery reports never move a message backwards (invariant 7)', () => {
  it('takes reports over HTTP: delivered, undelivered, expired, none, and muddled ones', async () => {
    const fates = ['5550003', '5550004', '5550007', '5550008'].map((tail) => `6012${tail}`);
    const to = [...people(20), ...fates.map((msisdn) => ({ msisdn }))];
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 5 } });
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    await untilOver(core, id);
    await eventually(() => practice.counters().reports.delivered === 20 + 1 + 1 + 0 + 4);
    const over = await until(core, id, ({ counts }) => counts.delivered === 20);
    expect(over.counts).toMatchObject({ undelivered: 2, expired: 1, accepted: 1 });
    expect(over.summary).toEqual({ success: 20, queue: 1, failure: 3 });
  });

  it('applies reports that all came before their acceptance was recorded', async () => {
    const to = people(30);
    const ids = to.map(({ msisdn }) => `id-${msisdn}`);
    let next = 0;
    const { core, gatewayId } = await engineBed({
      script: { reports: false },
      server: { createId: () => ids[next++] ?? `more-${next}` },
    });
    const { db, clock } = core.deps;
    const word = (i: number): ReportState => (i % 3 === 0 ? 'undelivered' : 'delivered');
    ids.forEach((gatewayMessageId, i) => {
      const report = { gatewayMessageId, report: word(i), reportedAt: i };
      expect(recordReport(db, gatewayId, report, clock.now())).toBeNull();
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to });
    const over = await untilOver(core, id);
    expect(over.counts).toMatchObject({ undelivered: 10, delivered: 20, accepted: 0 });
    expect(
      db.prepare('SELECT count(*) AS n FROM delivery_reports WHERE matched = 0').get(),
    ).toEqual({ n: 0 });
  });

  it('takes an id that is used again for the newer message, and not what was said of the older one', async () => {
    const { core, gatewayId } = await engineBed({
      script: { reports: false },
      server: { createId: () => 'the-one' },
    });
    const { db, clock } = core.deps;
    const tell = (gatewayMessageId: string, report: ReportState) =>
      recordReport(db, gatewayId, { gatewayMessageId, report, reportedAt: null }, clock.now());
    const stateOf = async (id: number) => (await messagesOf(core, id))[0]?.state;
    const first = await aRunningCampaign(core, { gatewayId, to: 1, name: 'First' });
    await untilOver(core, first.id);
    tell('the-one', 'delivered');
    expect(await stateOf(first.id)).toBe('delivered');
    // Somebody else's report waits, so waiting reports are looked for at each acceptance.
    tell('sent-outside-siar', 'delivered');
    const second = await aRunningCampaign(core, { gatewayId, to: 1, name: 'Second' });
    await untilOver(core, second.id);
    expect(await stateOf(second.id)).toBe('accepted');
    tell('the-one', 'undelivered');
    expect(await stateOf(second.id)).toBe('undelivered');
    expect(await stateOf(first.id)).toBe('delivered');
  });

  it('ends in the same state whatever the order and however often they come', async () => {
    const { core, gatewayId } = await engineBed({ script: { reports: false } });
    const { id } = await aRunningCampaign(core, { gatewayId, to: 150 });
    await untilOver(core, id);
    const messages = await messagesOf(core, id);
    let used = 0;
    const { db, clock } = core.deps;
    const word = fc.constantFrom<ReportState>('delivered', 'undelivered', 'expired');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const message = messages[used++]!;
        const gatewayMessageId = message.gatewayMessageId!;
        for (const report of [...words, ...words]) {
          recordReport(db, gatewayId, { gatewayMessageId, report, reportedAt: null }, clock.now());
        }
        const row = db.prepare('SELECT state FROM messages WHERE id = ?').get(message.id);
        expect(row).toEqual({ state: mergeReports(words) });
      }),
      { numRuns: 100, seed: 7 },
    );
    assertAddsUp(core, await core.client.campaigns.get({ id }));
  });

  it('changes nothing for messages that wait for none, and takes another gateway’s id for its own', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reports: false } });
    const other = await core.client.gateways.add({
      name: 'Other',
      driver: 'practice',
      url: practice.url,
    });
    const { id } = await aRunningCampaign(core, { gatewayId, to: MESSAGE_STATES.length });
    await untilOver(core, id);
    const { db, clock } = core.deps;
    const messages = await messagesOf(core, id);
    messages.forEach((message, i) => {
      db.prepare('UPDATE messages SET state = ? WHERE id = ?').run(MESSAGE_STATES[i], message.id);
    });
    const foreign = messages.map(({ gatewayMessageId }) =>
      recordReport(
        db,
        other.id,
        { gatewayMessageId: gatewayMessageId!, report: 'undelivered', reportedAt: 1 },
        clock.now(),
      ),
    );
    expect(foreign.every((moved) => moved === null)).toBe(true);
    for (const { gatewayMessageId } of messages) {
      const report = { gatewayMessageId: gatewayMessageId!, report: 'delivered' as const };
      recordReport(db, gatewayId, { ...report, reportedAt: 1 }, clock.now());
    }
    const after = (await messagesOf(core, id)).map(({ state }) => state);
    expect(after).toEqual(
      MESSAGE_STATES.map((state) =>
        state === 'accepted' || state === 'uncertain' ? 'delivered' : state,
      ),
    );
  });

  it('says no to the gateway when a report cannot be committed, so that it comes again', async () => {
    const { core, practice, gatewayId } = await engineBed({ script: { reportDelayMs: 20 } });
    const { db } = core.deps;
    db.exec(
      `CREATE TEMP TRIGGER broken BEFORE INSERT ON main.delivery_reports BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    const { id } = await aRunningCampaign(core, { gatewayId, to: 3 });
    await untilOver(core, id);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(practice.counters().reports.delivered).toBe(0);
    db.exec('DROP TRIGGER temp.broken');
    await until(core, id, ({ counts }) => counts.delivered === 3);
    expect(practice.taken.map(({ to }) => to).toSorted()).toEqual([1, 2, 3].map(msisdnOf));
  });
});
