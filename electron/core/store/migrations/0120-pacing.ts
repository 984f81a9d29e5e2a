import type { Migration } from '#core/store/migrations/migration.ts';

const PACING = `
-- At most so many messages or parts in any second, minute, hour, day (shared/gateways/cap.ts). What
-- counts against them is read from the attempts, so they hold across a restart.
ALTER TABLE gateways ADD COLUMN caps TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(caps));

-- Urgent campaigns go before the others of their gateway.
ALTER TABLE campaigns ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal','urgent'));
-- What happens when the start was missed or the computer slept in the middle.
ALTER TABLE campaigns ADD COLUMN missed TEXT NOT NULL DEFAULT 'ask' CHECK (missed IN ('ask','send','skip'));
-- Evenly over so much time of sending; null: as fast as the gateway takes them.
ALTER TABLE campaigns ADD COLUMN spread_minutes INTEGER CHECK (spread_minutes > 0);
-- The first so many, then a verdict (shared/campaigns/canary.ts); null: all at once.
ALTER TABLE campaigns ADD COLUMN canary TEXT CHECK (canary IS NULL OR json_valid(canary));
ALTER TABLE campaigns ADD COLUMN canary_state TEXT CHECK (canary_state IN ('judging','passed','failed','asked'));
-- When the last of the first ones left.
ALTER TABLE campaigns ADD COLUMN canary_since INTEGER;

-- A gateway that recognises a reference is asked again with the same bytes: the attempt that is repeated.
ALTER TABLE messages ADD COLUMN repeat_attempt INTEGER;
ALTER TABLE attempts ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
`;

/** How fast a gateway may be used, and how a campaign goes out. */
export const pacing: Migration = {
  version: 120,
  name: 'pacing',
  up: (db) => db.exec(PACING),
};
