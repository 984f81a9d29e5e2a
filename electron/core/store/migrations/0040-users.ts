import type { Migration } from '#core/store/migrations/migration.ts';

const USERS = `
-- Sub-accounts. Sign-in is off while this table is empty: then everything is done by the house.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('owner','manager','sender','viewer')),
  -- Salt, cost and hash in one string; never a password.
  password TEXT NOT NULL,
  must_change INTEGER NOT NULL DEFAULT 1 CHECK (must_change IN (0,1)),
  -- Whole credits a user may spend in one day; null: no limit.
  daily_limit INTEGER CHECK (daily_limit >= 0),
  created_at INTEGER NOT NULL,
  -- Users are never deleted: what they did stays theirs.
  disabled_at INTEGER
) STRICT;

-- Whose it is; null: the house's.
ALTER TABLE campaigns ADD COLUMN user_id INTEGER REFERENCES users (id);
CREATE INDEX campaigns_by_user ON campaigns (user_id, id);
ALTER TABLE otp_log ADD COLUMN user_id INTEGER REFERENCES users (id);
`;

/** Users, and whose a campaign or a one-time password is. */
export const users: Migration = {
  version: 40,
  name: 'users',
  up: (db) => db.exec(USERS),
};
