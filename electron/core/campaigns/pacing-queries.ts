import { canarySchema } from '#shared/campaigns/canary.ts';
import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** How a campaign goes out, besides its rate and its window. */
export type Pacing = Pick<Campaign, 'priority' | 'missed' | 'spreadMinutes' | 'canary'>;

/** The same as stored, and how far its first messages are. */
export type PacingRow = {
  priority: Pacing['priority'];
  missed: Pacing['missed'];
  spread_minutes: number | null;
  canary: string | null;
  canary_state: Campaign['canaryState'];
  canary_since: number | null;
};

/** Stores how a draft is to go out. Call in the transaction that stores the draft. */
export function savePacing(db: Db, id: number, pacing: Pacing): void {
  statement(
    db,
    `UPDATE campaigns SET priority = ?, missed = ?, spread_minutes = ?, canary = ?
     WHERE id = ? AND state = 'draft'`,
  ).run(
    pacing.priority,
    pacing.missed,
    pacing.spreadMinutes,
    pacing.canary === null ? null : JSON.stringify(pacing.canary),
    id,
  );
}

/** A stored pacing as pages show it. */
export function toPacing(row: PacingRow): Pacing & Pick<Campaign, 'canaryState'> {
  return {
    priority: row.priority,
    missed: row.missed,
    spreadMinutes: row.spread_minutes,
    canary: row.canary === null ? null : canarySchema.parse(JSON.parse(row.canary)),
    canaryState: row.canary_state,
  };
}

/** Keeps how far the judgement of the first messages is; `since` stays once it is set. */
export function saveCanaryState(
  db: Db,
  id: number,
  state: PacingRow['canary_state'],
  since: number,
): void {
  statement(
    db,
    'UPDATE campaigns SET canary_state = ?, canary_since = coalesce(canary_since, ?) WHERE id = ?',
  ).run(state, since, id);
}
