import { may } from '#shared/users/permissions.ts';
import type { Actor } from '#core/ports.ts';
import type { Db } from '#core/store/db.ts';
import { isOtp, isSentBy } from '#core/users/row-queries.ts';
import { scopeOf } from '#core/users/scope.ts';

/**
 * Whether a caller may see what arrived on the practice phones: senders what they sent, and codes
 * only who may read the log of one-time passwords. `id` is what the gateway calls the message.
 */
export function mayReadPractice(db: Db, actor: Actor, id: string): boolean {
  if (!may(actor.role, 'otp.read') && isOtp(db, id)) return false;
  const userId = scopeOf(actor);
  return userId === null || isSentBy(db, id, userId);
}
