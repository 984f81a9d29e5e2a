import type { Campaign } from '#shared/contract/campaigns.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** How a campaign goes out, besides its rate and its window. */
export type Pacing = Pick<Campaign, 'priority'>;

/** Stores how a draft is to go out. Call in the transaction that stores the draft. */
export function savePacing(db: Db, id: number, { priority }: Pacing): void {
  statement(db, "UPDATE campaigns SET priority = ? WHERE id = ? AND state = 'draft'").run(
    priority,
    id,
  );
}
