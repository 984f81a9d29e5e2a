import type { ReplyDone } from '#shared/contract/replies.ts';
import type { ReplyReading } from '#shared/replies/keywords.ts';
import { likePattern } from '#core/contacts/search-terms.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A message from a phone that is to be kept. */
export type NewReply = {
  gatewayId: number;
  gatewayRef: string | null;
  sender: string;
  recipient: string;
  text: string;
  part: { reference: number; total: number; number: number } | null;
  asked: ReplyReading['kind'] | null;
  keyword: string | null;
  done: ReplyDone;
  campaignId: number | null;
  receivedAt: number;
};

/** Keeps a message; answers its id. */
export function insertReply(db: Db, reply: NewReply): number {
  const { part } = reply;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO incoming_messages (gateway_id, gateway_ref, sender, recipient, text, part_reference,
       part_total, parts, asked, keyword, done, campaign_id, received_at)
     VALUES (@gatewayId, @gatewayRef, @sender, @recipient, @text, @reference, @total, @parts, @asked,
       @keyword, @done, @campaignId, @receivedAt)`,
  ).run({
    gatewayId: reply.gatewayId,
    gatewayRef: reply.gatewayRef,
    sender: reply.sender,
    recipient: reply.recipient,
    text: reply.text,
    reference: part?.reference ?? null,
    total: part?.total ?? null,
    parts: part && JSON.stringify({ [part.number]: reply.text }),
    asked: reply.asked,
    keyword: reply.keyword,
    done: reply.done,
    campaignId: reply.campaignId,
    receivedAt: reply.receivedAt,
  });
  return Number(lastInsertRowid);
}

/** A kept message, as far as one that comes again is compared with it. */
export type KeptReply = { id: number; text: string; asked: ReplyReading['kind'] | null };

/** The message that a gateway gave this id. */
export function findReplyByRef(
  db: Db,
  gatewayId: number,
  ref: string,
): (KeptReply & { sender: string }) | undefined {
  return statement<KeptReply & { sender: string }>(
    db,
    'SELECT id, sender, text, asked FROM incoming_messages WHERE gateway_id = ? AND gateway_ref = ?',
  ).get(gatewayId, ref);
}

/** Its gateway has given a message's id to another one. */
export function forgetReplyRef(db: Db, id: number): void {
  statement(db, 'UPDATE incoming_messages SET gateway_ref = NULL WHERE id = ?').run(id);
}

/** What this sender sent by this gateway since some moment and has no id of its own, newest first. */
export function listRecentReplies(
  db: Db,
  from: { gatewayId: number; sender: string; recipient: string; since: number },
): KeptReply[] {
  return statement<KeptReply>(
    db,
    `SELECT id, text, asked FROM incoming_messages
     WHERE sender = ? AND gateway_id = ? AND recipient = ? AND received_at >= ?
       AND gateway_ref IS NULL AND parts IS NULL
     ORDER BY id DESC`,
  ).all(from.sender, from.gatewayId, from.recipient, from.since);
}

/** The parts that came of messages that may be this one, newest first. */
export function listRecentParts(
  db: Db,
  from: {
    gatewayId: number;
    sender: string;
    recipient: string;
    since: number;
    reference: number;
    total: number;
  },
): { id: number; parts: string; asked: ReplyReading['kind'] | null }[] {
  return statement<{ id: number; parts: string; asked: ReplyReading['kind'] | null }>(
    db,
    `SELECT id, parts, asked FROM incoming_messages
     WHERE sender = ? AND gateway_id = ? AND recipient = ? AND received_at >= ?
       AND part_reference = ? AND part_total = ?
     ORDER BY id DESC`,
  ).all(from.sender, from.gatewayId, from.recipient, from.since, from.reference, from.total);
}

/** Adds a part to a message. */
export function setReplyParts(db: Db, id: number, parts: string, text: string): void {
  statement(db, 'UPDATE incoming_messages SET parts = ?, text = ? WHERE id = ?').run(
    parts,
    text,
    id,
  );
}

/** Records what a message asked for and what was done. */
export function setReplyOutcome(
  db: Db,
  id: number,
  outcome: Pick<NewReply, 'asked' | 'keyword' | 'done'>,
): void {
  statement(db, 'UPDATE incoming_messages SET asked = ?, keyword = ?, done = ? WHERE id = ?').run(
    outcome.asked,
    outcome.keyword,
    outcome.done,
    id,
  );
}

/** The campaign of which a phone got a message last. Cost: one index range of the number. */
export function lastCampaignTo(db: Db, msisdn: string): number | null {
  return (
    statement<{ id: number }>(
      db,
      `SELECT c.id FROM messages m JOIN campaigns c ON c.id = m.campaign_id
       WHERE m.msisdn = ? AND m.attempts > 0 AND c.kind = 'campaign' ORDER BY m.id DESC LIMIT 1`,
    ).get(msisdn)?.id ?? null
  );
}

/** Allows a number again that a reply had suppressed; false where there is none such. */
export function removeReplySuppression(db: Db, msisdn: string): boolean {
  return (
    statement(db, "DELETE FROM suppressions WHERE msisdn = ? AND source = 'reply'").run(msisdn)
      .changes > 0
  );
}

/** The name of the contact with this number; empty where there is none. */
export function nameOf(db: Db, msisdn: string): string {
  return (
    statement<{ name: string }>(db, 'SELECT name FROM contacts WHERE msisdn = ?').get(msisdn)
      ?.name ?? ''
  );
}

/** A message with what is known around it now. */
export type ReplyRow = {
  id: number;
  gatewayName: string;
  sender: string;
  recipient: string;
  text: string;
  partTotal: number | null;
  partsHere: number | null;
  asked: ReplyReading['kind'] | null;
  keyword: string | null;
  done: ReplyDone;
  receivedAt: number;
  contactId: number | null;
  contactName: string | null;
  campaignId: number | null;
  campaignName: string | null;
  suppressed: 0 | 1;
};

/** Which incoming messages a page shows; everything named has to hold. */
export type ReplyFilter = {
  /** Only those after a campaign of this user; null: all. */
  userId: number | null;
  /** Looked for in text, name and number; null: all. */
  search: { text: string; digits: string } | null;
  show: 'all' | 'opt-outs' | 'check';
};

const SOURCE = `
  FROM incoming_messages i JOIN gateways g ON g.id = i.gateway_id
  LEFT JOIN contacts k ON k.msisdn = i.sender
  LEFT JOIN campaigns c ON c.id = i.campaign_id`;

/** Only the conditions that are needed, so that each can use its index. */
function clauses({ userId, search, show }: ReplyFilter): string {
  const conditions: string[] = [];
  if (userId !== null) conditions.push('c.user_id = @userId');
  if (search !== null) {
    conditions.push(
      `(i.text LIKE @text ESCAPE '\\' OR k.name LIKE @text ESCAPE '\\'
        OR (@hasDigits AND i.sender LIKE @digits ESCAPE '\\'))`,
    );
  }
  if (show === 'opt-outs') conditions.push("i.asked IN ('stop','start')");
  if (show === 'check') {
    conditions.push(
      "i.asked = 'check' AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = i.sender)",
    );
  }
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

function bind({ userId, search }: ReplyFilter) {
  return {
    userId,
    text: likePattern(search?.text ?? ''),
    digits: likePattern(search?.digits ?? ''),
    hasDigits: search !== null && search.digits !== '' ? 1 : 0,
  };
}

/** How many messages match. */
export function countReplies(db: Db, filter: ReplyFilter): number {
  const row = statement<{ n: number }>(db, `SELECT count(*) AS n ${SOURCE} ${clauses(filter)}`).get(
    bind(filter),
  );
  return row?.n ?? 0;
}

/** A page of messages, newest first. */
export function pageReplies(
  db: Db,
  filter: ReplyFilter,
  window: { offset: number; limit: number },
): ReplyRow[] {
  return statement<ReplyRow>(
    db,
    `SELECT i.id, g.name AS gatewayName, i.sender, i.recipient, i.text, i.part_total AS partTotal,
       (SELECT count(*) FROM json_each(i.parts)) AS partsHere, i.asked, i.keyword, i.done,
       i.received_at AS receivedAt, k.id AS contactId, k.name AS contactName, c.id AS campaignId,
       c.name AS campaignName,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = i.sender) AS suppressed
     ${SOURCE} ${clauses(filter)} ORDER BY i.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...bind(filter), ...window });
}

/** Says of a message that a person looked at it; false where it is not there, not to look at, or not this user's. */
export function settleReply(db: Db, id: number, userId: number | null): boolean {
  return (
    statement(
      db,
      `UPDATE incoming_messages SET asked = NULL WHERE id = @id AND asked = 'check'
         AND (@userId IS NULL OR campaign_id IN (SELECT id FROM campaigns WHERE user_id = @userId))`,
    ).run({ id, userId }).changes > 0
  );
}
