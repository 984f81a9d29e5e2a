import type { Migration } from '#core/store/migrations/migration.ts';

const RELAYS = `
-- A relay takes the callbacks of gateways on a public address and keeps them until Siar fetches them.
CREATE TABLE relays (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  -- The unguessable part of the address that gateways call; the relay's key is with the other secrets.
  inbox TEXT NOT NULL,
  -- Which database of the relay the cursor belongs to; null until it was asked for the first time.
  epoch TEXT,
  -- The last callback that is recorded here.
  cursor INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE gateway_relays (
  gateway_id INTEGER PRIMARY KEY REFERENCES gateways (id) ON DELETE CASCADE,
  relay_id INTEGER NOT NULL REFERENCES relays (id)
) STRICT;
CREATE INDEX gateway_relays_by_relay ON gateway_relays (relay_id);
`;

/** Relays of delivery reports. */
export const relays: Migration = {
  version: 110,
  name: 'relays',
  up: (db) => db.exec(RELAYS),
};
