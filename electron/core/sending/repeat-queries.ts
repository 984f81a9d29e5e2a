import type { Claim, ClaimRow } from '#core/sending/claim-queries.ts';
import { doubtQueued } from '#core/sending/doubt-queries.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

type RepeatRow = ClaimRow & {
  country: string;
  attempt_id: number;
  request_id: number | null;
  /** Messages that its request carried. */
  size: number;
};

/** What a request needs to be repeated: so many places for messages of up to so many parts. */
export type Lacking = { messages: number; parts: number };

/** Rows looked at for so many free places: enough for whole requests, few enough for every look. */
const MORE_ROWS = 200;

/**
 * Claims the requests of a campaign at one gateway that are in doubt and due to be repeated (see repeat.ts): each whole,
 * with the same messages under the same reference, or not at all. One that cannot be repeated any more
 * (a recipient opted out, or somebody decided about one of its messages) becomes uncertain. Call inside a
 * transaction, before new messages are claimed. `burst`: as many as may ever leave together, in messages and
 * parts. `lacking`: the first request that is due and has no room now.
 */
export function claimRepeats(
  db: Db,
  campaign: { id: number; gatewayId: number; open: readonly string[] },
  room: { messages: number; parts: number; burst: { messages: number; parts: number } },
  now: number,
): { claims: Claim[]; doubted: number; lacking: Lacking | null } {
  const limit = room.messages + MORE_ROWS;
  const rows = listDue(db, campaign, limit, now);
  const groups = [...Map.groupBy(rows, (row) => row.request_id ?? -row.attempt_id).values()];
  // The last one may go on behind what was read.
  if (rows.length === limit) groups.pop();
  const claims: Claim[] = [];
  let doubted = 0;
  let lacking: Lacking | null = null;
  let { messages, parts } = room;
  const { burst } = room;
  for (const group of groups) {
    const need = group.reduce((sum, row) => sum + row.parts, 0);
    const isWhole = group.every(({ size }) => size === group.length);
    const isTooLarge = group.length > burst.messages || need > burst.parts;
    if (!isWhole || isTooLarge || group.some(({ suppressed }) => suppressed === 1)) {
      for (const { id } of group) doubted += doubtQueued(db, { messageId: id });
      continue;
    }
    if (!group.every(({ country }) => campaign.open.includes(country))) continue;
    if (group.length > messages || need > parts) {
      lacking = { messages: group.length, parts: Math.max(...group.map((row) => row.parts)) };
      break;
    }
    for (const row of group) claims.push(repeatAttempt(db, row, campaign.id));
    messages -= group.length;
    parts -= need;
  }
  return { claims, doubted, lacking };
}

function listDue(
  db: Db,
  campaign: { id: number; gatewayId: number },
  limit: number,
  now: number,
): RepeatRow[] {
  return statement<RepeatRow>(
    db,
    `SELECT m.id, m.msisdn, m.country, m.text, m.encoding, m.parts, m.credits, m.attempts,
       a.id AS attempt_id, a.request_id, coalesce(r.messages, 1) AS size,
       EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
     FROM messages m INDEXED BY messages_backed_off JOIN attempts a ON a.id = m.repeat_attempt
     LEFT JOIN send_requests r ON r.id = a.request_id
     WHERE m.campaign_id = ? AND m.state = 'queued' AND m.not_before <= ?
       AND m.gateway_id = ? ORDER BY a.id LIMIT ?`,
  ).all(campaign.id, now, campaign.gatewayId, limit);
}

/** The attempt is the same one, since it can be charged only once. */
function repeatAttempt(db: Db, row: RepeatRow, campaignId: number): Claim {
  statement(
    db,
    "UPDATE messages SET state = 'sending', not_before = NULL WHERE id = ? AND state = 'queued'",
  ).run(row.id);
  const attempt = statement<{ number: number; reference: string; repeats: number }>(
    db,
    `UPDATE attempts SET repeats = repeats + 1, finished_at = NULL, outcome = NULL, code = NULL, detail = NULL
     WHERE id = ? RETURNING number, reference, repeats`,
  ).get(row.attempt_id);
  if (!attempt) throw new Error(`message ${row.id} repeats an attempt that is not there`);
  const { msisdn, text, encoding, parts, credits } = row;
  return {
    messageId: row.id,
    campaignId,
    attemptId: row.attempt_id,
    attempt: attempt.number,
    reference: attempt.reference,
    msisdn,
    text,
    encoding,
    parts,
    credits,
    repeats: attempt.repeats,
    requestId: row.request_id,
  };
}

/** Uncertain messages of a campaign, and which of their requests could be repeated whole. */
const DOUBT = `WITH doubt AS (
    SELECT m.id, m.gateway_id, coalesce(a.request_id, -a.id) AS request, coalesce(r.messages, 1) AS size,
      EXISTS (SELECT 1 FROM suppressions s WHERE s.msisdn = m.msisdn) AS suppressed
    FROM messages m INDEXED BY messages_uncertain LEFT JOIN attempts a ON a.id = m.repeat_attempt
    LEFT JOIN send_requests r ON r.id = a.request_id
    WHERE m.campaign_id = @campaignId AND m.state = 'uncertain'),
  whole AS (SELECT request FROM doubt WHERE request IS NOT NULL
    GROUP BY request HAVING count(*) = max(size) AND max(suppressed) = 0)`;

/** Uncertain messages of a campaign at one gateway that only a new request could send, which may reach somebody twice. */
export function countUnrepeatable(db: Db, campaignId: number, gatewayId: number): number {
  const row = statement<{ n: number }>(
    db,
    `${DOUBT} SELECT count(*) AS n FROM doubt
     WHERE gateway_id = @gatewayId AND (request IS NULL OR request NOT IN (SELECT request FROM whole))`,
  ).get({ campaignId, gatewayId });
  return row?.n ?? 0;
}

/**
 * Somebody decided that a campaign's uncertain messages are sent again: those whose request cannot be repeated, or
 * whose gateway is none of `repeating`, go in a new one. Else they would wait for a repeat that never comes.
 */
export function forgetUnrepeatable(db: Db, campaignId: number, repeating: readonly number[]): void {
  statement(
    db,
    `UPDATE messages SET repeat_attempt = NULL WHERE id IN (
       ${DOUBT} SELECT id FROM doubt WHERE request IS NOT NULL AND (request NOT IN (SELECT request FROM whole)
         OR gateway_id NOT IN (SELECT value FROM json_each(@repeating))))`,
  ).run({ campaignId, repeating: JSON.stringify(repeating) });
}
