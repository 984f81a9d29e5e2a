import { hash, randomUUID } from 'node:crypto';
import type { Encoding } from '#shared/sms/segments.ts';
import type { Db } from '#core/store/db.ts';
import { keyedJson } from '#core/store/keyed-json.ts';
import { statement } from '#core/store/statement.ts';

/** A message whose intent is committed: from here on its bytes may leave. */
export type Claim = {
  messageId: number;
  campaignId: number;
  attemptId: number;
  attempt: number;
  reference: string;
  msisdn: string;
  text: string;
  encoding: Encoding;
  /** As predicted and frozen. */
  parts: number;
  credits: number;
  /** How often this very request was repeated before, with the same reference. */
  repeats: number;
  /** The request of several messages that is repeated; null: it is new, or was one of its own. */
  requestId: number | null;
};

/** What a claim is made of. */
export type ClaimRow = {
  id: number;
  msisdn: string;
  text: string;
  encoding: Encoding;
  parts: number;
  credits: number;
  attempts: number;
  suppressed: 0 | 1;
};

/**
 * Claims up to `limit` messages of a campaign in one country and writes their attempts (invariant 2).
 * Call inside a transaction and let nothing leave before it is committed. People who opted out since
 * the freeze are excluded here, at the last moment; requests in doubt are claimRepeats'. Cost: one index range, two writes a message.
 * `blockedBy`: parts of the next message, for which `limit.parts` has no room; 0: none is held up so.
 */
export function claimMessages(
  db: Db,
  from: { campaignId: number; gatewayId: number; country: string },
  limit: { messages: number; parts: number },
  now: number,
): { claims: Claim[]; excluded: number; blockedBy: number } {
  const found = statement<ClaimRow>(
    db,
    `SELECT id, msisdn, text, encoding, parts, credits, attempts,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
     FROM messages m
     WHERE campaign_id = ? AND country = ? AND state = 'queued' AND (not_before IS NULL OR not_before <= ?)
       AND gateway_id = ? AND repeat_attempt IS NULL
     ORDER BY id LIMIT ?`,
  ).all(from.campaignId, from.country, now, from.gatewayId, limit.messages);
  const rows: ClaimRow[] = [];
  let excluded = 0;
  let parts = 0;
  let blockedBy = 0;
  for (const row of found) {
    if (row.suppressed === 1) {
      statement(
        db,
        "UPDATE messages SET state = 'excluded', reason = 'suppressed', final_at = ? WHERE id = ? AND state = 'queued'",
      ).run(now, row.id);
      excluded += 1;
      continue;
    }
    parts += row.parts;
    if (parts > limit.parts) {
      blockedBy = row.parts;
      break;
    }
    rows.push(row);
  }
  return { claims: startAttempts(db, rows, from, now), excluded, blockedBy };
}

/**
 * A UUID of a form of our own (version 8, RFC 9562, 5.8): twelve hexadecimal digits of the time, 42 random
 * bits, and the number of its attempt. In one database no two are equal because no two attempts are, without an
 * index of them that every message would have to be put into; in two (a copy, another computer) by chance.
 */
