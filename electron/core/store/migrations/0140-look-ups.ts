import type { Db } from '#core/store/db.ts';
import type { Migration } from '#core/store/migrations/migration.ts';

const LOOK_UPS = `
-- What a gateway was asked about a number, and what it said. The latest of a number is remembered.
CREATE TABLE look_ups (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  msisdn TEXT NOT NULL,
  -- Who asked; null: the house.
  user_id INTEGER REFERENCES users (id),
  -- Committed as 'asking' before a byte leaves.
  state TEXT NOT NULL CHECK (state IN ('asking','asked','answered','refused','uncertain')),
  result TEXT CHECK (result IN ('reachable','absent','dead','unknown')),
  word TEXT,
  -- The callback as it came: its names are not documented.
  answer TEXT,
  code TEXT,
  reason TEXT NOT NULL DEFAULT '',
  gateway_request_id TEXT,
  credits INTEGER,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  answered_at INTEGER,
  CHECK ((result IS NULL) = (state <> 'answered'))
) STRICT;
CREATE INDEX look_ups_by_msisdn ON look_ups (msisdn, id);
CREATE INDEX look_ups_by_request ON look_ups (gateway_id, gateway_request_id) WHERE gateway_request_id IS NOT NULL;
CREATE INDEX look_ups_asking ON look_ups (state) WHERE state = 'asking';
`;

type Piece = { type: string; name: string; sql: string };

/** SQLite cannot change a CHECK: the table is made anew with its rows, indexes and triggers. */
function letLookUpsBeBooked(db: Db): void {
  const pieces = db
    .prepare<[], Piece>(
      `SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'credit_transactions' AND sql IS NOT NULL`,
    )
    .all()
    .map(({ sql, ...piece }) => ({
      ...piece,
      sql: sql
        .replace("'campaign','otp','top-up'", "'campaign','otp','top-up','look-up'")
        .replace("IN ('campaign','otp')", "IN ('campaign','otp','look-up')"),
    }));
  // Whatever points at the rows finds them again before the transaction ends.
  db.pragma('defer_foreign_keys = ON');
  db.exec('CREATE TABLE credit_transactions_kept AS SELECT * FROM credit_transactions');
  db.exec('DROP TABLE credit_transactions');
  for (const { type, sql } of pieces) if (type === 'table') db.exec(sql);
  db.exec('INSERT INTO credit_transactions SELECT * FROM credit_transactions_kept ORDER BY id');
  db.exec('DROP TABLE credit_transactions_kept');
  for (const { type, sql } of pieces) if (type !== 'table') db.exec(sql);
}

/** Look-ups of numbers (HLR), and their place in the ledger. */
export const lookUps: Migration = {
  version: 140,
  name: 'look-ups',
  up: (db) => {
    db.exec(LOOK_UPS);
    letLookUpsBeBooked(db);
  },
};
