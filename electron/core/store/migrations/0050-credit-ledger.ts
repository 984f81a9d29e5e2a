import type { Db } from '#core/store/db.ts';
import type { Migration } from '#core/store/migrations/migration.ts';

/** What a message in this row holds back of somebody's credits: until it left, or until its fate is known. */
const held = (row: string) =>
  `CASE WHEN ${row}.state IN ('queued','sending') OR (${row}.state = 'uncertain' AND ${row}.resolved = 0)
     THEN ${row}.credits ELSE 0 END`;

const COUNTS = `
-- As campaign_counts before, now for each gateway, and with the credits that are held back.
CREATE TABLE campaign_gateway_counts (
  campaign_id INTEGER NOT NULL REFERENCES campaigns (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  gateway_id INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  credits INTEGER NOT NULL,
  charged INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (campaign_id, state, gateway_id)
) STRICT, WITHOUT ROWID;
INSERT INTO campaign_gateway_counts
  SELECT m.campaign_id, m.state, m.gateway_id, count(*), sum(m.credits), sum(m.charged), sum(${held('m')})
  FROM messages m GROUP BY m.campaign_id, m.state, m.gateway_id;
DROP TRIGGER messages_counted;
DROP TRIGGER messages_moved;
DROP TRIGGER messages_uncounted;
DROP TABLE campaign_counts;
CREATE VIEW campaign_counts AS
  SELECT campaign_id, state, sum(messages) AS messages, sum(credits) AS credits, sum(charged) AS charged
  FROM campaign_gateway_counts GROUP BY campaign_id, state;
CREATE TRIGGER messages_counted AFTER INSERT ON messages BEGIN
  INSERT INTO campaign_gateway_counts
  VALUES (NEW.campaign_id, NEW.state, NEW.gateway_id, 1, NEW.credits, NEW.charged, ${held('NEW')})
  ON CONFLICT DO UPDATE SET messages = messages + 1, credits = credits + excluded.credits,
    charged = charged + excluded.charged, held = held + excluded.held;
END;
CREATE TRIGGER messages_moved AFTER UPDATE OF state, charged, resolved, gateway_id ON messages
WHEN OLD.state <> NEW.state OR OLD.charged <> NEW.charged OR OLD.resolved <> NEW.resolved
  OR OLD.gateway_id <> NEW.gateway_id BEGIN
  UPDATE campaign_gateway_counts SET messages = messages - 1, credits = credits - OLD.credits,
    charged = charged - OLD.charged, held = held - ${held('OLD')}
  WHERE campaign_id = OLD.campaign_id AND state = OLD.state AND gateway_id = OLD.gateway_id;
  -- What a gateway charged stays on its row when the message goes on through another one.
  INSERT INTO campaign_gateway_counts
  VALUES (NEW.campaign_id, NEW.state, NEW.gateway_id, 1, NEW.credits,
    NEW.charged - iif(OLD.gateway_id = NEW.gateway_id, 0, OLD.charged), ${held('NEW')})
  ON CONFLICT DO UPDATE SET messages = messages + 1, credits = credits + excluded.credits,
    charged = charged + excluded.charged, held = held + excluded.held;
  INSERT INTO campaign_gateway_counts
  SELECT NEW.campaign_id, NEW.state, OLD.gateway_id, 0, 0, OLD.charged, 0
  WHERE OLD.gateway_id <> NEW.gateway_id
  ON CONFLICT DO UPDATE SET charged = charged + excluded.charged;
END;
CREATE TRIGGER messages_uncounted AFTER DELETE ON messages BEGIN
  UPDATE campaign_gateway_counts SET messages = messages - 1, credits = credits - OLD.credits,
    charged = charged - OLD.charged, held = held - ${held('OLD')}
  WHERE campaign_id = OLD.campaign_id AND state = OLD.state AND gateway_id = OLD.gateway_id;
END;
`;

