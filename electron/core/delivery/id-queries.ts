import { hashOfId } from '#core/delivery/id-hash.ts';
import type { Db } from '#core/store/db.ts';
import { keyedJson } from '#core/store/keyed-json.ts';
import { statement } from '#core/store/statement.ts';

/** Recent ids that are kept before they become a run: some five pages, as many as a commit can dirty. */
const RUN_SIZE = 1_024;

/**
 * Short runs that are kept before they become a long one. A look for an old id costs one step for each
 * run: some 60 for a million messages. Merging costs some 20 ms, once in so many thousand messages.
 */
const SHORT_RUNS = 16;

/** Remembers which messages these ids belong to; call it in the transaction that records the ids. */
export function insertGatewayIds(
  db: Db,
  ids: readonly { gatewayMessageId: string; messageId: number }[],
): void {
  const hashes = ids.map(
    ({ gatewayMessageId, messageId }) => [messageId, hashOfId(gatewayMessageId)] as const,
  );
  statement(
    db,
    'INSERT OR IGNORE INTO recent_gateway_ids SELECT value, CAST(key AS INTEGER) FROM json_each(?)',
  ).run(keyedJson(hashes));
}

/**
 * Makes a run of the recent ids when there are enough, and a long one of enough short ones. Call it now
 * and then, inside a transaction.
 */
export function sealGatewayIds(
  db: Db,
  { size, shortRuns }: { size: number; shortRuns: number } = {
    size: RUN_SIZE,
    shortRuns: SHORT_RUNS,
  },
): void {
  const { n } = statement<{ n: number }>(
    db,
    'SELECT count(*) AS n FROM recent_gateway_ids',
  ).get() ?? { n: 0 };
  if (n < size) return;
  statement(
    db,
    'INSERT INTO gateway_ids SELECT ?, id_hash, message_id FROM recent_gateway_ids',
  ).run(insertRun(db, 'short'));
  statement(db, 'DELETE FROM recent_gateway_ids').run();
  mergeShortRuns(db, shortRuns);
}

/** The number of a new run, higher than any other. */
function insertRun(db: Db, kind: 'short' | 'long'): number {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO gateway_id_runs SELECT ifnull(max(run), 0) + 1, ? FROM gateway_id_runs',
  ).run(kind);
  return Number(lastInsertRowid);
}

/** Short runs are the newest ones, so what comes of them is newer than every long one. */
function mergeShortRuns(db: Db, enough: number): void {
  const { n, first } = statement<{ n: number; first: number | null }>(
    db,
    "SELECT count(*) AS n, min(run) AS first FROM gateway_id_runs WHERE kind = 'short'",
  ).get() ?? { n: 0, first: null };
  if (n < enough || first === null) return;
  const run = insertRun(db, 'long');
  statement(
    db,
    `INSERT OR IGNORE INTO gateway_ids SELECT @run, id_hash, message_id FROM gateway_ids
     WHERE run >= @first AND run < @run ORDER BY id_hash, message_id`,
  ).run({ run, first });
  statement(db, 'DELETE FROM gateway_ids WHERE run >= ? AND run < ?').run(first, run);
  statement(db, "DELETE FROM gateway_id_runs WHERE kind = 'short'").run();
}

// CROSS JOIN: run by run, each with one step down its tree. Left to itself the planner could walk all ids.
const RECENT = 'recent_gateway_ids i';
const IN_RUNS = 'gateway_id_runs r CROSS JOIN gateway_ids i ON i.run = r.run';
const MESSAGE = `CROSS JOIN messages m ON m.id = i.message_id AND m.gateway_message_id = @gatewayMessageId
  WHERE i.id_hash = @idHash`;

/**
 * The columns of the message that got this id from this gateway. Ids are used again: the last message
 * that got it is meant. `columns` are of messages, as `m`.
 */
export function getByGatewayId<Row>(
  db: Db,
  columns: string,
  gatewayId: number,
  gatewayMessageId: string,
): Row | undefined {
  const wanted = { idHash: hashOfId(gatewayMessageId), gatewayId, gatewayMessageId };
  const look = (ids: string, newestFirst: string) =>
    statement<Row>(
      db,
      `SELECT ${columns} FROM ${ids} ${MESSAGE} AND m.gateway_id = @gatewayId
       ORDER BY ${newestFirst} LIMIT 1`,
    ).get(wanted);
  return look(RECENT, 'i.message_id DESC') ?? look(IN_RUNS, 'r.run DESC, i.message_id DESC');
}

/** Every message that has this id, of whichever gateway. */
export function listByGatewayId(db: Db, gatewayMessageId: string): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT m.id FROM ${RECENT} ${MESSAGE} UNION SELECT m.id FROM ${IN_RUNS} ${MESSAGE}`,
  )
    .all({ idHash: hashOfId(gatewayMessageId), gatewayMessageId })
    .map(({ id }) => id);
}
