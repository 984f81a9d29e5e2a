import type { Migration } from '#core/store/migrations/migration.ts';

const RATES = `
-- Credits per part by country and number prefix (digits with the country code; '' is the whole
-- country, country '*' every other one). Hundredths, because gateways charge 2.7 credits a part too;
-- NULL means that no figure is known and the gateway's default is used.
CREATE TABLE gateway_rates (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id) ON DELETE CASCADE,
  country TEXT NOT NULL CHECK (country = '*' OR country GLOB '[A-Z][A-Z]'),
  prefix TEXT NOT NULL DEFAULT '' CHECK (prefix NOT GLOB '*[^0-9]*'),
  hundredths INTEGER CHECK (hundredths >= 0),
  -- Whether the gateway said so, or a person answers for it.
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  updated_at INTEGER NOT NULL,
  UNIQUE (gateway_id, country, prefix),
  CHECK (prefix = '' OR (country <> '*' AND hundredths IS NOT NULL))
) STRICT;

-- The destinations of the user guide, for every gateway there is or will be. No page of a gateway
-- gives their figures; eSMS's own example charges 1 credit for 1 part to Malaysia, and the practice
-- gateway charges 1 for everything.
CREATE TRIGGER gateways_get_rates AFTER INSERT ON gateways BEGIN
  INSERT INTO gateway_rates (gateway_id, country, hundredths, confirmed, updated_at)
  SELECT NEW.id, value, NULL, NEW.driver = 'practice' OR (NEW.driver = 'esms' AND value = 'MY'), NEW.created_at
  FROM json_each('["MY","SG","TH","ID","HK","TW","CN","NZ","*"]');
END;
INSERT INTO gateway_rates (gateway_id, country, hundredths, confirmed, updated_at)
  SELECT g.id, value, NULL, g.driver = 'practice' OR (g.driver = 'esms' AND value = 'MY'), g.created_at
  FROM gateways g, json_each('["MY","SG","TH","ID","HK","TW","CN","NZ","*"]');
`;

const BALANCES = `
-- Every balance that a gateway told, whoever asked. Old ones are thinned out.
CREATE TABLE balance_readings (
  gateway_id INTEGER NOT NULL REFERENCES gateways (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  balance INTEGER NOT NULL,
  -- What the ledger had left and had spent on this gateway at that moment; NULL: before there was one.
  ledger INTEGER,
  spent INTEGER,
  PRIMARY KEY (gateway_id, at)
) STRICT, WITHOUT ROWID;
INSERT INTO balance_readings (gateway_id, at, balance)
  SELECT id, balance_at, balance FROM gateways WHERE balance IS NOT NULL AND balance_at IS NOT NULL;

-- The level a person set per gateway, and since when the balance has been below it (NULL: it is not).
CREATE TABLE balance_alerts (
  gateway_id INTEGER PRIMARY KEY REFERENCES gateways (id) ON DELETE CASCADE,
  level INTEGER NOT NULL CHECK (level >= 0),
  low_since INTEGER
) STRICT;
`;

/** Rates by country and prefix, balances over time, low-balance levels. */
export const rates: Migration = {
  version: 60,
  name: 'rates',
  up: (db) => {
    db.exec(RATES);
    db.exec(BALANCES);
  },
};
