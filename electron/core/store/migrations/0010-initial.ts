import type { Migration } from '#core/store/migrations/migration.ts';

const CONTACTS = `
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  msisdn TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL,
  confidence TEXT NOT NULL DEFAULT 'valid' CHECK (confidence IN ('valid','possible')),
  fields TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(fields)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
-- Sorting the contacts table by name must not sort a million rows.
CREATE INDEX contacts_by_name ON contacts (name COLLATE NOCASE, id);

CREATE TABLE lists (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  -- Kept by triggers, so that the list page does not count a million rows.
  contacts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE list_members (
  list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
  PRIMARY KEY (list_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_members_by_contact ON list_members (contact_id);
CREATE TRIGGER list_members_added AFTER INSERT ON list_members BEGIN
  UPDATE lists SET contacts = contacts + 1 WHERE id = NEW.list_id;
END;
CREATE TRIGGER list_members_removed AFTER DELETE ON list_members BEGIN
  UPDATE lists SET contacts = contacts - 1 WHERE id = OLD.list_id;
END;

-- Trigram: substring search in any script from three characters on; shorter ones use LIKE.
-- Holds the values of the fields without their names, so that a search for "branch" finds no column.
CREATE VIRTUAL TABLE contact_search USING fts5 (
  name, msisdn, fields, content='', contentless_delete=1, tokenize='trigram'
);
CREATE TRIGGER contacts_search_added AFTER INSERT ON contacts BEGIN
  INSERT INTO contact_search (rowid, name, msisdn, fields)
  VALUES (NEW.id, NEW.name, NEW.msisdn, (SELECT group_concat(value, char(10)) FROM json_each(NEW.fields)));
END;
CREATE TRIGGER contacts_search_removed AFTER DELETE ON contacts BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.id;
END;
CREATE TRIGGER contacts_search_changed AFTER UPDATE OF name, msisdn, fields ON contacts BEGIN
  DELETE FROM contact_search WHERE rowid = OLD.id;
  INSERT INTO contact_search (rowid, name, msisdn, fields)
  VALUES (NEW.id, NEW.name, NEW.msisdn, (SELECT group_concat(value, char(10)) FROM json_each(NEW.fields)));
END;

CREATE TABLE suppressions (
  msisdn TEXT PRIMARY KEY,
  reason TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL CHECK (source IN ('manual','import','reply')),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const CAMPAIGNS = `
