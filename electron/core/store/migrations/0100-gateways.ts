import type { Migration } from '#core/store/migrations/migration.ts';

const PART_IDS = `
-- Ids of the second and further parts of a message whose gateway reports on each part by its own id
-- (SMPP); the first is in messages. Gateways use ids again after a while, so the message is in the key.
CREATE TABLE message_part_ids (
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  gateway_message_id TEXT NOT NULL,
  message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  PRIMARY KEY (gateway_id, gateway_message_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_part_ids_by_message ON message_part_ids (message_id);
-- Reports on an attempt that was given up say nothing about the next one.
CREATE TRIGGER message_part_ids_given_up AFTER UPDATE OF state ON messages
WHEN NEW.state = 'queued' AND OLD.state <> 'sending' BEGIN
  DELETE FROM message_part_ids WHERE message_id = NEW.id;
END;
`;

const REQUESTS = `
-- A request that carries several messages: committed with their attempts before it leaves. Its reference
-- is that of its first attempt. Repeating it safely means the same messages under this reference, never
-- one of them by itself.
CREATE TABLE send_requests (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  reference TEXT NOT NULL UNIQUE,
  messages INTEGER NOT NULL CHECK (messages > 1),
  started_at INTEGER NOT NULL
) STRICT;
-- Null: the attempt was a request of its own.
ALTER TABLE attempts ADD COLUMN request_id INTEGER REFERENCES send_requests (id);
CREATE INDEX attempts_by_request ON attempts (request_id) WHERE request_id IS NOT NULL;
`;

const POLLS = `
-- Delivery reports to be asked for: the durable place of the poller.
CREATE TABLE report_polls (
  message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  gateway_message_id TEXT NOT NULL,
  next_at INTEGER NOT NULL,
  tries INTEGER NOT NULL
) STRICT;
CREATE INDEX report_polls_due ON report_polls (gateway_id, next_at);
`;

const SWITCH = `
-- Frozen messages change in one way only: a person gives those that have not left to another gateway,
-- which may count and price them otherwise.
DROP TRIGGER messages_stay_frozen;
CREATE TRIGGER messages_stay_frozen BEFORE UPDATE OF campaign_id, gateway_id, msisdn, text, encoding, parts, credits ON messages
WHEN OLD.state <> 'queued' OR NEW.state <> 'queued' OR NEW.gateway_id = OLD.gateway_id
  OR NEW.campaign_id <> OLD.campaign_id OR NEW.msisdn <> OLD.msisdn BEGIN
  SELECT RAISE(ABORT, 'a frozen message cannot change');
END;
`;

/** Messages with an id for each part, reports that are asked for, and requests that carry several messages. */
export const gateways: Migration = {
  version: 100,
  name: 'gateways',
  up: (db) => {
    db.exec(PART_IDS);
    db.exec(REQUESTS);
    db.exec(POLLS);
    db.exec(SWITCH);
  },
};
