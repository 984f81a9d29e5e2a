import { randomUUID } from 'node:crypto';
import type { Migration } from '#core/store/migrations/migration.ts';

/**
 * Who this database is: what an older or foreign copy is recognised by (decision record 0008).
 * The machine is filled in by the first Siar that opens it, since a migration knows no machine.
 */
export const identity: Migration = {
  version: 20,
  name: 'identity',
  up: (db) => {
    db.exec(`
      CREATE TABLE identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        database_id TEXT NOT NULL,
        machine_id TEXT,
        -- The epoch is the highest attempt id plus this; reconciling raises it.
        epoch_offset INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    `);
    db.prepare('INSERT INTO identity (id, database_id) VALUES (1, ?)').run(randomUUID());
  },
};
