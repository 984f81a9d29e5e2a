import type { Migration } from '#core/store/migrations/migration.ts';

const SIGN_IN = `
-- What a person chose for the own screen, as JSON; empty: as the settings say.
ALTER TABLE users ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(preferences));
ALTER TABLE users ADD COLUMN signed_in_at INTEGER;

-- Commands that stay signed in. Only a hash of what the command keeps.
CREATE TABLE command_sign_ins (
  token_hash BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Wrong passwords since the last right one, by a hash of the name as it was given; outlives a restart.
CREATE TABLE sign_in_failures (
  name_hash BLOB PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The one code that gives an owner a new password. Only its hash.
CREATE TABLE recovery (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  code_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Who did what. Never a message text, a number, a code or a secret.
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- Null: the house, or nobody signed in.
  user_id INTEGER REFERENCES users (id),
  -- The name at that time.
  user_name TEXT,
  via TEXT NOT NULL CHECK (via IN ('browser','desktop','command')),
  -- Path of the procedure, such as campaigns.start.
  action TEXT NOT NULL,
  -- What it was done to, such as 'campaign 12'; empty where it names nothing.
  target TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL CHECK (outcome IN ('ok','refused','failed')),
  -- Why not.
  code TEXT
) STRICT;
CREATE INDEX audit_log_by_user ON audit_log (user_id, id);
CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log BEGIN
  SELECT raise(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_log_is_never_shortened BEFORE DELETE ON audit_log BEGIN
  SELECT raise(ABORT, 'the audit log is append-only');
END;
`;

/** Sign-in, its limits, and the log of who did what. */
export const signIn: Migration = {
  version: 80,
  name: 'sign-in',
  up: (db) => db.exec(SIGN_IN),
};
