import { expect, it } from 'vitest';
import { insertGatewayIds } from '#core/delivery/id-queries.ts';
import { createReportBatches } from '#core/delivery/report-batches.ts';
import { systemClock } from '#core/ports.ts';
import { openDatabase } from '#core/store/open-database.ts';
import type { Db } from '#core/store/db.ts';

function aDatabase(): Db {
  const db = openDatabase(':memory:');
  db.exec(`
    INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at) VALUES (1, 'g', 'practice', 1, '{}', 't', 0);
    INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at) VALUES (7, 'c', 'running', '', 1, 'always', 0);
    INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, gateway_message_id, queued_at)
    VALUES (7, 1, '60123456789', 'MY', '', '', 'gsm7', 1, 1, 'accepted', 'm1', 0)`);
  insertGatewayIds(db, [{ gatewayMessageId: 'm1', messageId: 1 }]);
  return db;
}

const report = (gatewayMessageId: string) =>
  ({ gatewayMessageId, report: 'delivered', reportedAt: 1 }) as const;

it('commits the reports of one turn together and resolves after the commit', async () => {
  const db = aDatabase();
  const moved: number[] = [];
  const batches = createReportBatches({ db, clock: systemClock, moved: (id) => moved.push(id) });
  const taken = ['m1', 'm1', 'other'].map((id) => batches.take(1, report(id)));
  expect(db.prepare('SELECT count(*) AS n FROM delivery_reports').get()).toEqual({ n: 0 });
  await Promise.all(taken);
  expect(db.prepare('SELECT matched FROM delivery_reports ORDER BY id').pluck().all()).toEqual([
    1, 0,
  ]);
  expect(db.prepare('SELECT state FROM messages').pluck().get()).toBe('delivered');
  expect(moved).toEqual([7]);
  db.close();
});

it('rejects every report of a turn that could not be committed, keeps none, and goes on', async () => {
  const db = aDatabase();
  const batches = createReportBatches({ db, clock: systemClock, moved: () => {} });
  const results = await Promise.allSettled([
    batches.take(1, report('m1')),
    batches.take(99, report('x')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(db.prepare('SELECT state FROM messages').pluck().get()).toBe('accepted');
  await batches.take(1, report('m1'));
  expect(db.prepare('SELECT state FROM messages').pluck().get()).toBe('delivered');
  db.close();
});

it('calls a message delivered only once every part that has its own id is', async () => {
  const db = aDatabase();
  db.exec("INSERT INTO message_part_ids VALUES (1, 'm1b', 1)");
  const batches = createReportBatches({ db, clock: systemClock, moved: () => {} });
  const state = () => db.prepare('SELECT state FROM messages').pluck().get();
  await batches.take(1, report('m1b'));
  expect(state()).toBe('accepted');
  await batches.take(1, report('m1b'));
  expect(state()).toBe('accepted');
  await batches.take(1, report('m1'));
  expect(state()).toBe('delivered');
  await batches.take(1, { ...report('m1b'), report: 'undelivered' });
  expect(state()).toBe('undelivered');
  db.close();
});
