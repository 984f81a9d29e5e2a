import { invalid } from '#shared/contract/errors.ts';
import type { Actor, Call } from '#core/ports.ts';
import { isOtpOf, isOwnCampaign, isOwnMessage } from '#core/users/row-queries.ts';
import { scopeOf } from '#core/users/scope.ts';
import type { Db } from '#core/store/db.ts';

/**
 * Refuses a call that names a row of somebody else, in the words of a row that does not exist: a
 * sender learns nothing about what others do. Looks at the input of every procedure, so that a new
 * one is guarded from the start: `campaignId`, `campaignIds` and `messageId` wherever they stand, and
 * `id` of every procedure that needs a permission on campaigns or on the history (a contact's
 * timeline names a contact, and keeps to own messages itself).
 */
export function assertOwnRows(db: Db, actor: Actor, { path, meta, input }: Call): void {
  const userId = scopeOf(actor);
  if (userId === null || typeof input !== 'object' || input === null) return;
  const named = new Map<string, unknown>(Object.entries(input));
  const [feature] = path;
  const isCampaign = /^(campaigns|history)\./.test(meta.permission ?? '') && feature !== 'contacts';
  const campaigns = [
    named.get('campaignId'),
    ...(isCampaign ? [named.get('id')] : []),
    ...listOf(named.get('campaignIds')),
  ].filter((id) => typeof id === 'number');
  for (const id of campaigns) {
    if (isOwnCampaign(db, id, userId)) continue;
    throw invalid('no-such-campaign', `There is no campaign ${id}. Nothing was changed.`, {
      campaign: id,
    });
  }
  const messageId = named.get('messageId');
  if (typeof messageId === 'number' && !isOwnMessage(db, messageId, userId)) {
    throw invalid('no-such-message', `There is no message ${messageId}.`, { message: messageId });
  }
  const otpId = feature === 'otp' ? named.get('id') : undefined;
  if (typeof otpId === 'number' && !isOtpOf(db, otpId, userId)) {
    throw invalid('no-such-otp', `There is no one-time password ${otpId} in the log.`, {
      id: otpId,
    });
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
