import { afterEach, expect, it } from 'vitest';
import type { DeliveryReport, GatewayDriver, PollOutcome } from '#core/gateways/gateway-driver.ts';
import type { GatewayPool } from '#core/gateways/gateway-pool.ts';
import { createPollBoard, type PollNote } from '#core/gateways/poll-board.ts';
import { insertPoll } from '#core/delivery/poll-queries.ts';
import { createReportPoller } from '#core/delivery/poller.ts';
import { openDatabase } from '#core/store/open-database.ts';
import type { Db } from '#core/store/db.ts';
import { silentLogger } from '#tests/support/silent-logger.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

function aDatabase(messages: number): Db {
  const db = openDatabase(':memory:');
  db.exec(`
    INSERT INTO gateways (id, name, driver, rate, profile, dlr_token, created_at) VALUES (1, 'g', 'twilio', 1, '{}', 't', 0);
    INSERT INTO campaigns (id, name, state, text, gateway_id, sending_window, created_at) VALUES (7, 'c', 'running', '', 1, 'always', 0)`);
  for (let i = 1; i <= messages; i += 1) {
    db.prepare(
      `INSERT INTO messages (id, campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, gateway_message_id, queued_at)
       VALUES (?, 7, 1, ?, 'MY', '', '', 'gsm7', 1, 1, 'accepted', ?, 0)`,
    ).run(i, `6012000000${i}`, `m${i}`);
    insertPoll(db, { messageId: i, gatewayId: 1, gatewayMessageId: `m${i}`, nextAt: 10 });
  }
  return db;
}

/** A poller whose gateway answers what the test says, and what it asked and took. */
function aPoller(db: Db, answer: (ids: readonly string[]) => Partial<PollOutcome>) {
  let now = 100;
  const asked: string[][] = [];
  const taken: DeliveryReport[] = [];
  const notes: PollNote[] = [];
  const driver: Pick<GatewayDriver, 'poll' | 'pollBatch'> = {
    pollBatch: 2,
    poll(ids) {
      asked.push([...ids]);
      return Promise.resolve({ reports: [], unknown: [], problem: null, ...answer(ids) });
    },
  };
  const poller = createReportPoller({
    db,
    logger: silentLogger,
    clock: { now: () => now, monotonic: () => now },
    // The poller uses nothing else of a pool.
    gateways: { open: () => Promise.resolve({ driver }) } as unknown as GatewayPool,
    note: (_gatewayId, note) => void notes.push(note),
    take(_gatewayId, report) {
      taken.push(report);
      return Promise.resolve();
    },
  });
  cleanups.push(() => poller.stop());
  const look = async (later = 0) => {
    now += later;
    poller.tick();
    // One turn for opening, one for asking, one for recording.
    for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
  };
  const waiting = () =>
    db.prepare('SELECT gateway_message_id FROM report_polls ORDER BY message_id').pluck().all();
  return { look, asked, taken, waiting, notes };
}

const delivered = (gatewayMessageId: string): DeliveryReport => ({
  gatewayMessageId,
  report: 'delivered',
  reportedAt: null,
});

it('asks in batches, takes what is final, and asks later for the rest', async () => {
  const db = aDatabase(3);
  const poller = aPoller(db, (ids) => ({ reports: ids.includes('m1') ? [delivered('m1')] : [] }));
  await poller.look();
  await poller.look();
  expect(poller.asked).toEqual([['m1', 'm2'], ['m3']]);
  expect(poller.taken).toEqual([delivered('m1')]);
  expect(poller.waiting()).toEqual(['m2', 'm3']);
  await poller.look(14_000);
  expect(poller.asked).toHaveLength(2);
  await poller.look(2_000);
  expect(poller.asked[2]).toEqual(['m2', 'm3']);
});

it('asks no more for what the gateway does not know', async () => {
  const db = aDatabase(1);
  const poller = aPoller(db, (unknown) => ({ unknown }));
  await poller.look();
  expect(poller.waiting()).toEqual([]);
});

it('waits longer and longer while the gateway has a problem, and loses nothing', async () => {
  const db = aDatabase(2);
  let broken = true;
  const problem = { code: 'http-500', reason: 'r', retryAfterMs: 1_000 };
  const poller = aPoller(db, () => (broken ? { problem } : { reports: [delivered('m1')] }));
  await poller.look();
  await poller.look(500);
  expect(poller.asked).toHaveLength(1);
  await poller.look(600);
  expect(poller.asked).toHaveLength(2);
  await poller.look(1_500);
  expect(poller.asked).toHaveLength(2);
  broken = false;
  await poller.look(600);
  expect(poller.taken).toHaveLength(1);
  expect(poller.waiting()).toEqual(['m2']);
});

it('gives up after some days, and the message stays as it is', async () => {
  const db = aDatabase(1);
  db.exec('UPDATE report_polls SET tries = 76');
  const poller = aPoller(db, () => ({}));
  await poller.look();
  expect(poller.waiting()).toEqual([]);
});

it('tells how it went: a sentence and the next try while it fails, and when it goes well again', async () => {
  const answers: Partial<PollOutcome>[] = [
    { problem: { code: 'http-503', reason: 'It is busy.', retryAfterMs: 30_000 } },
    { problem: { code: 'http-503', reason: 'It is busy.', retryAfterMs: 30_000 } },
    {},
  ];
  const { look, notes } = aPoller(aDatabase(1), () => answers.shift() ?? {});
  await look();
  await look(30_000);
  await look(60_000);
  expect(notes).toEqual([
    { at: 100, problem: { code: 'http-503', message: 'It is busy.', nextAt: 30_100 } },
    { at: 30_100, problem: { code: 'http-503', message: 'It is busy.', nextAt: 90_100 } },
    { at: 90_100, problem: null },
  ]);
  const changes: number[] = [];
  const board = createPollBoard(() => changes.push(1));
  for (const note of notes) board.note(1, note);
  // Only beginning and end are news.
  expect(changes).toHaveLength(2);
  expect(board.of(1)).toEqual({ answeredAt: 90_100, problem: null });
  board.note(1, { at: 99_000, problem: { code: 'x', message: 'No.', nextAt: 1 } });
  expect(board.of(1)).toMatchObject({ answeredAt: 90_100, problem: { message: 'No.' } });
});
