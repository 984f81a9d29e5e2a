import type { OTP_STATES, OTP_VERIFY_STATES, OtpEntry } from '#shared/contract/otp.ts';
import type { OtpRequest } from '#shared/otp/rules.ts';
import { say } from '#shared/said/say.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** A line of the log as stored, with the name around it. */
export type OtpRow = {
  id: number;
  gateway_id: number;
  gateway_name: string;
  driver: string;
  msisdn: string;
  app_id: number;
  minutes: number;
  language: string | null;
  brand: string | null;
  template: string | null;
  state: (typeof OTP_STATES)[number];
  code: string | null;
  reason: string;
  gateway_request_id: string | null;
  parts: number | null;
  credits: number | null;
  started_at: number;
  finished_at: number | null;
  verify_attempts: number;
  verify_state: (typeof OTP_VERIFY_STATES)[number] | null;
  verify_code: string | null;
  verify_at: number | null;
};

const SELECT = `
  SELECT o.id, o.gateway_id, g.name AS gateway_name, g.driver, o.msisdn, o.app_id, o.minutes, o.language,
    o.brand, o.template, o.state, o.code, o.reason, o.gateway_request_id, o.parts, o.credits, o.started_at,
    o.finished_at, o.verify_attempts, o.verify_state, o.verify_code, o.verify_at
  FROM otp_log o JOIN gateways g ON g.id = o.gateway_id`;

/** The intent of a send, to be committed before the call; answers its id. */
export function insertOtp(
  db: Db,
  gatewayId: number,
  request: OtpRequest,
  userId: number | null,
  now: number,
): number {
  const hasBrand = 'brand' in request;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO otp_log (gateway_id, msisdn, country, app_id, minutes, language, brand, template, user_id, state, started_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sending', ?)`,
  ).run(
    gatewayId,
    request.msisdn,
    request.country,
    request.appId,
    request.minutes,
    hasBrand ? request.language : null,
    hasBrand ? request.brand : null,
    hasBrand ? null : request.message,
    userId,
    now,
  );
  return Number(lastInsertRowid);
}

/** How a send ended. */
export type OtpEnd = {
  state: 'accepted' | 'rejected' | 'uncertain';
  code: string | null;
  reason: string;
  requestId: string | null;
  parts: number | null;
  credits: number | null;
};

/** Records how a send ended. */
export function finishOtp(db: Db, id: number, end: OtpEnd, now: number): void {
  statement(
    db,
    `UPDATE otp_log SET state = ?, code = ?, reason = ?, gateway_request_id = ?, parts = ?, credits = ?, finished_at = ?
     WHERE id = ? AND state = 'sending'`,
  ).run(end.state, end.code, end.reason, end.requestId, end.parts, end.credits, now, id);
}

/**
 * The send that a verify is about: the latest of this number and app that was not refused;
 * `userId` null: whoever sent it.
 */
export function findOtp(
  db: Db,
  gatewayId: number,
  msisdn: string,
  appId: number,
  userId: number | null,
): number | undefined {
  return statement<{ id: number }>(
    db,
    `SELECT id FROM otp_log WHERE msisdn = @msisdn AND gateway_id = @gatewayId AND app_id = @appId
       AND state <> 'rejected' AND (@userId IS NULL OR user_id = @userId)
     ORDER BY id DESC LIMIT 1`,
  ).get({ msisdn, gatewayId, appId, userId })?.id;
}

/** Counts a verify before its call. What was found right stays so: codes are used up by that. */
export function startVerify(db: Db, id: number, now: number): void {
  statement(
    db,
    `UPDATE otp_log SET verify_attempts = verify_attempts + 1, verify_state = 'checking', verify_code = NULL, verify_at = ?
     WHERE id = ? AND verify_state IS NOT 'verified'`,
  ).run(now, id);
  statement(
    db,
    "UPDATE otp_log SET verify_attempts = verify_attempts + 1 WHERE id = ? AND verify_state = 'verified'",
  ).run(id);
}

/** Records what a verify said. */
export function finishVerify(
  db: Db,
  id: number,
  state: Exclude<OtpRow['verify_state'], null>,
  code: string | null,
  now: number,
): void {
  statement(
    db,
    "UPDATE otp_log SET verify_state = ?, verify_code = ?, verify_at = ? WHERE id = ? AND verify_state IS NOT 'verified'",
  ).run(state, code, now, id);
}

/** Which lines: an empty search takes all numbers, `userId` null everybody's. */
export type OtpFilter = { digits: string; userId: number | null };

const MATCHES = "msisdn LIKE '%' || @digits || '%' AND (@userId IS NULL OR o.user_id = @userId)";

/** How many lines match. */
export function countOtps(db: Db, filter: OtpFilter): number {
  return (
    statement<{ n: number }>(db, `SELECT count(*) AS n FROM otp_log o WHERE ${MATCHES}`).get(filter)
      ?.n ?? 0
  );
}

/** A page of the log, newest first. */
export function pageOtps(db: Db, filter: OtpFilter, offset: number, limit: number): OtpRow[] {
  return statement<OtpRow>(
    db,
    `${SELECT} WHERE o.${MATCHES} ORDER BY o.id DESC LIMIT @limit OFFSET @offset`,
  ).all({ ...filter, limit, offset });
}

/** The line of the log of this id; undefined where there is none. */
export function getOtp(db: Db, id: number): OtpRow | undefined {
  return statement<OtpRow>(db, `${SELECT} WHERE o.id = ?`).get(id);
}

/**
 * What the last owner of the folder left in the middle: requests on their way may have been sent, and
 * checks may have been made, so both become uncertain. Running it again changes nothing.
 */
export function doubtInterruptedOtps(db: Db, now: number): number {
  const { changes } = statement(
    db,
    `UPDATE otp_log SET state = 'uncertain', finished_at = ?, reason = ? WHERE state = 'sending'`,
  ).run(now, say('code-cut-off'));
  statement(
    db,
    "UPDATE otp_log SET verify_state = 'uncertain' WHERE verify_state = 'checking'",
  ).run();
  return changes;
}

/** A row as the contract shows it. */
export function toOtpEntry(row: OtpRow, practice: boolean): OtpEntry {
  return {
    id: row.id,
    gatewayId: row.gateway_id,
    gatewayName: row.gateway_name,
    practice,
    msisdn: row.msisdn,
    appId: row.app_id,
    minutes: row.minutes,
    language: row.language,
    brand: row.brand,
    template: row.template,
    state: row.state,
    status: toStatus(row.code),
    reason: row.reason,
    gatewayRequestId: row.gateway_request_id,
    parts: row.parts,
    credits: row.credits,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    validUntil: row.started_at + row.minutes * 60_000,
    verify: {
      attempts: row.verify_attempts,
      state: row.verify_state,
      status: toStatus(row.verify_code),
      at: row.verify_at,
    },
  };
}

/** Codes such as `timeout` are Siar's own words, not a status of the gateway. */
function toStatus(code: string | null): number | null {
  return code !== null && /^\d{1,6}$/.test(code) ? Number(code) : null;
}
