import type { Preview } from '#shared/contract/campaign-preview.ts';
import { say } from '#shared/said/say.ts';
import { listApprovedTexts } from '#core/approvals/queries.ts';
import type { StoredGateway } from '#core/gateways/queries.ts';
import type { Db } from '#core/store/db.ts';

/**
 * A warning where a gateway's profile says that it sends approved texts only, and this text (with its
 * fields as written) is none of them as far as Siar knows; null: nothing to say.
 */
export function approvalNotice(
  db: Db,
  { id, name, profile }: Pick<StoredGateway, 'id' | 'name' | 'profile'>,
  text: string,
  recipients: number,
): Preview['warnings'][number] | null {
  if (profile.approvedTextsOnly !== true || recipients === 0) return null;
  const plain = normalise(text);
  if (listApprovedTexts(db, id).some((approved) => normalise(approved) === plain)) return null;
  return {
    code: 'text-not-approved',
    severity: 'warning',
    count: recipients,
    message: say('text-not-approved', { gateway: name, messages: recipients }),
  };
}

/** Line ends and blanks at the edges are no difference. */
function normalise(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
