import type { LookUp } from '#shared/contract/look-ups.ts';
import { say } from '#shared/said/say.ts';
import type { LookUpAnswer } from '#core/gateways/gateway-driver.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

const SELECT = `
  SELECT l.id, l.msisdn, l.gateway_id AS gatewayId, g.name AS gatewayName, l.state, l.result, l.word, l.code,
    l.reason, l.credits, l.started_at AS startedAt, l.answered_at AS answeredAt
  FROM look_ups l JOIN gateways g ON g.id = l.gateway_id`;

/** The intent of a look-up, to be committed before the call; answers its id. */
export function insertLookUp(
  db: Db,
  { gatewayId, msisdn, userId }: { gatewayId: number; msisdn: string; userId: number | null },
  now: number,
): number {
  const { lastInsertRowid } = statement(
    db,
    "INSERT INTO look_ups (gateway_id, msisdn, user_id, state, started_at) VALUES (?, ?, ?, 'asking', ?)",
  ).run(gatewayId, msisdn, userId, now);
  return Number(lastInsertRowid);
}

/** How asking ended. */
export type LookUpEnd = {
  state: 'asked' | 'refused' | 'uncertain';
  code: string | null;
  reason: string;
  requestId: string | null;
  credits: number | null;
};

/** Records how asking ended; a result that came before the gateway's own reply stays. */
export function finishLookUp(db: Db, id: number, end: LookUpEnd, now: number): void {
  statement(
    db,
    `UPDATE look_ups SET state = ?, code = ?, reason = ?, gateway_request_id = ?, credits = ?, finished_at = ?
     WHERE id = ? AND state = 'asking'`,
  ).run(end.state, end.code, end.reason, end.requestId, end.credits, now, id);
}

/**
 * Records a result; false where no look-up of this gateway has that id. The last result counts. Ids are used
 * again: the last look-up that got it is meant.
 */
export function answerLookUp(
  db: Db,
  gatewayId: number,
  { requestId, result, word, raw }: LookUpAnswer,
  now: number,
): boolean {
  const { changes } = statement(
    db,
    `UPDATE look_ups SET state = 'answered', result = ?, word = ?, answer = ?, answered_at = ?, reason = ''
     WHERE id = (SELECT max(id) FROM look_ups
       WHERE gateway_id = ? AND gateway_request_id = ? AND state IN ('asked','answered'))`,
  ).run(result, word, raw, now, gatewayId, requestId);
  return changes > 0;
}

/** Whether a question to this gateway is on its way right now. */
export function isAsking(db: Db, gatewayId: number): boolean {
  return (
    statement(db, "SELECT 1 FROM look_ups WHERE state = 'asking' AND gateway_id = ? LIMIT 1").get(
      gatewayId,
    ) !== undefined
  );
}

/** The look-up of this id; undefined where there is none. */
export function getLookUp(db: Db, id: number): LookUp | undefined {
  return statement<LookUp>(db, `${SELECT} WHERE l.id = ?`).get(id);
}

/**
 * The latest look-up of each number, begun at `since` or later; those that were refused tell nothing. One
 * index look-up for each number.
 */
export function latestLookUps(db: Db, msisdns: readonly string[], since: number): LookUp[] {
  return statement<LookUp>(
    db,
    `${SELECT} WHERE l.id IN (
       SELECT (SELECT max(id) FROM look_ups WHERE msisdn = n.value AND state <> 'refused')
       FROM json_each(?) n) AND l.started_at >= ?`,
  ).all(JSON.stringify(msisdns), since);
}

/** What the last owner of the folder left in the middle may have been asked and charged. */
export function doubtInterruptedLookUps(db: Db, now: number): number {
  return statement(
    db,
    "UPDATE look_ups SET state = 'uncertain', finished_at = ?, reason = ? WHERE state = 'asking'",
  ).run(now, say('look-up-cut-off')).changes;
}
