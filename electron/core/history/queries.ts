import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Message } from '#shared/contract/messages.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message with the names around it. */
export type MessageRow = {
  id: number;
  campaign_id: number;
  campaign_name: string;
  msisdn: string;
  name: string;
  text: string;
  encoding: Message['encoding'];
  parts: number;
  state: MessageState;
  gateway_name: string;
  gateway_message_id: string | null;
  code: string | null;
  reason: string | null;
  found_dead_at: number | null;
  attempts: number;
  charged: number;
  queued_at: number;
  sent_at: number | null;
  final_at: number | null;
};

/** Which messages. `states` null means all; `query` is an FTS5 query (see toSearchQuery). */
export type MessageFilter = {
  campaignId: number | null;
  states: readonly MessageState[] | null;
  /** Gateways whose "accepted" is the last word: adds their accepted messages to `states`. */
  acceptedIsFinalAt: readonly number[];
  query: string | null;
  /** Only messages of this user's campaigns; null: everybody's. */
  userId: number | null;
  from: number | null;
  to: number | null;
};

/** When the look-up that left a message out had found its number dead; null for every other message. */
export const FOUND_DEAD_AT = `
    CASE WHEN m.state = 'excluded' AND m.reason = 'dead-number' THEN (
      SELECT max(l.answered_at) FROM look_ups l
      WHERE l.msisdn = m.msisdn AND l.result = 'dead' AND l.answered_at <= m.queued_at
    ) END AS found_dead_at`;

const COLUMNS = `
  SELECT m.id, m.campaign_id, c.name AS campaign_name, m.msisdn, m.name, m.text, m.encoding, m.parts, m.state,
    g.name AS gateway_name, m.gateway_message_id, m.code, m.reason, m.attempts, m.charged,
    m.queued_at, m.sent_at, m.final_at, ${FOUND_DEAD_AT}
  FROM messages m JOIN campaigns c ON c.id = m.campaign_id JOIN gateways g ON g.id = m.gateway_id`;

/** The source and the conditions that a filter needs and no others, so that each can use its index. */
function clauses(filter: MessageFilter): string {
  const conditions: string[] = [];
  if (filter.campaignId !== null) conditions.push('m.campaign_id = @campaignId');
  if (filter.states !== null) {
    const inStates = 'm.state IN (SELECT value FROM json_each(@states))';
    const silent =
      "(m.state = 'accepted' AND m.gateway_id IN (SELECT value FROM json_each(@silent)))";
    conditions.push(filter.acceptedIsFinalAt.length > 0 ? `(${inStates} OR ${silent})` : inStates);
  }
  if (filter.userId !== null) {
    conditions.push('m.campaign_id IN (SELECT id FROM campaigns WHERE user_id = @userId)');
  }
  if (filter.query !== null) {
    conditions.push('m.id IN (SELECT rowid FROM message_search WHERE message_search MATCH @query)');
  }
  if (filter.from !== null) conditions.push('m.queued_at >= @from');
  if (filter.to !== null) conditions.push('m.queued_at < @to');
  return conditions.length > 0 ? conditions.join(' AND ') : 'TRUE';
}

function bind(filter: MessageFilter) {
  return {
    campaignId: filter.campaignId,
    states: JSON.stringify(filter.states),
    silent: JSON.stringify(filter.acceptedIsFinalAt),
    query: filter.query,
    userId: filter.userId,
    from: filter.from,
    to: filter.to,
  };
}

/** How many messages match, counted up to `most`. */
export function countMessages(db: Db, filter: MessageFilter, most: number): number {
  const row = statement<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM (SELECT 1 FROM messages m WHERE ${clauses(filter)} LIMIT @most)`,
  ).get({ ...bind(filter), most });
  return row?.n ?? 0;
}

/** A page of messages: newest first in the history, in frozen order inside a campaign. */
export function pageMessages(
  db: Db,
  filter: MessageFilter,
  offset: number,
  limit: number,
): MessageRow[] {
  const order = `ORDER BY m.id ${filter.campaignId === null ? 'DESC' : 'ASC'}`;
  return statement<MessageRow>(
    db,
    `${COLUMNS} WHERE m.id IN (
       SELECT m.id FROM messages m WHERE ${clauses(filter)} ${order} LIMIT @limit OFFSET @offset)
     ${order}`,
  ).all({ ...bind(filter), limit, offset });
}

/** The next messages after `afterId` in id order: exports read all of them this way. */
export function nextMessages(
  db: Db,
  filter: MessageFilter,
  afterId: number,
  limit: number,
): MessageRow[] {
  return statement<MessageRow>(
    db,
    `${COLUMNS} WHERE m.id > @afterId AND ${clauses(filter)} ORDER BY m.id LIMIT @limit`,
  ).all({ ...bind(filter), afterId, limit });
}

/** Every attempt of a message, in order. */
export function listAttempts(
  db: Db,
  messageId: number,
): {
  number: number;
  reference: string;
  started_at: number;
  finished_at: number | null;
  outcome: string | null;
  code: string | null;
  detail: string | null;
  credits: number | null;
}[] {
  return statement<ReturnType<typeof listAttempts>[number]>(
    db,
    `SELECT number, reference, started_at, finished_at, outcome, code, detail, credits
     FROM attempts WHERE message_id = ? ORDER BY number`,
  ).all(messageId);
}
