import type { MessageState } from '#shared/campaigns/lifecycle.ts';
import type { Message } from '#shared/contract/campaigns.ts';
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
  from: number | null;
  to: number | null;
};

const FILTER = `
  (?1 IS NULL OR m.campaign_id = ?1)
  AND (?2 IS NULL OR m.state IN (SELECT value FROM json_each(?2))
    OR (m.state = 'accepted' AND m.gateway_id IN (SELECT value FROM json_each(?3))))
  AND (?4 IS NULL OR m.id IN (SELECT rowid FROM message_search WHERE message_search MATCH ?4))
  AND (?5 IS NULL OR m.queued_at >= ?5) AND (?6 IS NULL OR m.queued_at < ?6)`;

function bind(filter: MessageFilter) {
  return [
    filter.campaignId,
    filter.states === null ? null : JSON.stringify(filter.states),
    JSON.stringify(filter.acceptedIsFinalAt),
    filter.query,
    filter.from,
    filter.to,
  ] as const;
}

const COLUMNS = `
  SELECT m.id, m.campaign_id, c.name AS campaign_name, m.msisdn, m.name, m.text, m.encoding, m.parts, m.state,
    g.name AS gateway_name, m.gateway_message_id, m.code, m.reason, m.attempts, m.charged,
    m.queued_at, m.sent_at, m.final_at
  FROM messages m JOIN campaigns c ON c.id = m.campaign_id JOIN gateways g ON g.id = m.gateway_id`;

/**
 * The source of candidate ids, by what narrows most: the search index, one campaign's states, one
 * campaign, or everything. The whole filter is applied to each candidate.
 */
function candidates(filter: MessageFilter): string {
  if (filter.query !== null) {
    return `SELECT m.id FROM message_search f JOIN messages m ON m.id = f.rowid
      WHERE f.message_search MATCH ?4 AND ${FILTER.replace(/AND \(\?4[^\n]*\n/, '')}`;
  }
  return `SELECT m.id FROM messages m WHERE ${
    filter.campaignId === null ? '' : 'm.campaign_id = ?1 AND '
  }${FILTER}`;
}

/** How many messages match, counted up to `most`. */
export function countMessages(db: Db, filter: MessageFilter, most: number): number {
  const row = statement<{ n: number }>(
    db,
    `SELECT count(*) AS n FROM (${candidates(filter)} LIMIT ?7)`,
  ).get(...bind(filter), most);
  return row?.n ?? 0;
}

/** A page of messages: newest first in the history, in frozen order inside a campaign. */
export function pageMessages(
  db: Db,
  filter: MessageFilter,
  offset: number,
  limit: number,
): MessageRow[] {
  const direction = filter.campaignId === null ? 'DESC' : 'ASC';
  return statement<MessageRow>(
    db,
    `${COLUMNS} WHERE m.id IN (${candidates(filter)} ORDER BY m.id ${direction} LIMIT ?7 OFFSET ?8)
     ORDER BY m.id ${direction}`,
  ).all(...bind(filter), limit, offset);
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
    `${COLUMNS} WHERE m.id > ?7 AND ${FILTER} ORDER BY m.id LIMIT ?8`,
  ).all(...bind(filter), afterId, limit);
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

/** Gateways from which no delivery report ever comes: for them "accepted" is the last word. */
export function listGatewaysWithoutReports(db: Db): number[] {
  return statement<{ id: number }>(
    db,
    `SELECT id FROM gateways WHERE driver <> 'practice'
       AND (dlr_listen IS NULL OR json_extract(profile, '$.givesReports') = 0)`,
  )
    .all()
    .map((row) => row.id);
}
