import type { Migration } from '#core/store/migrations/migration.ts';

const DEAD_NUMBERS = `
-- 1: people whose number a look-up found dead are left out when the campaign is frozen.
ALTER TABLE campaigns ADD COLUMN leave_out_dead INTEGER NOT NULL DEFAULT 1 CHECK (leave_out_dead IN (0, 1));
-- How many were, and the credits that their messages would have cost.
ALTER TABLE campaigns ADD COLUMN dead_left_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE campaigns ADD COLUMN dead_credits INTEGER NOT NULL DEFAULT 0;

-- Few numbers are dead: a freeze asks this of each of its people.
CREATE INDEX look_ups_dead ON look_ups (msisdn) WHERE result = 'dead';
`;

/** Lets campaigns leave out the numbers that a look-up found dead. */
export const deadNumbers: Migration = {
  version: 190,
  name: 'dead-numbers',
  up: (db) => db.exec(DEAD_NUMBERS),
};
