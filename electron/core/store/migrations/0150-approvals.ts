import type { Migration } from '#core/store/migrations/migration.ts';

const APPROVALS = `
-- Texts handed to gateways that send only what they approved, with what became of each.
CREATE TABLE template_approvals (
  id INTEGER PRIMARY KEY,
  template_id INTEGER REFERENCES templates (id) ON DELETE SET NULL,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  -- Goes out with it and comes back with the decision.
  reference TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  -- As it was handed in: the template may change.
  text TEXT NOT NULL,
  user_id INTEGER REFERENCES users (id),
  state TEXT NOT NULL CHECK (state IN ('submitting','pending','approved','rejected','refused','uncertain')),
  word TEXT,
  code TEXT,
  reason TEXT NOT NULL DEFAULT '',
  submitted_at INTEGER NOT NULL,
  decided_at INTEGER
) STRICT;
CREATE INDEX template_approvals_by_template ON template_approvals (template_id, gateway_id, id);
CREATE INDEX template_approvals_approved ON template_approvals (gateway_id) WHERE state = 'approved';
`;

/** Texts that gateways approve. */
export const approvals: Migration = {
  version: 150,
  name: 'approvals',
  up: (db) => db.exec(APPROVALS),
};
