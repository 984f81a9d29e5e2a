import { say } from '#shared/said/say.ts';
import { deleteMessages, listFreezing } from '#core/campaigns/audience/queries.ts';
import { moveCampaign } from '#core/campaigns/queries.ts';
import { settleCampaign } from '#core/credits/booking.ts';
import { doubtInterrupted } from '#core/sending/doubt-queries.ts';
import { cancelQueued, listInState } from '#core/sending/queries.ts';
import { listRepeatingGateways } from '#core/sending/repeat.ts';
import type { Db } from '#core/store/db.ts';
import { transaction } from '#core/store/statement.ts';

/** SQLite's word for no limit. */
const ALL = -1;

/**
 * Puts a data folder in order that its last owner left in the middle of something (crash, power cut,
 * or quitting while sending). One transaction; running it again changes nothing.
 * - a freeze that was cut off is taken back: nothing of it was sent
 * - messages on their way become uncertain: their bytes may have left; where the gateway recognises
 *   a reference they are queued, to be repeated with the same bytes
 * - what was left to cancel of a stopped campaign is cancelled
 * - running campaigns pause and ask: going on is one `resume`, and never silently late
 */
export function recover(db: Db, now: number): { uncertain: number; interrupted: number } {
  return transaction(db, () => {
    for (const id of listFreezing(db)) {
      deleteMessages(db, id);
      moveCampaign(db, id, 'freezing', 'draft');
    }
    const uncertain = doubtInterrupted(
      db,
      now,
      say('siar-ended-handing-over'),
      listRepeatingGateways(db),
    );
    for (const { id } of listInState(db, 'stopped')) {
      if (cancelQueued(db, id, ALL, now) > 0) settleCampaign(db, id, { at: now });
    }
    let interrupted = 0;
    for (const { id } of listInState(db, 'running')) {
      moveCampaign(db, id, 'running', 'paused', {
        pause: { code: 'interrupted', message: say('siar-ended') },
      });
      interrupted += 1;
    }
    return { uncertain, interrupted };
  });
}
