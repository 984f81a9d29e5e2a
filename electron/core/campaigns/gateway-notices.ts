import type { Preview } from '#shared/contract/campaign-preview.ts';
import { mostRetryCredits } from '#shared/gateways/retry-policy.ts';
import { say } from '#shared/said/say.ts';
import type { CoreDeps } from '#core/core-deps.ts';
import { approvalNotice } from '#core/approvals/notice.ts';
import { readAvailable } from '#core/credits/cover.ts';
import { getGateway } from '#core/gateways/queries.ts';
import { GATEWAY_KINDS } from '#core/gateways/registry.ts';
import { missingSecrets, secretKey } from '#core/gateways/secrets.ts';
import { listTroubles } from '#core/sending/hold-queries.ts';
import { siarPolicyOf } from '#core/sending/retry/policy.ts';
import type { Db } from '#core/store/db.ts';

type NoticeDeps = Pick<CoreDeps, 'db' | 'secrets' | 'clock' | 'logger'>;
type Warning = Preview['warnings'][number];
type Share = Preview['gateways'][number];

/**
 * A preview with what is to be known of each gateway that would send: whether it can, what its books
 * have for it, and what retries may cost on top. `userId`: whose campaign it is; null: the house's.
 * `text`: as it was written, with its fields.
 */
export async function withGatewayNotices(
  deps: NoticeDeps,
  made: Promise<Preview>,
  { userId, text }: { userId: number | null; text: string },
): Promise<Preview> {
  const preview = await made;
  const gateways = [];
  for (const share of preview.gateways) {
    gateways.push(await withNotices(deps, share, { userId, text }));
  }
  const found = gateways.flatMap(({ warnings }) => warnings);
  const retries = retryNotices(deps.db, gateways);
  return { ...preview, gateways, warnings: [...preview.warnings, ...found, ...retries] };
}

async function withNotices(
  deps: NoticeDeps,
  share: Share,
  { userId, text }: { userId: number | null; text: string },
): Promise<Share> {
  const { db, clock } = deps;
  const { gatewayId, gatewayName, recipients, credits } = share;
  const warnings: Warning[] = [];
  const add = (code: string, severity: Warning['severity'], message: string) =>
    warnings.push({ code, severity, message, count: recipients });
  const books = readAvailable(db, gatewayId, userId, clock.now());
  const available = books.inUse ? books.credits : null;
  if (await lacksSecrets(deps, gatewayId)) {
    add(
      'gateway-no-credentials',
      'warning',
      `${gatewayName} has no credentials, so its ${recipients} message(s) would wait. Enter them under Gateways.`,
    );
  }
  const gateway = getGateway(db, gatewayId);
  const approval = gateway ? approvalNotice(db, gateway, text, recipients) : null;
  if (approval) warnings.push(approval);
  const [trouble] = listTroubles(db, gatewayId);
  if (trouble) {
    add(
      'gateway-in-trouble',
      'notice',
      `${gatewayName} holds back another campaign now: ${trouble.message} Its ${recipients} message(s) of this campaign may have to wait, too.`,
    );
  }
  // With one gateway the start itself says so; with several it must be plain which one is short.
  if (available !== null && available < credits) {
    add(
      'gateway-short-credit',
      'notice',
      `${gatewayName} needs ${credits} credits for its share; there are ${Math.max(0, available)}.`,
    );
  }
  return { ...share, available, warnings };
}

async function lacksSecrets(
  { db, secrets, logger }: NoticeDeps,
  gatewayId: number,
): Promise<boolean> {
  const gateway = getGateway(db, gatewayId);
  if (!gateway || GATEWAY_KINDS[gateway.driver].defaultSecrets !== undefined) return false;
  try {
    const stored = (await secrets.get(secretKey(gatewayId))) ?? {};
    return missingSecrets(gateway.driver, stored).length > 0;
  } catch (error) {
    // An unreadable store says so when the gateway is opened; a preview must not fail for it.
    logger.warn({ err: error }, 'the stored credentials cannot be read');
    return false;
  }
}

/** What automatic retries may cost on top, before anything is sent: one sentence for all gateways. */
function retryNotices(db: Db, shares: readonly Share[]): Warning[] {
  const policies = shares.flatMap((share) => {
    const policy = siarPolicyOf(db, share.gatewayId);
    return policy === null ? [] : [{ policy, share }];
  });
  if (policies.length === 0) return [];
  const most = policies.reduce(
    (sum, { policy, share }) => sum + mostRetryCredits(policy, share.credits),
    0,
  );
  const times = Math.max(...policies.map(({ policy }) => policy.delaysMinutes.length));
  const message = say('retries-may-cost', { times, credits: most });
  return [{ code: 'retries', severity: 'notice', message, count: most }];
}
