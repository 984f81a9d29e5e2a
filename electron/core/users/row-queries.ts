import { listByGatewayId } from '#core/delivery/id-queries.ts';
import type { Db } from '#core/store/db.ts';
import { statement } from '#core/store/statement.ts';

/** Whether a campaign is this user's. */
export function isOwnCampaign(db: Db, id: number, userId: number): boolean {
  return has(db, 'SELECT 1 FROM campaigns WHERE id = ? AND user_id = ?', id, userId);
}

/** Whether a campaign is there and not this user's. */
export function isForeignCampaign(db: Db, id: number, userId: number): boolean {
  return has(db, 'SELECT 1 FROM campaigns WHERE id = ? AND user_id IS NOT ?', id, userId);
}

/** Whether a message is of a campaign of this user. */
export function isOwnMessage(db: Db, id: number, userId: number): boolean {
  return has(
    db,
    `SELECT 1 FROM messages m JOIN campaigns c ON c.id = m.campaign_id
     WHERE m.id = ? AND c.user_id = ?`,
    id,
    userId,
  );
}

/** Whether a line of the log of one-time passwords is this user's. */
export function isOtpOf(db: Db, id: number, userId: number): boolean {
  return has(db, 'SELECT 1 FROM otp_log WHERE id = ? AND user_id = ?', id, userId);
}

/** What the gateway calls a message: whether it is one of this user's, text or one-time password. */
export function isSentBy(db: Db, gatewayMessageId: string, userId: number): boolean {
  return (
    listByGatewayId(db, gatewayMessageId).some((id) => isOwnMessage(db, id, userId)) ||
    has(
      db,
      'SELECT 1 FROM otp_log WHERE gateway_request_id = ? AND user_id = ?',
      gatewayMessageId,
      userId,
    )
  );
}

function has(db: Db, sql: string, ...values: readonly (number | string)[]): boolean {
  return statement(db, sql).get(...values) !== undefined;
}

/** What the gateway calls a message: whether it is a one-time password. */
export function isOtp(db: Db, gatewayMessageId: string): boolean {
  return has(db, 'SELECT 1 FROM otp_log WHERE gateway_request_id = ?', gatewayMessageId);
}