CREATE TABLE templates (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  text TEXT NOT NULL,
  category TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE gateways (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  driver TEXT NOT NULL,
  url TEXT,
  rate REAL NOT NULL,
  profile TEXT NOT NULL CHECK (json_valid(profile)),
  dlr_listen TEXT,
  dlr_url TEXT,
  -- The unguessable part of the delivery-report path.
  dlr_token TEXT NOT NULL,
  balance INTEGER,
  balance_at INTEGER,
  created_at INTEGER NOT NULL,
  -- History keeps the row of a removed gateway for its name.
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX gateways_by_name ON gateways (name COLLATE NOCASE) WHERE removed_at IS NULL;

CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  -- 'test' is a single test message: on record like any other, but not in the list of campaigns.
  kind TEXT NOT NULL DEFAULT 'campaign' CHECK (kind IN ('campaign','test')),
  state TEXT NOT NULL CHECK (state IN ('draft','freezing','scheduled','running','paused','stopped','finished')),
  text TEXT NOT NULL,
  template_id INTEGER REFERENCES templates (id) ON DELETE SET NULL,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  scheduled_at INTEGER,
  sending_window TEXT NOT NULL,
  time_zone TEXT,
  rate REAL,
  pause_code TEXT,
  pause_message TEXT,
  predicted INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER
) STRICT;
CREATE INDEX campaigns_by_state ON campaigns (state);

CREATE TABLE campaign_lists (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  list_id INTEGER NOT NULL,
  list_name TEXT NOT NULL,
  PRIMARY KEY (campaign_id, list_id)
) STRICT, WITHOUT ROWID;

-- Which countries a frozen campaign goes to: sending windows are open or closed per country.
CREATE TABLE campaign_countries (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  country TEXT NOT NULL,
  PRIMARY KEY (campaign_id, country)
) STRICT, WITHOUT ROWID;

-- One row per recipient, written when the campaign is frozen. msisdn, name, text, encoding, parts and
-- credits never change afterwards (a trigger refuses it).
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  contact_id INTEGER,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  msisdn TEXT NOT NULL,
  country TEXT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  encoding TEXT NOT NULL CHECK (encoding IN ('gsm7','ucs2')),
  parts INTEGER NOT NULL,
  credits INTEGER NOT NULL,
  -- The states of every message first: looking in a list is slower, and each message is checked four times.
  state TEXT NOT NULL CHECK (state = 'queued' OR state = 'sending' OR state = 'accepted' OR state = 'delivered'
    OR state IN ('excluded','undelivered','expired','rejected','uncertain','cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Queued again after a back-off: not before this moment.
  not_before INTEGER,
  gateway_message_id TEXT,
  code TEXT,
  reason TEXT,
  charged INTEGER NOT NULL DEFAULT 0,
  -- Whether a person said that this uncertain message is to be left as it is.
  resolved INTEGER NOT NULL DEFAULT 0,
  queued_at INTEGER NOT NULL,
  sent_at INTEGER,
  final_at INTEGER,
  UNIQUE (campaign_id, msisdn)
) STRICT;
CREATE INDEX messages_to_claim ON messages (campaign_id, country, id) WHERE state = 'queued';
CREATE INDEX messages_backed_off ON messages (campaign_id, not_before) WHERE state = 'queued' AND not_before IS NOT NULL;
-- One partial index each: SQLite does not use one made for "state IN (…)" to look for one of the states.
CREATE INDEX messages_sending ON messages (campaign_id) WHERE state = 'sending';
CREATE INDEX messages_uncertain ON messages (campaign_id) WHERE state = 'uncertain';
CREATE INDEX messages_by_state ON messages (campaign_id, state, id);
CREATE INDEX messages_by_gateway_id ON messages (gateway_message_id) WHERE gateway_message_id IS NOT NULL;
CREATE INDEX messages_by_msisdn ON messages (msisdn, id);
CREATE INDEX messages_by_time ON messages (queued_at);
CREATE TRIGGER messages_stay_frozen BEFORE UPDATE OF campaign_id, gateway_id, msisdn, text, encoding, parts, credits ON messages BEGIN
  SELECT RAISE(ABORT, 'a frozen message cannot change');
END;

-- Message counts per campaign and state, kept by triggers: a status costs eleven rows, not a million.
CREATE TABLE campaign_counts (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  messages INTEGER NOT NULL,
  credits INTEGER NOT NULL,
  charged INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER messages_counted AFTER INSERT ON messages BEGIN
  INSERT INTO campaign_counts VALUES (NEW.campaign_id, NEW.state, 1, NEW.credits, NEW.charged)
  ON CONFLICT DO UPDATE SET messages = messages + 1, credits = credits + NEW.credits, charged = charged + NEW.charged;
END;
CREATE TRIGGER messages_moved AFTER UPDATE OF state, charged ON messages
WHEN OLD.state <> NEW.state OR OLD.charged <> NEW.charged BEGIN
  UPDATE campaign_counts SET messages = messages - 1, credits = credits - OLD.credits, charged = charged - OLD.charged
  WHERE campaign_id = OLD.campaign_id AND state = OLD.state;
  INSERT INTO campaign_counts VALUES (NEW.campaign_id, NEW.state, 1, NEW.credits, NEW.charged)
  ON CONFLICT DO UPDATE SET messages = messages + 1, credits = credits + NEW.credits, charged = charged + NEW.charged;
END;
CREATE TRIGGER messages_uncounted AFTER DELETE ON messages BEGIN
  UPDATE campaign_counts SET messages = messages - 1, credits = credits - OLD.credits, charged = charged - OLD.charged
  WHERE campaign_id = OLD.campaign_id AND state = OLD.state;
END;

-- Append-only: intent is committed before any byte leaves, the outcome after the reply.
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  number INTEGER NOT NULL,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  -- Holds the attempt's id, and so needs no index to be unique (sending/claim-queries.ts).
  reference TEXT NOT NULL,
  -- SHA-256 of what the gateway is asked to do: recipient and text.
  payload_hash BLOB NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  outcome TEXT,
  code TEXT,
  detail TEXT,
  gateway_message_id TEXT,
  parts INTEGER,
  credits INTEGER,
  UNIQUE (message_id, number)
) STRICT;

-- Every delivery report as it came. Reports that arrive before the acceptance wait here.
CREATE TABLE delivery_reports (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  gateway_message_id TEXT NOT NULL,
  report TEXT NOT NULL,
  reported_at INTEGER,
  received_at INTEGER NOT NULL,
  matched INTEGER NOT NULL DEFAULT 0,
  UNIQUE (gateway_id, gateway_message_id, report, reported_at)
) STRICT;
-- Hardly ever holds a row: whether any report waits is asked for each batch of acceptances.
CREATE INDEX delivery_reports_waiting ON delivery_reports (gateway_id) WHERE matched = 0;

-- History search. Chinese is stored with a space between characters, so that a phrase finds a word.
CREATE VIRTUAL TABLE message_search USING fts5 (
  words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='3'
);

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Contacts, templates, gateways, campaigns, messages, attempts, delivery reports, search, settings. */
export const initial: Migration = {
  version: 10,
  name: 'initial',
  up: (db) => {
    db.exec(CONTACTS);
    db.exec(CAMPAIGNS);
  },
};
