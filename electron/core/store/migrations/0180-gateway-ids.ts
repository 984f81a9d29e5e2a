import { hashOfId } from '#core/delivery/id-hash.ts';
import type { Db } from '#core/store/db.ts';
import type { Migration } from '#core/store/migrations/migration.ts';

const TABLES = `
-- Which message a gateway's id belongs to. Gateways give random ids (UUIDs), and in one index over all of
-- them each id would dirty a page of its own: half of what a commit wrote. So ids are kept in sorted runs:
-- new ones in a small table, and when that is full, all of them at the end of the large one, in order.
-- Only a hash is kept (delivery/id-hash.ts); what is found is compared with the message itself.
CREATE TABLE recent_gateway_ids (
  id_hash INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  PRIMARY KEY (id_hash, message_id)
) STRICT, WITHOUT ROWID;
-- The higher the number, the newer the ids.
CREATE TABLE gateway_id_runs (
  run INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('short','long'))
) STRICT;
CREATE TABLE gateway_ids (
  run INTEGER NOT NULL,
  id_hash INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  PRIMARY KEY (run, id_hash, message_id)
) STRICT, WITHOUT ROWID;
DROP INDEX messages_by_gateway_id;
`;

/**
 * Statements are written for the plans that they get without statistics. An ANALYZE made while the tables
 * were small would have them walk a million rows instead.
 */
const NO_STATISTICS = 'DELETE FROM sqlite_stat1';

/** Ids that one pass of the migration holds in memory and writes as one run. */
const PASS = 100_000;

/** Finds the message of a gateway's id without an index that each new id writes to at random. */
export const gatewayIds: Migration = {
  version: 180,
  name: 'gateway-ids',
  up: (db) => {
    db.exec(TABLES);
    if (hasStatistics(db)) db.exec(NO_STATISTICS);
    let after = 0;
    for (let run = 1; ; run += 1) {
      const rows = readIds(db, after);
      if (rows.length === 0) return;
      after = rows.at(-1)?.id ?? after;
      writeRun(db, run, rows);
    }
  },
};

function hasStatistics(db: Db): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get() !== undefined;
}

type IdRow = { id: number; gatewayMessageId: string };

function readIds(db: Db, after: number): IdRow[] {
  return db
    .prepare<[number, number], IdRow>(
      `SELECT id, gateway_message_id AS gatewayMessageId FROM messages
       WHERE id > ? AND gateway_message_id IS NOT NULL ORDER BY id LIMIT ?`,
    )
    .all(after, PASS);
}

function writeRun(db: Db, run: number, rows: readonly IdRow[]): void {
  db.prepare("INSERT INTO gateway_id_runs VALUES (?, 'long')").run(run);
  const insert = db.prepare('INSERT INTO gateway_ids VALUES (?, ?, ?)');
  const entries = rows.map(({ id, gatewayMessageId }) => [hashOfId(gatewayMessageId), id] as const);
  for (const [idHash, id] of entries.toSorted((a, b) => a[0] - b[0])) insert.run(run, idHash, id);
}
