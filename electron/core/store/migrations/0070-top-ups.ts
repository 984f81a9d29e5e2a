import type { Migration } from '#core/store/migrations/migration.ts';

const PACKAGES = `
-- The shop's price list: so many sen buy so many credits. The first line is the user guide's smallest
-- top-up; the discounts above it are a beginning that the shop replaces by its own.
CREATE TABLE credit_packages (
  amount_sen INTEGER PRIMARY KEY CHECK (amount_sen > 0),
  credits INTEGER NOT NULL CHECK (credits > 0)
) STRICT;
INSERT INTO credit_packages VALUES (10000, 2000), (50000, 10500), (100000, 22000), (500000, 125000);
`;

const TOP_UPS = `
-- Payments for credits. Nothing is deleted, and what was paid is never changed.
CREATE TABLE top_ups (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  -- Who gets the credits; null: the house.
  user_id INTEGER REFERENCES users (id),
  amount_sen INTEGER NOT NULL CHECK (amount_sen > 0),
  credits INTEGER NOT NULL CHECK (credits > 0),
  -- The package whose price held.
  package_sen INTEGER NOT NULL,
  package_credits INTEGER NOT NULL,
  method TEXT NOT NULL
    CHECK (method IN ('bank-transfer','cash-deposit','cheque','interbank-giro','online-banking')),
  account_holder TEXT NOT NULL CHECK (account_holder <> ''),
  reference TEXT NOT NULL,
  paid_on TEXT,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES users (id),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending','cleared','refused','reversed')),
  decided_at INTEGER,
  decided_by INTEGER REFERENCES users (id),
  reason TEXT NOT NULL DEFAULT '',
  -- R-2026-000001: counted from 1 in each year of the shop's calendar, without a gap.
  receipt_year INTEGER,
  receipt_no INTEGER CHECK (receipt_no > 0),
  -- The shop as it was when the receipt was given out, JSON.
  receipt_shop TEXT,
  transaction_id INTEGER REFERENCES credit_transactions (id),
  reversed_at INTEGER,
  reversed_by INTEGER REFERENCES users (id),
  reversal_reason TEXT,
  reversal_id INTEGER REFERENCES credit_transactions (id),
  CHECK ((state = 'pending') = (decided_at IS NULL)),
  CHECK ((state = 'refused') = (reason <> '')),
  CHECK ((state IN ('cleared','reversed')) = (receipt_no IS NOT NULL)),
  CHECK ((receipt_no IS NULL) = (receipt_year IS NULL) AND (receipt_no IS NULL) = (transaction_id IS NULL)),
  CHECK ((state = 'reversed') = (reversal_id IS NOT NULL)),
  CHECK ((reversal_id IS NULL) = (reversed_at IS NULL) AND (reversal_id IS NULL) = (ifnull(reversal_reason, '') = ''))
) STRICT;
CREATE UNIQUE INDEX top_ups_by_receipt ON top_ups (receipt_year, receipt_no) WHERE receipt_no IS NOT NULL;
CREATE INDEX top_ups_by_state ON top_ups (state, id);
CREATE INDEX top_ups_by_reference ON top_ups (reference) WHERE reference <> '';

CREATE TRIGGER top_ups_kept BEFORE DELETE ON top_ups BEGIN
  SELECT RAISE(ABORT, 'top-ups are never deleted');
END;
CREATE TRIGGER top_ups_stay BEFORE UPDATE OF id, gateway_id, user_id, amount_sen, credits, package_sen,
  package_credits, method, account_holder, reference, paid_on, note, created_at, created_by ON top_ups BEGIN
  SELECT RAISE(ABORT, 'what was paid is never changed');
END;
CREATE TRIGGER top_ups_move BEFORE UPDATE ON top_ups
WHEN NOT (OLD.state = 'pending' AND NEW.state IN ('cleared','refused'))
  AND NOT (OLD.state = 'cleared' AND NEW.state = 'reversed') BEGIN
  SELECT RAISE(ABORT, 'a top-up is decided once');
END;
CREATE TRIGGER top_ups_receipt BEFORE UPDATE OF decided_at, decided_by, reason, receipt_year, receipt_no,
  receipt_shop, transaction_id ON top_ups WHEN OLD.state <> 'pending' BEGIN
  SELECT RAISE(ABORT, 'a receipt is never changed');
END;

-- Payment slips: files in slips/ of the data folder, each under a random name.
CREATE TABLE top_up_slips (
  id INTEGER PRIMARY KEY,
  top_up_id INTEGER NOT NULL REFERENCES top_ups (id),
  file TEXT NOT NULL UNIQUE,
  -- As the person called it.
  name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('image/png','image/jpeg','image/webp','application/pdf')),
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by INTEGER REFERENCES users (id)
) STRICT;
CREATE INDEX top_up_slips_by_top_up ON top_up_slips (top_up_id);
CREATE INDEX top_up_slips_by_content ON top_up_slips (sha256);
CREATE TRIGGER top_up_slips_kept BEFORE DELETE ON top_up_slips BEGIN
  SELECT RAISE(ABORT, 'payment slips are never deleted');
END;
CREATE TRIGGER top_up_slips_stay BEFORE UPDATE ON top_up_slips BEGIN
  SELECT RAISE(ABORT, 'payment slips are never changed');
END;

-- Empty but in a backup, which carries the files themselves.
CREATE TABLE slip_copies (
  slip_id INTEGER PRIMARY KEY REFERENCES top_up_slips (id),
  content BLOB NOT NULL
) STRICT;
`;

/** Payments for credits, their slips and receipts, and the price list (decision record 0012). */
export const topUps: Migration = {
  version: 70,
  name: 'top-ups',
  up: (db) => {
    db.exec(PACKAGES);
    db.exec(TOP_UPS);
  },
};
