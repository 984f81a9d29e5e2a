import type { Migration } from '#core/store/migrations/migration.ts';

const MOVES = `
-- While unsent messages are given to another gateway (pause code 'moving'): from which alone, NULL for
-- all others, and to which. What a crash cut off is finished by this.
ALTER TABLE campaigns ADD COLUMN moving_from INTEGER REFERENCES gateways (id);
ALTER TABLE campaigns ADD COLUMN moving_to INTEGER REFERENCES gateways (id);
`;

/** Remembers what a move between gateways is about, so that one gateway's share can be moved alone. */
export const moves: Migration = {
  version: 205,
  name: 'moves',
  up: (db) => db.exec(MOVES),
};
