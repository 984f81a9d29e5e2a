import type { Migration } from '#core/store/migrations/migration.ts';

const REPLIES = `
-- Messages from phones, each once however often a gateway hands it over.
CREATE TABLE incoming_messages (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  -- The gateway's own id of it; null where it gives none.
  gateway_ref TEXT,
  -- Digits with country code where it is a number that can be read, otherwise as the gateway wrote it.
  sender TEXT NOT NULL,
  recipient TEXT NOT NULL,
  text TEXT NOT NULL,
  -- Of a message in several parts: its reference, how many there are, and those that came (number to text).
  part_reference INTEGER,
  part_total INTEGER,
  parts TEXT CHECK (json_valid(parts)),
  -- What it asked for: 'stop', 'start', 'check' (a person has to look), null: nothing of it.
  asked TEXT CHECK (asked IN ('stop','start','check')),
  keyword TEXT,
  -- What Siar did: 'stopped', 'already' (was suppressed before), 'allowed', 'none'.
  done TEXT NOT NULL CHECK (done IN ('stopped','already','allowed','none')),
  -- The campaign whose message the phone got last; its user is who sees the reply.
  campaign_id INTEGER REFERENCES campaigns (id) ON DELETE SET NULL,
  received_at INTEGER NOT NULL,
  CHECK ((part_total IS NULL) = (parts IS NULL) AND (part_total IS NULL) = (part_reference IS NULL))
) STRICT;
CREATE UNIQUE INDEX incoming_messages_by_ref ON incoming_messages (gateway_id, gateway_ref) WHERE gateway_ref IS NOT NULL;
CREATE INDEX incoming_messages_by_sender ON incoming_messages (sender, id);
CREATE INDEX incoming_messages_by_campaign ON incoming_messages (campaign_id, id);
-- What still waits for a person.
CREATE INDEX incoming_messages_to_check ON incoming_messages (id) WHERE asked = 'check';
`;

/** Messages from phones, and what was done about each. */
export const replies: Migration = {
  version: 200,
  name: 'replies',
  up: (db) => db.exec(REPLIES),
};