function createReference(time: string, attemptId: number): string {
  const number = (attemptId % 2 ** 32).toString(16).padStart(8, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-8${randomUUID().slice(15, 28)}${number}`;
}

/** Writes the intents of new attempts: messages to `sending`, attempt rows with payload hash. */
function startAttempts(
  db: Db,
  rows: readonly ClaimRow[],
  from: { campaignId: number; gatewayId: number },
  now: number,
): Claim[] {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const { changes } = statement(
    db,
    // The plus keeps the planner from walking an index of all that is queued.
    `UPDATE messages SET state = 'sending', attempts = attempts + 1, not_before = NULL
     WHERE id IN (SELECT value FROM json_each(?)) AND +state = 'queued'`,
  ).run(JSON.stringify(ids));
  if (changes !== rows.length) throw new Error('a message was claimed that is not queued');
  const first = nextAttemptId(db);
  const time = now.toString(16).padStart(12, '0');
  // Attempts of one number are written together, and get their ids in the order of the messages.
  const ordered = rows.toSorted((a, b) => a.attempts - b.attempts || a.id - b.id);
  const claims = ordered.map((row, i): Claim => ({
    messageId: row.id,
    campaignId: from.campaignId,
    attemptId: first + i,
    attempt: row.attempts + 1,
    reference: createReference(time, first + i),
    msisdn: row.msisdn,
    text: row.text,
    encoding: row.encoding,
    parts: row.parts,
    credits: row.credits,
    repeats: 0,
    requestId: null,
  }));
  for (const [number, alike] of Map.groupBy(claims, ({ attempt }) => attempt)) {
    insertAttempts(db, alike, { number, gatewayId: from.gatewayId, now });
  }
  return claims;
}

/** One statement for all of them: one for each costs half as much again (tests/bench). */
function insertAttempts(
  db: Db,
  claims: readonly Claim[],
  common: { number: number; gatewayId: number; now: number },
): void {
  const references = claims.map(
    ({ messageId, msisdn, text, reference }) =>
      [messageId, reference + hash('sha256', `${msisdn}\0${text}`, 'hex')] as const,
  );
  const { lastInsertRowid } = statement(
    db,
    // In the order of its keys: ids follow each other.
    `INSERT INTO attempts (message_id, number, gateway_id, reference, payload_hash, started_at)
     SELECT CAST(key AS INTEGER), @number, @gatewayId, substr(value, 1, 36), unhex(substr(value, 37)), @now
     FROM json_each(@references)`,
  ).run({ references: keyedJson(references), ...common });
  if (lastInsertRowid !== claims.at(-1)?.attemptId)
    throw new Error('attempts have other ids than their claims');
}

function nextAttemptId(db: Db): number {
  const row = statement<{ id: number }>(
    db,
    'SELECT ifnull(max(id), 0) + 1 AS id FROM attempts',
  ).get();
  return row?.id ?? 1;
}

/** A test message with its own record: a campaign of one, already claimed. Call inside a transaction. */
export function insertTestMessage(
  db: Db,
  test: {
    name: string;
    gatewayId: number;
    userId: number | null;
    msisdn: string;
    country: string;
    text: string;
    encoding: Encoding;
    parts: number;
    credits: number;
    searchWords: string;
  },
  now: number,
): Claim {
  const campaign = statement(
    db,
    `INSERT INTO campaigns (name, kind, state, text, gateway_id, user_id, sending_window, predicted, created_at, started_at, finished_at)
     VALUES (?, 'test', 'finished', ?, ?, ?, 'always', ?, ?, ?, ?)`,
  ).run(test.name, test.text, test.gatewayId, test.userId, test.credits, now, now, now);
  const campaignId = Number(campaign.lastInsertRowid);
  const message = statement(
    db,
    `INSERT INTO messages (campaign_id, gateway_id, msisdn, country, name, text, encoding, parts, credits, state, queued_at)
     VALUES (?, ?, ?, ?, '', ?, ?, ?, ?, 'queued', ?)`,
  ).run(
    campaignId,
    test.gatewayId,
    test.msisdn,
    test.country,
    test.text,
    test.encoding,
    test.parts,
    test.credits,
    now,
  );
  statement(db, 'INSERT INTO message_search (rowid, words) VALUES (?, ?)').run(
    message.lastInsertRowid,
    test.searchWords,
  );
  const row: ClaimRow = {
    id: Number(message.lastInsertRowid),
    msisdn: test.msisdn,
    text: test.text,
    encoding: test.encoding,
    parts: test.parts,
    credits: test.credits,
    attempts: 0,
    suppressed: 0,
  };
  const [claim] = startAttempts(db, [row], { campaignId, gatewayId: test.gatewayId }, now);
  if (!claim) throw new Error('a test message was not claimed');
  return claim;
}
