import {
  effectiveRetryPolicy,
  retryPolicySchema,
  type RetryPolicy,
} from '#shared/gateways/retry-policy.ts';
import { readPolicy } from '#core/sending/retry/queries.ts';
import type { Db } from '#core/store/db.ts';

/** What a gateway's row says of retries. */
function read(db: Db, gatewayId: number): { retriesItself: boolean; saved: RetryPolicy | null } {
  const row = readPolicy(db, gatewayId);
  const retriesItself = row?.retries_itself === 1;
  if (row === undefined || row.policy === null) return { retriesItself, saved: null };
  const parsed = retryPolicySchema.safeParse(JSON.parse(row.policy));
  return { retriesItself, saved: parsed.success ? parsed.data : null };
}

/** The retry policy that holds for a gateway, its profile's default where nobody saved one. */
export function policyOf(db: Db, gatewayId: number): RetryPolicy {
  const { retriesItself, saved } = read(db, gatewayId);
  return effectiveRetryPolicy({ retriesItself }, saved);
}

/** The policy by which Siar itself sends again, or null where it does not. */
export function siarPolicyOf(db: Db, gatewayId: number): RetryPolicy | null {
  const policy = policyOf(db, gatewayId);
  return policy.who === 'siar' ? policy : null;
}
