import type { Migration } from '#core/store/migrations/migration.ts';

const RETRIES = `
-- Who sends again what was not delivered, per gateway (decision record 0013). No row: the profile's default.
CREATE TABLE retry_policies (
  gateway_id INTEGER PRIMARY KEY REFERENCES gateways (id) ON DELETE CASCADE,
  policy TEXT NOT NULL CHECK (json_valid(policy)),
  updated_at INTEGER NOT NULL
) STRICT;

-- Every automatic retry, from the failed report on. A due one is a row, never a timer. Kept for the record.
CREATE TABLE retries (
  message_id INTEGER NOT NULL REFERENCES messages (id),
  -- 1 for the first retry of this message, and so on.
  number INTEGER NOT NULL,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  -- The report that asked for it.
  after_state TEXT NOT NULL CHECK (after_state IN ('undelivered','expired')),
  -- What the attempt will cost if the gateway takes it.
  credits INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  -- Later than this it is no longer worth sending.
  not_after INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','sent','cancelled')),
  -- Why it was cancelled: reported-delivered, stopped, opted-out, too-late, by-hand, sent-again, no-longer-failed.
  reason TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (message_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX retries_due ON retries (due_at) WHERE state = 'waiting';
CREATE INDEX retries_of_campaign ON retries (campaign_id, due_at) WHERE state = 'waiting';

-- The gateway's ids of attempts that a later attempt of the same message followed: a late report still
-- finds its message. Written only when something is sent again, so that sending once costs no index.
-- Where each part has its own id, each has its row.
CREATE TABLE earlier_attempts (
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  gateway_message_id TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  -- The number of the attempt.
  attempt INTEGER NOT NULL,
  PRIMARY KEY (gateway_id, gateway_message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX earlier_attempts_by_message ON earlier_attempts (message_id, attempt);
CREATE TRIGGER messages_sent_again BEFORE UPDATE OF state ON messages
WHEN NEW.state = 'queued' AND OLD.state <> 'queued' AND OLD.gateway_message_id IS NOT NULL BEGIN
  INSERT OR REPLACE INTO earlier_attempts VALUES (OLD.gateway_id, OLD.gateway_message_id, OLD.id, OLD.attempts);
  INSERT OR REPLACE INTO earlier_attempts
  SELECT gateway_id, gateway_message_id, OLD.id, OLD.attempts FROM message_part_ids WHERE message_id = OLD.id;
END;

-- Whoever moves a message out of failure, its waiting retry has nothing left to do.
CREATE TRIGGER retries_superseded AFTER UPDATE OF state ON messages
WHEN OLD.state IN ('undelivered','expired') AND NEW.state NOT IN ('undelivered','expired') BEGIN
  UPDATE retries SET state = 'cancelled', ended_at = coalesce(NEW.final_at, CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    reason = CASE NEW.state WHEN 'delivered' THEN 'reported-delivered' WHEN 'queued' THEN 'sent-again' ELSE 'no-longer-failed' END
  WHERE message_id = NEW.id AND state = 'waiting';
END;

-- Receipts that were written: their seal is what a file is compared with later.
CREATE TABLE receipts (
  id INTEGER PRIMARY KEY,
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
  made_at INTEGER NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('csv','pdf')),
  rows INTEGER NOT NULL,
  seal TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_of_campaign ON receipts (campaign_id, id);
`;

/** Retry policies and retries, late reports of earlier attempts, and the receipts that were written. */
export const retries: Migration = {
  version: 90,
  name: 'retries',
  up: (db) => db.exec(RETRIES),
};