const LEDGER = `
-- The ledger: whole credits, one closed set of accounts for each gateway, append-only.
CREATE TABLE credit_accounts (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  kind TEXT NOT NULL CHECK (kind IN ('purchases','user','reserved','spent','adjustments')),
  -- With kind 'user' alone; null: the house.
  user_id INTEGER REFERENCES users (id) CHECK (user_id IS NULL OR kind = 'user'),
  -- The sum of its entries, kept by a trigger.
  balance INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX credit_accounts_by_owner ON credit_accounts (gateway_id, kind, ifnull(user_id, 0));

CREATE TABLE credit_transactions (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  -- Charges come by the thousand: looking in a list is slower.
  kind TEXT NOT NULL CHECK (kind = 'charge' OR kind IN ('opening','top-up','adjustment','transfer','reserve','release')),
  -- Whose credits it is about; null: the house's.
  user_id INTEGER REFERENCES users (id),
  -- Who did it; null: the house, or Siar by itself.
  actor_id INTEGER REFERENCES users (id),
  reason TEXT NOT NULL DEFAULT '',
  subject TEXT CHECK (subject IN ('campaign','otp','top-up')),
  subject_id INTEGER,
  at INTEGER NOT NULL,
  CHECK ((subject IS NULL) = (subject_id IS NULL))
) STRICT;
-- Charges come by the thousand and are shown summed up, from credit_holds; this finds all the others.
CREATE INDEX credit_transactions_shown ON credit_transactions (id) WHERE kind <> 'charge';

-- Entries are written before their transaction, which then closes them: hence the deferred reference.
CREATE TABLE credit_entries (
  transaction_id INTEGER NOT NULL REFERENCES credit_transactions (id) DEFERRABLE INITIALLY DEFERRED,
  account_id INTEGER NOT NULL REFERENCES credit_accounts (id),
  amount INTEGER NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (transaction_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_entries_by_account ON credit_entries (account_id, transaction_id);

-- What is booked so far for each campaign and one-time password, kept by a trigger.
CREATE TABLE credit_holds (
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  gateway_id INTEGER NOT NULL,
  -- Who pays for it; null: the house. Never changes, whatever becomes of the user.
  user_id INTEGER,
  reserved INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  -- Its charges in one line: how many, what they let go of the reserved, and the latest.
  charges INTEGER NOT NULL,
  charge_reserved INTEGER NOT NULL,
  last_charge INTEGER,
  PRIMARY KEY (subject, subject_id, gateway_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_holds_by_charge ON credit_holds (last_charge) WHERE last_charge IS NOT NULL;

-- Gateways whose credits are known: from here on a campaign without credit is refused.
CREATE TABLE credit_books (
  gateway_id INTEGER PRIMARY KEY REFERENCES gateways (id),
  opened_at INTEGER NOT NULL
) STRICT;

-- The first message of a campaign that its gateway counted otherwise than predicted.
CREATE TABLE credit_mismatches (
  campaign_id INTEGER PRIMARY KEY REFERENCES campaigns (id) ON DELETE CASCADE,
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
  found_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER credit_entries_balance AFTER INSERT ON credit_entries BEGIN
  UPDATE credit_accounts SET balance = balance + NEW.amount WHERE id = NEW.account_id;
END;
CREATE TRIGGER credit_entries_closed BEFORE INSERT ON credit_entries
WHEN EXISTS (SELECT 1 FROM credit_transactions WHERE id = NEW.transaction_id) BEGIN
  SELECT RAISE(ABORT, 'a booked transaction takes no more entries');
END;
CREATE TRIGGER credit_transactions_balanced BEFORE INSERT ON credit_transactions BEGIN
  SELECT RAISE(ABORT, 'a transaction is booked once')
  WHERE EXISTS (SELECT 1 FROM credit_transactions WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'the entries of a transaction sum to zero, within one gateway')
  FROM (SELECT total(e.amount) AS amount, count(*) AS entries, total(a.gateway_id <> NEW.gateway_id) AS strays
    FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id WHERE e.transaction_id = NEW.id)
  WHERE amount <> 0 OR entries < 2 OR strays > 0;
END;
CREATE TRIGGER credit_transactions_held AFTER INSERT ON credit_transactions
WHEN NEW.subject IN ('campaign','otp') BEGIN
  INSERT INTO credit_holds
  SELECT NEW.subject, NEW.subject_id, NEW.gateway_id, NEW.user_id, reserved, spent, NEW.kind = 'charge',
    iif(NEW.kind = 'charge', reserved, 0), iif(NEW.kind = 'charge', NEW.id, NULL)
  FROM (SELECT ifnull(sum(iif(a.kind = 'reserved', e.amount, 0)), 0) AS reserved,
      ifnull(sum(iif(a.kind = 'spent', e.amount, 0)), 0) AS spent
    FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id WHERE e.transaction_id = NEW.id)
  WHERE true
  ON CONFLICT DO UPDATE SET reserved = reserved + excluded.reserved, spent = spent + excluded.spent,
    charges = charges + excluded.charges, charge_reserved = charge_reserved + excluded.charge_reserved,
    last_charge = coalesce(excluded.last_charge, last_charge);
END;
CREATE TRIGGER credit_transactions_open AFTER INSERT ON credit_transactions
WHEN NEW.kind <> 'charge' AND NEW.kind IN ('opening','top-up','adjustment') BEGIN
  INSERT OR IGNORE INTO credit_books VALUES (NEW.gateway_id, NEW.at);
END;

CREATE TRIGGER credit_entries_stay BEFORE UPDATE ON credit_entries BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER credit_entries_kept BEFORE DELETE ON credit_entries BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER credit_transactions_stay BEFORE UPDATE ON credit_transactions BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER credit_transactions_kept BEFORE DELETE ON credit_transactions BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER credit_accounts_stay BEFORE UPDATE OF id, gateway_id, kind, user_id ON credit_accounts BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER credit_accounts_kept BEFORE DELETE ON credit_accounts BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
`;

