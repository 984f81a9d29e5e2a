import { MESSAGE_STATES } from '#shared/campaigns/lifecycle.ts';
import type { Db } from '#core/store/db.ts';

/** Campaigns whose kept counters differ from their rows, with both totals. */
export function listMiscounted(db: Db): { id: number; kept: number; rows: number }[] {
  return db
    .prepare<[], { id: number; kept: number; rows: number }>(
      `WITH real AS (
         SELECT campaign_id, state, count(*) AS messages, sum(credits) AS credits, sum(charged) AS charged
         FROM messages GROUP BY campaign_id, state),
       kept AS (SELECT * FROM campaign_counts WHERE messages <> 0 OR credits <> 0 OR charged <> 0),
       wrong AS (
         SELECT campaign_id FROM (SELECT * FROM real EXCEPT SELECT * FROM kept)
         UNION SELECT campaign_id FROM (SELECT * FROM kept EXCEPT SELECT * FROM real))
       SELECT campaign_id AS id,
         coalesce((SELECT sum(messages) FROM kept k WHERE k.campaign_id = w.campaign_id), 0) AS kept,
         coalesce((SELECT sum(messages) FROM real r WHERE r.campaign_id = w.campaign_id), 0) AS rows
       FROM wrong w ORDER BY campaign_id`,
    )
    .all();
}

/**
 * Campaigns whose states do not add up to their frozen audience (invariant 4): a state nobody knows,
 * or recipients without a row where sending has begun.
 */
export function listNotAddingUp(db: Db): number[] {
  return db
    .prepare<[string], number>(
      `SELECT c.id FROM campaigns c WHERE
         (SELECT count(*) FROM messages m WHERE m.campaign_id = c.id) <>
         (SELECT count(*) FROM messages m WHERE m.campaign_id = c.id
            AND m.state IN (SELECT value FROM json_each(?)))
         OR (c.state IN ('running','finished')
           AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.campaign_id = c.id))
         OR (c.state = 'finished'
           AND EXISTS (SELECT 1 FROM messages m WHERE m.campaign_id = c.id AND m.state IN ('queued','sending')))
       ORDER BY c.id`,
    )
    .pluck()
    .all(JSON.stringify(MESSAGE_STATES));
}

/** Messages on their way without exactly one open attempt, and open attempts of messages that are not. */
export function countStrayIntents(db: Db): { messages: number; attempts: number } {
  const count = (sql: string) => Number(db.prepare(sql).pluck().get());
  return {
    messages: count(
      `SELECT count(*) FROM messages m WHERE m.state = 'sending' AND 1 <>
         (SELECT count(*) FROM attempts a WHERE a.message_id = m.id AND a.finished_at IS NULL)`,
    ),
    attempts: count(
      `SELECT count(*) FROM attempts a JOIN messages m ON m.id = a.message_id
       WHERE a.finished_at IS NULL AND m.state <> 'sending'`,
    ),
  };
}

/** References that two attempts share, read from the rows and not from the index that forbids it. */
export function countSharedReferences(db: Db): number {
  return Number(
    db
      .prepare(
        `SELECT count(*) FROM (SELECT 1 FROM attempts NOT INDEXED GROUP BY reference HAVING count(*) > 1)`,
      )
      .pluck()
      .get(),
  );
}

/** Lists whose kept size differs from their members. */
export function listMiscountedLists(db: Db): string[] {
  return db
    .prepare<[], string>(
      `SELECT name FROM lists l
       WHERE contacts <> (SELECT count(*) FROM list_members WHERE list_id = l.id) ORDER BY name`,
    )
    .pluck()
    .all();
}

/** Messages with a gateway's id that is not among the ids that reports are looked up by. */
export function countUnfindable(db: Db): number {
  const row = db
    .prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM messages WHERE gateway_message_id IS NOT NULL AND id NOT IN (
         SELECT message_id FROM recent_gateway_ids UNION SELECT message_id FROM gateway_ids)`,
    )
    .get();
  return row?.n ?? 0;
}
