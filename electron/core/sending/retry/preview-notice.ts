import type { Preview } from '#shared/contract/campaigns.ts';
import { mostRetryCredits } from '#shared/gateways/retry-policy.ts';
import { siarPolicyOf } from '#core/sending/retry/policy.ts';
import type { Db } from '#core/store/db.ts';

/** A preview that says, before anything is sent, what automatic retries may cost on top. */
export async function withRetryNotice(
  db: Db,
  gatewayId: number,
  preview: Promise<Preview>,
): Promise<Preview> {
  const made = await preview;
  const policy = siarPolicyOf(db, gatewayId);
  if (policy === null || made.recipients === 0) return made;
  const times = policy.delaysMinutes.length;
  const most = mostRetryCredits(policy, made.credits);
  const message = `Phones that are not reached are sent to again, up to ${times} times; each time is charged. If nobody at all were reached, that is ${most} credits on top.`;
  const notice = { code: 'retries', severity: 'notice' as const, message, count: most };
  return { ...made, warnings: [...made.warnings, notice] };
}
