import type { Migration } from '#core/store/migrations/migration.ts';

const OTP_LOG = `
-- Requests for one-time passwords. No column holds a code, neither one that was made nor one that was
-- checked: template is the text with #otp# still in it.
CREATE TABLE otp_log (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  msisdn TEXT NOT NULL,
  country TEXT NOT NULL,
  app_id INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  language TEXT,
  brand TEXT,
  template TEXT,
  -- Committed as 'sending' before a byte leaves.
  state TEXT NOT NULL CHECK (state IN ('sending','accepted','rejected','uncertain')),
  code TEXT,
  reason TEXT NOT NULL DEFAULT '',
  gateway_request_id TEXT,
  parts INTEGER,
  credits INTEGER,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  verify_attempts INTEGER NOT NULL DEFAULT 0,
  verify_state TEXT CHECK (verify_state IN ('checking','verified','wrong','failed','uncertain')),
  verify_code TEXT,
  verify_at INTEGER,
  CHECK ((brand IS NULL) <> (template IS NULL)),
  CHECK (template IS NULL OR instr(template, '#otp#') > 0)
) STRICT;
CREATE INDEX otp_log_by_msisdn ON otp_log (msisdn, id);
CREATE INDEX otp_log_open ON otp_log (state) WHERE state = 'sending';
CREATE INDEX otp_log_checking ON otp_log (verify_state) WHERE verify_state = 'checking';
`;

/** The log of one-time passwords. */
export const otpLog: Migration = {
  version: 30,
  name: 'otp-log',
  up: (db) => db.exec(OTP_LOG),
};
