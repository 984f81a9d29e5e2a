import type { Migration } from '#core/store/migrations/migration.ts';

const RULES = `
-- Which gateway takes a message when its campaign is frozen: the first rule in order that is about its
-- number, else the campaign's own gateway (shared/routing/rules.ts).
CREATE TABLE routing_rules (
  id INTEGER PRIMARY KEY,
  -- Their order; gaps mean nothing.
  position INTEGER NOT NULL,
  country TEXT,
  prefix TEXT,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  enabled INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  CHECK ((country IS NULL) <> (prefix IS NULL))
) STRICT;

-- 0: everything goes by the campaign's own gateway, whatever the rules say.
ALTER TABLE campaigns ADD COLUMN routing INTEGER NOT NULL DEFAULT 1 CHECK (routing IN (0, 1));
`;

const HOLDS = `
-- Messages of a campaign that wait because of their gateway (credentials, no credit, out of reach, …),
-- while those of its other gateways go on. Gone when a person resumes, or the gateway answers again.
CREATE TABLE campaign_holds (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, gateway_id)
) STRICT, WITHOUT ROWID;

-- A gateway claims its own messages without reading past those of the others.
DROP INDEX messages_to_claim;
CREATE INDEX messages_to_claim ON messages (campaign_id, country, gateway_id, id) WHERE state = 'queued';
`;

const MISMATCHES = `
-- As before, now one for each gateway of a campaign: each counts in its own way.
CREATE TABLE gateway_mismatches (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  message_id INTEGER NOT NULL REFERENCES messages (id),
  predicted_parts INTEGER NOT NULL,
  predicted_credits INTEGER NOT NULL,
  -- As the gateway said; null: it did not say.
  parts INTEGER,
  credits INTEGER,
  -- Changes of its profile or rates that would explain it, and the one that a person took.
  proposals TEXT NOT NULL CHECK (json_valid(proposals)),
  applied TEXT CHECK (applied IS NULL OR json_valid(applied)),
  found_at INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, gateway_id)
) STRICT;
INSERT INTO gateway_mismatches
  SELECT campaign_id, gateway_id, message_id, predicted_parts, predicted_credits, parts, credits,
    proposals, applied, found_at
  FROM credit_mismatches;
DROP TABLE credit_mismatches;
ALTER TABLE gateway_mismatches RENAME TO credit_mismatches;
`;

/** Rules that give a campaign's messages to several gateways, and what that needs elsewhere. */
export const routing: Migration = {
  version: 130,
  name: 'routing',
  up: (db) => {
    db.exec(RULES);
    db.exec(HOLDS);
    db.exec(MISMATCHES);
  },
};