/** What was reserved and charged before there was a ledger, one line each. */
const EARLIER = `
  SELECT 'campaign' AS subject, c.id AS subjectId, n.gateway_id AS gatewayId, c.user_id AS userId,
    sum(n.held) AS held, sum(n.charged) AS spent, coalesce(c.started_at, c.created_at) AS at
  FROM campaigns c JOIN campaign_gateway_counts n ON n.campaign_id = c.id
  WHERE c.state <> 'freezing' GROUP BY c.id, n.gateway_id HAVING held <> 0 OR spent <> 0
  UNION ALL
  SELECT 'otp', id, gateway_id, user_id, 0, credits, coalesce(finished_at, started_at)
  FROM otp_log WHERE credits <> 0
  ORDER BY at`;

type Earlier = {
  subject: string;
  subjectId: number;
  gatewayId: number;
  userId: number | null;
  held: number;
  spent: number;
  at: number;
};

/** Books what happened before, so that the ledger says from the start what the messages say. */
export function bookEarlier(db: Db): void {
  const account = db.prepare<unknown[], { id: number }>(
    `INSERT INTO credit_accounts (gateway_id, kind, user_id) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET balance = balance RETURNING id`,
  );
  const entry = db.prepare('INSERT INTO credit_entries VALUES (?, ?, ?)');
  const header = db.prepare(
    `INSERT INTO credit_transactions (id, gateway_id, kind, user_id, subject, subject_id, at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [index, row] of db.prepare<[], Earlier>(EARLIER).all().entries()) {
    const id = index + 1;
    const { gatewayId, userId, held: kept, spent } = row;
    const add = (kind: string, amount: number, user: number | null = null) => {
      if (amount !== 0) entry.run(id, account.get(gatewayId, kind, user)?.id, amount);
    };
    add('user', -(kept + spent), userId);
    add('reserved', kept);
    add('spent', spent);
    const what = spent !== 0 ? 'charge' : 'reserve';
    header.run(id, gatewayId, what, userId, row.subject, row.subjectId, row.at);
  }
}

/** The credits ledger, and counters of messages for each gateway (decision record 0010). */
export const creditLedger: Migration = {
  version: 50,
  name: 'credit-ledger',
  up: (db) => {
    db.exec(COUNTS);
    db.exec(LEDGER);
    bookEarlier(db);
  },
};
