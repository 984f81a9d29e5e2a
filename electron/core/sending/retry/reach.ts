import { listAttemptIds, type AttemptId } from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';

/** How much of a message some attempt brought to the phone, by the reports so far. */
export type Reach = 'all' | 'some' | 'none';

/** See Reach: the best of its attempts. */
export function reachOf(db: Db, messageId: number): Reach {
  const ids = listAttemptIds(db, messageId);
  if (ids.every(({ delivered }) => delivered === 0)) return 'none';
  const attempts = Map.groupBy(ids, ({ attempt }) => attempt);
  return [...attempts.values()].some(isWhole) ? 'all' : 'some';
}

/** Where every part has its id, each must be reported; where the message has one, as many reports as parts. */
function isWhole(ids: readonly AttemptId[]): boolean {
  if (ids.length > 1) return ids.every(({ delivered }) => delivered > 0);
  const [only] = ids;
  return only !== undefined && only.delivered >= only.parts;
}
